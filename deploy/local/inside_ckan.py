"""The process inside CKAN's application context: reads ``{"do": NAME, "with": {…}}`` lines, answers in JSON lines.

Started by :class:`deploy.local.inside.Inside` with CKAN_INI set.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from deploy.local.say import Failure

log = logging.getLogger("ckanext.sdopendata.local")


def setup(accounts: list[dict[str, Any]]) -> dict[str, str]:
    from deploy.local import setup as steps

    return steps.run(accounts)


def register(sources: list[dict[str, Any]]) -> None:
    from deploy.local import setup as steps

    for source in sources:
        steps.register(source)


def organisations() -> list[str]:
    from ckan import model

    query = model.Session.query(model.Group.name).filter_by(is_organization=True, state="active")
    return sorted(name for (name,) in query)


def sources() -> list[dict[str, Any]]:
    from ckanext.sdopendata import ledger

    found: list[dict[str, Any]] = ledger.list_sources()
    return found


def start(names: list[str], trigger: str) -> dict[str, str]:
    """Source → id of its run, begun or joined."""
    from ckanext.sdopendata import ledger

    return {name: ledger.join_run(name, trigger) for name in names}


def start_one(name: str, trigger: str) -> dict[str, str]:
    """The same for one source, refused while it is being harvested."""
    from ckanext.sdopendata import ledger

    from harvesters.messages import fix, sentence

    try:
        return {name: ledger.start_run(name, trigger)}
    except ledger.RunOpen as error:
        raise Failure(sentence(error.code, error.params) + "。", fix(error.code, error.params) + "。") from error


def schedule(name: str, text: str | None) -> dict[str, Any]:
    """When a source is harvested, changed first if ``text`` says so."""
    from ckanext.sdopendata import ledger

    from harvesters.schedule import parse

    if text is not None:
        ledger.set_schedule(name, parse(text))
    (found,) = [source for source in ledger.health()["sources"] if source["name"] == name]
    return {key: found[key] for key in ("schedule", "schedule_words", "next_run")}


def progress(runs: dict[str, str]) -> dict[str, dict[str, Any]]:
    from ckanext.sdopendata import ledger

    return {source: ledger.run_progress(run) for source, run in runs.items()}


def figures() -> dict[str, Any]:
    from ckanext.sdopendata import ledger

    health = ledger.health()
    return {"counts": ledger.portal_counts(), **health, "alerts": [*ledger.alerts(), *health["alerts"]]}


def review(source: str, officer: str, open_types: list[str]) -> None:
    from ckanext.sdopendata import ledger

    ledger.store_review(source, officer, dt.date.today(), open_types)


def dry_run(name: str) -> list[dict[str, Any]]:
    """Judge each delivery of a source as a run would; nothing is published or remembered, its bytes are thrown away."""
    from ckanext.sdopendata import config, harvest, ledger
    from ckanext.sdopendata.ledger.portal import PortalLedger

    from harvesters import pipeline
    from harvesters.gate.child import ChildGate
    from harvesters.messages import finding_json, sentence
    from harvesters.stage import Stage
    from harvesters.state import MemoryLedger

    row = ledger.source(name)
    if row is None:
        raise Failure(f"没有名为“{name}”的来源。", "运行 ./portal harvest list 查看。")
    source = harvest.build_source(row)
    answer = []
    with tempfile.TemporaryDirectory(prefix="dry-run-") as folder:
        stage = Stage(Path(folder))
        gate = ChildGate(seconds=config.gate_seconds())
        memory = MemoryLedger(lambda _, delivery: PortalLedger(row).gate_context(name, delivery))
        for judged in pipeline.judge_refs(source, name, pipeline.listing(source), memory, stage, gate):
            findings = judged.report.findings if judged.report else ()
            words = [f"{f.code} {finding_json(f)['message']}" for f in findings]
            words += [sentence(str(judged.error["code"]), judged.error["params"])] if judged.error else []
            answer.append({"guid": judged.guid, "outcome": judged.outcome.value, "words": " ".join(words)})
    return answer


COMMANDS = {
    f.__name__: f
    for f in (
        *(setup, register, organisations, sources, start, start_one, schedule, progress, figures, review, dry_run),
    )
}


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever prints goes to the log: only answers leave by the pipe

    def answer(**message: Any) -> None:
        answers.write(json.dumps(message, ensure_ascii=False, default=str) + "\n")

    from ckan import model
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(os.environ["CKAN_INI"]))
    with app._wsgi_app.test_request_context():
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer(done=COMMANDS[request["do"]](**request["with"]))
            except Failure as failure:
                answer(failed=[failure.what, failure.fix])
            except Exception as error:
                log.exception("%s failed", request["do"])
                words = f"{request['do']}：{type(error).__name__}: {error}"
                answer(failed=[words[:600], "看日志 setup.log（./portal logs setup），处理后再运行一次。"])
            finally:
                model.Session.rollback()


if __name__ == "__main__":
    main()
