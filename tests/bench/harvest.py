"""``harvest-first`` and ``harvest-unchanged``: our engine against ckanext-harvest on stock CKAN, in turn, in one run.

The same datasets for both: N records with one table each. Ours takes them from a folder, judges every row, keeps the
files, loads the table, publishes and indexes. The peer takes the records from a CKAN over HTTP by its own CKAN
harvester and loads the rows by ``datastore_create``; it checks nothing and keeps no file. Both write to the same
PostgreSQL and Solr, each to its own databases and ``site_id``.
"""

from __future__ import annotations

import datetime as dt
import http.server
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

sys.path.append(str(Path(__file__).resolve().parents[1] / "failure"))

import deliveries
import ground as grounds

from bench.line import Line
from bench.meter import Meter

COUNTS = ("sql ckan", "sql datastore", "commits ckan", "commits datastore", "solr update", "solr search")
ROWS = 50


def run(small: bool, wanted: set[str]) -> list[Line]:
    datasets, times = (3, 1) if small else (60, 3)
    grounds.TIMING = {}  # as a portal is installed
    ground = grounds.Ground(Path(os.environ["SD_TEST_HOME"]), Path(os.environ["SD_TEST_INI"]))
    ground.make()
    ours, peer = Ours(ground), Peer(ground)
    try:
        ours.measure(2)
        peer.measure(2)  # both are warm
        found = [(ours.measure(datasets), peer.measure(datasets)) for _ in range(times)]
    finally:
        peer.close()
    lines: list[Line] = []
    for kind in ("first", "unchanged"):
        if f"harvest-{kind}" in wanted:
            lines += _lines(kind, [(mine[kind], theirs[kind]) for mine, theirs in found], datasets, times)
    return lines


def _lines(kind: str, pairs: list[tuple[dict[str, Any], dict[str, Any]]], datasets: int, times: int) -> list[Line]:
    def each(what: str) -> tuple[float, float]:
        # the peer adds and commits in one request, we in two: either is an update
        kinds = ("solr add", "solr commit") if what == "solr update" else (what,)
        mine, theirs = ([sum(one[i]["counts"].get(k, 0) for k in kinds) / datasets for one in pairs] for i in (0, 1))
        return round(statistics.median(mine), 2), round(statistics.median(theirs), 2)

    ours, peer = (statistics.median(1000 * one[i]["seconds"] / datasets for one in pairs) for i in (0, 1))
    facts = {
        "first": f"{datasets} new datasets, one table of {ROWS} rows each; ours judged, peer unjudged",
        "unchanged": f"{datasets} unchanged datasets, all looked at by both (peer: force_all)",
    }
    lines = [
        Line(f"harvest-{kind}", ours, peer, "ms a dataset", datasets, f"{facts[kind]}; median of {times}, in turn")
    ]
    for what in COUNTS:
        mine, theirs = each(what)
        if mine or theirs:
            lines.append(Line(f"harvest-{kind} {what}", mine, theirs, f"{what} a dataset", datasets, "counted"))
    return lines


class Ours:
    """Our engine in this process: the slices of a run one after the other, as the worker does them."""

    def __init__(self, ground: Any) -> None:
        from ckan.cli import load_config
        from ckan.config.middleware import make_app

        self.ground = ground
        self.app = make_app(load_config(str(ground.ini)))._wsgi_app

    def measure(self, datasets: int) -> dict[str, dict[str, Any]]:
        self.ground.empty()
        folder = self.ground.home / f"bench-{uuid.uuid4().hex[:8]}"
        for number in range(datasets):
            deliveries.deliver(folder, f"bench-{number:05d}", {"stations": _rows(number)})
        from ckan import model
        from ckanext.sdopendata import ledger

        name = f"bench-{uuid.uuid4().hex[:8]}"
        with self.app.test_request_context():
            facts = (deliveries.OWNER, "对照", "delegated", None, "off")
            ledger.register_source(name, "file_drop", {"path": str(folder)}, *facts)
            ledger.store_review(name, "operator", dt.date.today(), ["unconditional"])
            first, unchanged = (self._run(name, datasets, outcome) for outcome in ("published", "unchanged"))
            model.Session.remove()  # a transaction left open would hold the tables that are emptied next
            return {"first": first, "unchanged": unchanged}

    def _run(self, name: str, datasets: int, outcome: str) -> dict[str, Any]:
        from ckanext.sdopendata import harvest
        from ckanext.sdopendata.ledger import run_table

        run = run_table.open_run(name, "bench")
        meter = Meter()
        started = time.perf_counter()
        with meter.running():
            while harvest.run_slice(run):
                pass
        seconds = time.perf_counter() - started
        counts = run_table.run_progress(run)["counts"]
        assert counts[outcome] == datasets, counts
        return {"seconds": seconds, "counts": meter.counts}


class Peer:
    """ckanext-harvest on stock CKAN as a process of its own environment (``SD_BENCH_PEER``), on its own databases."""

    def __init__(self, ground: Any) -> None:
        self.remote = Remote()
        program = [os.environ["SD_BENCH_PEER"], str(Path(__file__).with_name("peer.py")), str(_peer_ini(ground))]
        log = (ground.home / "peer.log").open("ab")
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"CKAN_INI": program[2]}
        self.process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=ground.home,
            env=environment,
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n", (ground.home / "peer.log").read_text("utf-8")[-2000:]

    def measure(self, datasets: int) -> dict[str, dict[str, Any]]:
        self.remote.packages = [_package(number) for number in range(datasets)]
        tables = {p["resources"][0]["id"]: _table(n) for n, p in enumerate(self.remote.packages)}
        found = {do: self._ask(do, tables) for do in ("first", "unchanged")}
        assert found["first"]["reports"] == [["COMPLETE", "added"]], found
        assert found["unchanged"]["reports"] == [["COMPLETE", "not modified"]], found
        assert all(one["objects"] == datasets for one in found.values())
        return found

    def _ask(self, do: str, tables: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": do, "url": self.remote.url, "tables": tables}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class Remote(http.server.ThreadingHTTPServer):
    """A CKAN to harvest from: answers ``package_search`` with its packages, page by page."""

    def __init__(self) -> None:
        self.packages: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answer(http.server.BaseHTTPRequestHandler):
    server: Remote

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        start, rows = int(asked.get("start", ["0"])[0]), int(asked.get("rows", ["100"])[0])
        found = {"success": True, "result": {"results": self.server.packages[start : start + rows]}}
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return None


def _rows(number: int) -> list[list[str]]:
    return [[f"站{number}-{i}", "370102", str(i), "2020-01-01"] for i in range(ROWS)]


def _package(number: int) -> dict[str, Any]:
    guid = f"bench-{number:05d}"
    record = deliveries.record(guid)
    extras = [{"key": f"sd_{k}", "value": str(v)} for k, v in record.items() if k not in ("title", "notes", "keywords")]
    resource = {
        "id": str(uuid.uuid4()),
        "name": "停车站点 stations",
        "format": "CSV",
        "url": "http://example.org/t.csv",
    }
    return {
        "id": str(uuid.uuid4()),
        "name": f"{guid}-{uuid.uuid4().hex[:8]}",
        "title": record["title"],
        "notes": record["notes"],
        "tags": [{"name": name} for name in record["keywords"]],
        "extras": extras,
        "resources": [resource],
        "metadata_modified": "2026-01-05T00:00:00",
        "state": "active",
        "type": "dataset",
    }


def _table(number: int) -> dict[str, Any]:
    kinds = ("text", "text", "int", "date")
    names = ("name", "region_code", "places", "opened")
    fields = [{"id": name, "type": kind} for name, kind in zip(names, kinds, strict=True)]
    return {"fields": fields, "records": [dict(zip(names, row, strict=True)) for row in _rows(number)]}


def _peer_ini(ground: Any) -> Path:
    """Stock CKAN's configuration on databases of its own; services are the stack's."""
    options = dict(re.findall(r"(?m)^([\w.]+) = (.*)$", ground.ini.read_text("utf-8")))
    with ground._superuser("postgres") as cursor:
        for name, owner in (("ckan_peer", "ckan"), ("datastore_peer", "datastore_write")):
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name} OWNER {owner}")
    from ckanext.datastore.cli import permissions_sql

    script = permissions_sql("ckan_peer", "datastore_peer", "ckan", "datastore_write", "datastore_read")
    with ground._superuser("datastore_peer") as cursor:
        cursor.execute(re.sub(r"(?m)^\\connect.*$", "", script))
    kept = ("SECRET_KEY", "api_token.jwt.encode.secret", "api_token.jwt.decode.secret", "solr_url", "ckan.site_url")
    values = {key: options[key] for key in kept} | {
        "use": "egg:ckan",
        "ckan.site_id": "sd-peer",
        "ckan.plugins": "harvest ckan_harvester datastore",
        "ckan.harvest.mq.type": "redis",
        "ckan.redis.url": re.sub(r"/\d+$", "/9", options["ckan.redis.url"]),
        "sqlalchemy.url": options["sqlalchemy.url"].replace("ckan_failure", "ckan_peer"),
        "ckan.datastore.write_url": options["ckan.datastore.write_url"].replace("_failure", "_peer"),
        "ckan.datastore.read_url": options["ckan.datastore.read_url"].replace("_failure", "_peer"),
        "ckan.storage_path": str(ground.home / "peer-storage"),
    }
    path: Path = ground.home / "peer.ini"
    lines = "".join(f"{key} = {value}\n" for key, value in values.items())
    path.write_text(f"[DEFAULT]\ndebug = false\n[app:main]\n{lines}", "utf-8")
    return path
