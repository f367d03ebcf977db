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


def sweep() -> None:
    """One round. Whatever fails is logged and tried again in the next."""
    from . import config
    from .ledger import run_table, source_table
    from .publish import reconcile

    for run_id in run_table.abandoned(older_than_seconds=config.sweep_seconds()):
        run_table.ring(run_id)
    for name in source_table.due_sources():
        run_table.start_run(name, "schedule")
    reconcile.work_off(older_than_seconds=config.sweep_seconds())
    reconcile.sweep_side_tables()


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
    from .publish import reconcile

    rounds = 0
    while not stop.is_set():
        with app._wsgi_app.test_request_context():
            try:
                sweep()
                if rounds % RECONCILE_EVERY == 0:
                    reconcile.reconcile_index()
            except Exception:
                log.exception("sweep failed; tried again in the next round")
            finally:
                model.Session.rollback()
                model.Session.remove()
        rounds += 1
        with app._wsgi_app.app_context():
            seconds = config.sweep_seconds()
        stop.wait(seconds)


if __name__ == "__main__":
    main(sys.argv[1])
