"""The process inside CKAN's application context: reads ``{"do": NAME, "with": {…}}`` lines, answers in JSON lines.

Started by :class:`deploy.local.inside.Inside` with CKAN_INI set.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
from typing import Any

from deploy.local.say import Failure

log = logging.getLogger("ckanext.sdopendata.local")


def setup(accounts: dict[str, dict[str, Any]]) -> dict[str, str]:
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

    return ledger.list_sources()


def start(names: list[str], trigger: str) -> dict[str, str]:
    """Source → id of its run, begun or joined."""
    from ckanext.sdopendata import ledger

    return {name: ledger.start_run(name, trigger) for name in names}


def progress(runs: dict[str, str]) -> dict[str, dict[str, Any]]:
    from ckanext.sdopendata import ledger

    return {source: ledger.run_progress(run) for source, run in runs.items()}


def figures() -> dict[str, Any]:
    from ckanext.sdopendata import ledger

    return {"counts": ledger.portal_counts(), "alerts": ledger.alerts()}


def review(source: str, officer: str, open_types: list[str]) -> None:
    from ckanext.sdopendata import ledger

    ledger.store_review(source, officer, dt.date.today(), open_types)


COMMANDS = {f.__name__: f for f in (setup, register, organisations, sources, start, progress, figures, review)}


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
