"""The peer: stock CKAN with ckanext-harvest and the DataStore, in an environment of its own. ``python peer.py INI``.

Reads ``{"do": "first" | "unchanged", "url": remote, "tables": {resource id: {fields, records}}}`` lines, answers each
with seconds and counts. A job runs through ckanext-harvest's own stages; tables are then loaded by ``datastore_create``
with all rows in one call, which is the quickest of stock's ways.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SOURCE = "bench"


def main(ini: str) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))._wsgi_app
    with app.test_request_context():
        prepare()
        answers.write("ready\n")
        for line in sys.stdin:
            answers.write(json.dumps(work(json.loads(line))) + "\n")


def prepare() -> None:
    from ckan import model
    from ckan.cli import db

    model.repo.upgrade_db("head")
    for plugin in sorted(db._get_pending_plugins()):
        with db._repo_for_plugin(plugin) as repo:
            repo.upgrade_db("head")
    act("organization_create", name="bench-org", title="对照部门")


def act(action: str, **data: Any) -> Any:
    from ckan.plugins import toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"ignore_auth": True, "user": user}, data)


def work(request: dict[str, Any]) -> dict[str, Any]:
    from ckan import model
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestObjectError

    from bench.meter import Meter

    if request["do"] == "first":
        name = f"{SOURCE}-{uuid.uuid4().hex[:8]}"
        made = {"url": f"{request['url']}/{name}", "name": name, "title": name, "source_type": "ckan"}
        made["frequency"] = "MANUAL"
        work.source = act("harvest_source_create", **made, owner_org="bench-org", config='{"force_all": true}')["id"]  # type: ignore[attr-defined]
    job = HarvestJob.get(act("harvest_job_create", source_id=work.source, run=False)["id"])  # type: ignore[attr-defined]
    meter = Meter()
    started = time.perf_counter()
    with meter.running():
        objects = queue.gather_stage(queue.get_harvester("ckan"), job)
        for object_id in objects:
            body = json.dumps({"harvest_object_id": object_id})
            queue.fetch_callback(Channel(), queue.FakeMethod(body), None, body)
        if errors := model.Session.query(HarvestObjectError.message).all():
            raise RuntimeError(str(errors[:3]))
        if request["do"] == "first":
            for resource_id, table in request["tables"].items():
                act("datastore_create", resource_id=resource_id, force=True, **table)
    seconds = time.perf_counter() - started
    states = [HarvestObject.get(object_id) for object_id in objects]
    reports = sorted({(one.state, one.report_status) for one in states})
    job = HarvestJob.get(job.id)
    job.status = "Finished"
    job.save()
    model.Session.remove()
    return {"seconds": seconds, "counts": dict(meter.counts), "objects": len(objects), "reports": reports}


class Channel:
    """Where the queue's messages are acknowledged."""

    def basic_ack(self, message: Any) -> None:
        return None


if __name__ == "__main__":
    main(sys.argv[1])
