"""What departments hand in during these tests: records, dictionaries, deliveries in a folder, sources and runs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from records import passing_record

PLANTED = "370102190001010019"  # a valid check digit and nobody's number
MASKED = "370***********0019"
LABELS = ("线路名称", "站数")
# The dictionary as domain §2.9 writes it.
ITEMS = [
    {"name_zh": "线路名称", "name_en": "line", "type": "C", "length": 60, "required": True},
    {"name_zh": "站数", "name_en": "stops", "type": "I"},
]
ROWS = [["1路", "20"], ["2路", "30"]]


def new_code() -> str:
    """A code that no earlier run against the same portal has used."""
    return f"DOORS/{uuid.uuid4().hex[:10].upper()}"


def record(code: str, **more: Any) -> dict[str, Any]:
    """A catalogue record that passes every rule."""
    return passing_record(**{"title": f"演示公交线路 {code}", "identifier": code, "keywords": ["公交"], **more})


def table(rows: Sequence[Sequence[str]] = ROWS, labels: Sequence[str] = LABELS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([labels, *rows])
    return text.getvalue().encode("utf-8")


def upload(content: bytes, name: str = "线路.csv") -> io.BytesIO:
    """An open file as ckanapi sends it."""
    stream = io.BytesIO(content)
    stream.name = name
    return stream


def deliver(place: Path, record: dict[str, Any], rows: Sequence[Sequence[str]], **names: Any) -> None:
    """Write one delivery whole. ``names``: labels, file, title."""
    labels, file = names.get("labels", LABELS), names.get("file", "线路.csv")
    fields = [{"name": labels[0], "type": "string"}, {"name": labels[1], "type": "integer"}]
    fields += [{"name": label, "type": "string"} for label in labels[2:]]
    resource = {"name": "lines", "title": names.get("title", "线路"), "path": file, "schema": {"fields": fields}}
    package = {"name": "lines", "sd:record": record, "resources": [resource]}
    place.mkdir(parents=True, exist_ok=True)
    (place / file).write_bytes(table(rows, labels))
    (place / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    seal(place)


def seal(place: Path) -> None:
    """The manifest, over what lies there."""
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(place)}
    (place / "manifest.json").write_text(json.dumps(hashes, ensure_ascii=False), "utf-8")


def _files(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if path.name != "manifest.json"]


def readable(folder: Path) -> Path:
    """Open a temporary folder to the services' user, who reads sources."""
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.getuid():
            path.chmod(path.stat().st_mode | 0o055)
    return folder


def run_source(name: str, folder: Path, owner: str, *open_types: str) -> dict[str, Any]:
    """Register a folder (delegated if a review of some open type is put on record), run it, wait; its counts.

    Inside an application context; the portal's own worker does the work.
    """
    import datetime as dt

    from ckanext.sdopendata import ledger
    from ckanext.sdopendata.ledger.source_table import reviews_of

    mode = "delegated" if open_types else "manual"
    ledger.register_source(name, "file_drop", {"path": str(folder)}, owner, f"测试来源 {name}", mode, None, "off")
    if open_types and not reviews_of(name):
        ledger.store_review(name, "operator", dt.date.today(), list(open_types))
    run = ledger.start_run(name, "test")
    progress = until(lambda: (p := ledger.run_progress(run))["finished"] and p, 90)
    return dict(progress["counts"])


def forget(app: Any) -> None:
    """Take out what these tests published, so that those who come after see the seeds. The ledger's history stays."""
    import sqlalchemy as sa
    from ckan import model
    from ckan.lib import search
    from ckan.plugins import toolkit as tk
    from ckanext.sdopendata.publish import datastore

    with app.test_request_context():
        run = model.Session.execute
        mine = run(sa.text(f"SELECT id FROM sd_dataset WHERE {OURS}")).scalars().all()
        for dataset in mine:
            for resource in model.Session.query(model.Resource.id).filter_by(package_id=dataset):
                datastore.drop(resource.id)
            if model.Package.get(dataset) is not None:
                tk.get_action("dataset_purge")({"ignore_auth": True}, {"id": dataset})
            search.clear(dataset)
        for statement in FORGET:
            run(sa.text(statement))
        model.Session.commit()


OURS = "identifier LIKE 'DOORS/%'"
FORGET = (
    f"DELETE FROM sd_outbox WHERE dataset_id IN (SELECT id FROM sd_dataset WHERE {OURS})",
    f"DELETE FROM sd_item WHERE {OURS} OR source IN (SELECT name FROM sd_source WHERE title LIKE '测试来源 %')",
    f"UPDATE sd_dataset SET release_number = 0, draft = NULL WHERE {OURS}",
)


def until(condition: Callable[[], Any], seconds: float) -> Any:
    """What ``condition`` answers once it is true."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return answer
