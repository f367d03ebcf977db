"""Ground of their own for the fault tests: databases, queue, folders and index entries beside the test portal's.

The services are the test portal's (PostgreSQL, Redis, Solr); what they hold is not: other databases, another Redis
number, another ``site_id``, so that a test may break and empty everything. Solr and Redis are reached through a
:class:`Tap` each.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import redis
from tap import Tap

from deploy.local import configure
from harvesters.contract import today

SITE = "sd-failure"
REDIS_NUMBER = 7
LOOKS = "fault tests"
# Reviews are of the day on which the tests began, also after midnight.
DAY = today()
AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, redis.exceptions.ConnectionError, OSError)
TIMING = {"lease_seconds": 3, "heartbeat_seconds": 1, "sweep_seconds": 1, "batch_items": 3, "slice_items": 5}
# Rows that a fresh portal has not: everything that was ever delivered.
EMPTIED = ("package", "tag", "sd_source", "sd_dataset", "sd_report", "sd_outbox")
NOT_COPIED = ("sd_*", "package", "package_*", "resource", "resource_*", "tag")


class Ground:
    def __init__(self, home: Path, stack_ini: Path) -> None:
        self.stack, self.home = home, home / "failure"
        self.ini = self.home / "ckan.ini"
        options = dict(re.findall(r"(?m)^([\w.]+) = (.*)$", stack_ini.read_text("utf-8")))
        self._text = stack_ini.read_text("utf-8")
        self._ckan = urlsplit(options["sqlalchemy.url"])
        self._write = urlsplit(options["ckan.datastore.write_url"])
        self._read = urlsplit(options["ckan.datastore.read_url"])
        self._redis = urlsplit(options["ckan.redis.url"])
        solr = urlsplit(options["solr_url"])
        assert solr.port
        self.tap = Tap(solr.port)
        assert self._redis.port
        self.memory = Tap(self._redis.port)
        self.solr_url = options["solr_url"]
        self.queue = redis.Redis.from_url(self._redis._replace(path=f"/{REDIS_NUMBER}").geturl())

    # -- making it

    def make(self) -> None:
        """Databases as a new portal has them (accounts, departments, categories), folders, configuration."""
        shutil.rmtree(self.home, ignore_errors=True)
        for name in ("files", "stage", "storage", "webassets"):
            (self.home / name).mkdir(parents=True)
        self._make_databases()
        text = self._text.replace(f"{self.stack}/", f"{self.home}/")
        replaced = {
            "ckan.site_id": SITE,
            "sqlalchemy.url": self._ckan._replace(path="/ckan_failure").geturl(),
            "ckan.datastore.write_url": self._write._replace(path="/datastore_failure").geturl(),
            "ckan.datastore.read_url": self._read._replace(path="/datastore_failure").geturl(),
            "ckan.redis.url": self._redis._replace(path=f"/{REDIS_NUMBER}")
            .geturl()
            .replace(f":{self.memory.upstream}/", f":{self.memory.port}/"),
            "solr_url": self.solr_url.replace(f":{self.tap.upstream}/", f":{self.tap.port}/"),
            "solr_timeout": "2",
        }
        for key, value in replaced.items():
            text, count = re.subn(rf"(?m)^{re.escape(key)} = .*$", lambda _, v=f"{key} = {value}": v, text)
            assert count == 1, key
        text = re.sub(r"(?m)^sdopendata\.(lease|heartbeat|sweep)_seconds = .*\n", "", text)
        timing = "".join(f"sdopendata.{key} = {value}\n" for key, value in TIMING.items())
        text = text.replace("## The road\n", f"## The road\n{timing}")
        self.ini.write_text(text, encoding="utf-8")

    def _make_databases(self) -> None:
        with self._superuser("postgres") as cursor:
            for name, owner in (("ckan_failure", "ckan"), ("datastore_failure", "datastore_write")):
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                cursor.execute(f"CREATE DATABASE {name} OWNER {owner}")
        bin_ = configure.postgres_bin()
        left_out = [f"--exclude-table-data={name}" for name in NOT_COPIED]
        dump = subprocess.run(
            [f"{bin_}/pg_dump", "--no-owner", *left_out, self._ckan.geturl()], check=True, capture_output=True
        )
        target = self._ckan._replace(path="/ckan_failure").geturl()
        command = [f"{bin_}/psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", target]
        subprocess.run(command, input=dump.stdout, check=True, capture_output=True)
        from ckanext.datastore.cli import permissions_sql

        script = permissions_sql("ckan_failure", "datastore_failure", "ckan", "datastore_write", "datastore_read")
        with self._superuser("datastore_failure") as cursor:
            cursor.execute(re.sub(r"(?m)^\\connect.*$", "", script))

    # -- looking at it, emptying it

    @contextlib.contextmanager
    def ckan(self) -> Iterator[Any]:
        yield from self._cursor(self._ckan._replace(path="/ckan_failure").geturl())

    @contextlib.contextmanager
    def datastore(self) -> Iterator[Any]:
        yield from self._cursor(self._write._replace(path="/datastore_failure").geturl())

    @contextlib.contextmanager
    def _superuser(self, database: str) -> Iterator[Any]:
        secrets = json.loads((self.stack / "secrets.json").read_text("utf-8"))
        host = f"postgres:{secrets['postgres']}@127.0.0.1:{self._ckan.port}"
        yield from self._cursor(f"postgresql://{host}/{database}")

    def _cursor(self, url: str) -> Iterator[Any]:
        with contextlib.closing(psycopg2.connect(url, application_name=LOOKS)) as connection:
            connection.autocommit = True
            yield connection.cursor()

    def one(self, query: str, *values: Any) -> Any:
        """The only value of a query on CKAN's database."""
        with self.ckan() as cursor:
            cursor.execute(query, values)
            row = cursor.fetchone()
            return row[0] if row else None

    def tables(self) -> list[str]:
        """Tables of the DataStore's database, side tables included."""
        with self.datastore() as cursor:
            cursor.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_table_stats'"
            )
            return sorted(name for (name,) in cursor)

    def empty(self) -> None:
        """As if nothing had ever been delivered."""
        with self.ckan() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(EMPTIED)} CASCADE")
            cursor.execute("DELETE FROM member WHERE table_name = 'package'")
        with self.datastore() as cursor:
            for name in self.tables():
                cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
            cursor.execute("TRUNCATE _table_stats")
        self.queue.flushdb()
        for folder in ("files", "stage"):
            for path in (self.home / folder).iterdir():
                shutil.rmtree(path)
        self.solr({"delete": {"query": f'+site_id:"{SITE}"'}})

    def end_sessions(self) -> None:
        """The server hangs up on everybody in these two databases but on who only looks (this class)."""
        with self._superuser("postgres") as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname IN ('ckan_failure', 'datastore_failure') AND application_name <> %s",
                (LOOKS,),
            )

    @contextlib.contextmanager
    def refused(self) -> Iterator[None]:
        """The server hangs up on everybody in these two databases and lets nobody in."""
        self._let_in(False)
        try:
            self.end_sessions()
            yield
        finally:
            self._let_in(True)

    def _let_in(self, allowed: bool) -> None:
        with self._superuser("postgres") as cursor:
            for name in ("ckan_failure", "datastore_failure"):
                cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}")

    def solr(self, command: dict[str, Any]) -> None:
        """Straight to Solr, past the tap."""
        request = urllib.request.Request(
            f"{self.solr_url}/update?commit=true", json.dumps(command).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=10).close()

    def indexed(self) -> dict[str, int]:
        """Dataset id → release number in the index."""
        query = f"q=*:*&fq=site_id:{SITE}&fq=entity_type:package&rows=1000&fl=id,extras_release_number"
        with urllib.request.urlopen(f"{self.solr_url}/select?{query}", timeout=10) as answer:
            docs = json.load(answer)["response"]["docs"]
        return {doc["id"]: int(doc.get("extras_release_number", 0)) for doc in docs}

    def released(self) -> dict[str, int]:
        """Dataset id → release number in the database: what the index is to show."""
        with self.ckan() as cursor:
            cursor.execute(
                "SELECT p.id, coalesce(d.release_number, 0) FROM package p LEFT JOIN sd_dataset d USING (id)"
                " WHERE p.state = 'active'"
            )
            return dict(cursor.fetchall())


def wait_for(what: str, condition: Callable[[], Any], seconds: float = 60) -> None:
    """Poll until true; what did not become true is the failure's text. A service that is away: not yet."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(*AWAY):
            if condition():
                return
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)
