"""The canonical dump (reliability notes §2.4): what a portal holds and shows, told without ids and times.

Two ends of the same work give the same text, however they were reached. Everything is in it: ledger, CKAN's packages,
both stores of bytes, the DataStore's rows, the index, and what a stranger gets from page, API and download.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ground import DAY, Ground

from harvesters.contract import today

# Columns that tell when or who, not what. A mark is made of the files' times.
UNTOLD = {"id", "created", "updated", "at", "started", "rung", "finished", "published_at", "lease_epoch", "lease_until"}
UNTOLD |= {"mark", "schedule_since"}
ORDER = {
    "sd_source": "name",
    "sd_review": "source, officer, dictionary NULLS FIRST",
    "sd_run": "created",
    "sd_item": "source, guid",
    "sd_report": "source, guid, created",
    "sd_decision": "at",
    "sd_dataset": "identifier",
    "sd_release": "(SELECT identifier FROM sd_dataset d WHERE d.id = t.dataset_id), number",
    "sd_outbox": "t.id",
}
MANY = 1000
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d(:?\d\d)?|Z)?")


def dump(ground: Ground, client: Any, forgotten: Sequence[str] = ()) -> str:
    """The whole, as text that a person can compare. ``client`` is a stranger's browser on the same databases;
    ``forgotten`` keys are told without their values."""
    names = _names(ground)
    parts = {
        **{table: _rows(ground, table, order) for table, order in ORDER.items()},
        "packages": {name: _package(client, name) for name in names.values()},
        "files": _files(ground.home / "files", but="incoming"),
        "stage": _files(ground.home / "stage", but="incoming"),
        "datastore": _datastore(ground),
        "index": sorted((names.get(id_, f"ghost {id_}"), number) for id_, number in ground.indexed().items()),
        "shown": {name: _shown(client, name) for name in names.values()},
    }
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, indent=1, default=str)
    for key in forgotten:
        text = re.sub(rf'("{key}": )".*"', r"\1…", text)
    return _without_ids(_without_days(_TIME.sub("TIME", text)))


def _without_days(text: str) -> str:
    """A run before midnight and one after it tell the same: the days since the tests began are one."""
    day = min(DAY, dt.date.today())
    while day <= today():
        text = text.replace(day.isoformat(), "DAY")
        day += dt.timedelta(days=1)
    return text


def _without_ids(text: str) -> str:
    numbers: dict[str, str] = {}
    return _UUID.sub(lambda match: numbers.setdefault(match[0], f"ID-{len(numbers) + 1}"), text)


def _names(ground: Ground) -> dict[str, str]:
    """Dataset id → address, in the order of codes."""
    with ground.ckan() as cursor:
        cursor.execute("SELECT id, name FROM sd_dataset ORDER BY identifier")
        return dict(cursor.fetchall())


def _rows(ground: Ground, table: str, order: str) -> list[dict[str, Any]]:
    with ground.ckan() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY {order}")
        return [{k: v for k, v in row.items() if k not in UNTOLD} for (row,) in cursor]


def _package(client: Any, name: str) -> Any:
    """As a stranger's client reads it; the word for it if there is none."""
    answer = client.get("/api/3/action/package_show", query_string={"id": name}).get_json()
    if not answer["success"]:
        return answer["error"]["__type"]
    package = answer["result"]
    for key in ("metadata_modified", "metadata_created"):
        package.pop(key)
    for resource in package["resources"]:
        for key in ("created", "last_modified", "metadata_modified"):
            resource.pop(key)
    return package


def _files(root: Path, but: str | None = None) -> list[str]:
    """Names of stored files; each proves that it holds what its name says."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.relative_to(root).parts[0] != but:
            whole = path.suffix or path.name == hashlib.sha256(path.read_bytes()).hexdigest()
            found.append(path.name if whole else f"{path.name} DAMAGED")
    return found


def _datastore(ground: Ground) -> dict[str, Any]:
    """Rows of every table with its types, columns' labels and cached total, by the dataset and key it belongs to."""
    with ground.ckan() as cursor:
        cursor.execute("SELECT d.identifier, e.key, e.value FROM sd_dataset d, jsonb_each_text(d.resource_ids) e")
        owners = {resource_id: f"{code} {key}" for code, key, resource_id in cursor}
    found = {}
    with ground.datastore() as cursor:
        for table in ground.tables():
            rows = _told(cursor, f"SELECT to_jsonb(t) - '_full_text' FROM \"{table}\" t ORDER BY _id")
            cursor.execute(
                "SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum",
                (f'"{table}"',),
            )
            columns = cursor.fetchall()
            cursor.execute("SELECT stats FROM _table_stats WHERE resource_id = %s", (table,))
            found[owners.get(table, table)] = {"rows": rows, "columns": columns, "stats": cursor.fetchall()}
        cursor.execute("SELECT count(*) FROM _table_stats")
        found["stats"] = cursor.fetchone()
    return found


def _told(cursor: Any, query: str) -> Any:
    """The rows; of many only how many, and a digest of them all in their order."""
    cursor.execute(query)
    rows = [row for (row,) in cursor]
    if len(rows) <= MANY:
        return rows
    return {"count": len(rows), "sha256": hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()}


def _shown(client: Any, name: str) -> dict[str, Any]:
    """Which release every public surface shows (I-02: they must agree)."""
    page = client.get(f"/dataset/{name}")
    if page.status_code != 200:
        return {"page": page.status_code}
    descriptor = client.get(f"/dataset/{name}/datapackage.json").get_json()
    hit = client.get("/api/3/action/package_search", query_string={"fq": f"name:{name}"}).get_json()["result"]
    tables = {}
    for resource in descriptor["resources"]:
        search = {"resource_id": resource["name"], "limit": 1000}
        rows = client.get("/api/3/action/datastore_search", query_string=search).get_json()["result"]
        download = client.get(f"/dataset/{name}/{resource['path']}")
        tables[resource["title"]] = {
            "download": hashlib.sha256(download.data).hexdigest() == resource["hash"].removeprefix("sha256:"),
            "total": rows["total"],
            "records": rows["records"],
        }
    return {
        "page": re.findall(r"第 ?(\d+) ?版", page.get_data(as_text=True)),
        "datapackage": descriptor["sd:releaseNumber"],
        "search": [found["release_number"] for found in hit["results"]],
        "tables": tables,
    }
