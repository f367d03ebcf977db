"""The clock, a program of its own so that it outlives a worker: rings abandoned runs, starts due sources, repairs.

``python -m ckanext.sdopendata.scheduler CKAN_INI``
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from types import FrameType

log = logging.getLogger(__name__)

RECONCILE_EVERY = 20  # sweeps


def sweep(whole: bool = False) -> None:
    """One round. A step that fails is logged and tried again in the next round; it keeps no other from its work.

    :param whole: also what is long or rarely needed: the whole index against the database, files of crashed writers
    """
    from ckan import model

    from . import check, config
    from .publish import reconcile

    def repair() -> None:
        reconcile.work_off(older_than_seconds=config.sweep_seconds())

    rare = (reconcile.reconcile_index, reconcile.sweep_stage) if whole else ()
    for step in (live, ring, start_due, repair, reconcile.sweep_side_tables, check.sweep, *rare):
        try:
            step()
        except Exception:
            log.exception("%s failed; tried again in the next round", step.__name__)
        finally:
            model.Session.rollback()


def live() -> None:
    from .ledger import pulse

    pulse.beat(pulse.SCHEDULER)


def ring() -> None:
    """Wake a worker for each open run that nobody works on and no job in the queue stands for."""
    from . import config
    from .ledger import run_table

    left = run_table.abandoned(older_than_seconds=config.sweep_seconds())
    queued = run_table.queued() if left else set()
    for run_id in left:
        if run_id not in queued:
            run_table.ring(run_id)


def start_due() -> None:
    """Start what is due. One that somebody else has started meanwhile is being done."""
    from .ledger import run_table, source_table

    for name in source_table.due_sources():
        if run_id := run_table.begin_run(name, "schedule"):
            run_table.ring(run_id)


def main(ini: str) -> None:
    from ckan import model
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))
    stop = threading.Event()

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    from . import config

    rounds = 0
    while not stop.is_set():
        with app._wsgi_app.test_request_context():
            sweep(whole=rounds % RECONCILE_EVERY == 0)
            model.Session.remove()
            seconds = config.sweep_seconds()
        rounds += 1
        stop.wait(seconds)


if __name__ == "__main__":
    main(sys.argv[1])
