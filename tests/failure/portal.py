"""What a fault test does with its portal: first releases by hand, then a run by the real worker and scheduler."""

from __future__ import annotations

import contextlib
import shutil
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import deliveries
import sqlalchemy as sa
from dump import dump
from ground import DAY, Ground, wait_for
from programs import Program, commands

from deploy.local.place import free_port

SOURCE = "fault"


class Portal:
    def __init__(self, ground: Ground, app: Any, supervisord: Path) -> None:
        self.ground, self.app = ground, app
        self.folder = ground.home / "deliveries"
        self._commands = {
            name: [str(ground.ini) if word.endswith("/ckan.ini") else word for word in command]
            for name, command in commands(supervisord).items()
        }
        self._reviewed: str | None = None
        self.url = ""
        self.scheduler = self.start("scheduler")

    def close(self) -> None:
        self.scheduler.stop()

    def start(self, name: str, failpoint: str = "", within: Sequence[str] = ()) -> Program:
        """A program with its command line of ``config/supervisord.conf``, on this ground; started again when it dies.

        :param failpoint: ``name:action``, once
        :param within: a command that starts it
        """
        # marked as the stack's own: whatever happens to this test, `./portal down` of the stack stops it
        environment = {"CKAN_INI": str(self.ground.ini), "SD_SERVICE_OF": str(self.ground.stack)}
        if failpoint:
            marker = self.marker(failpoint)
            marker.unlink(missing_ok=True)
            environment |= {"SD_FAILPOINT": failpoint, "SD_FAILPOINT_ONCE": str(marker)}
        return Program([*within, *self._commands[name]], self.ground.home / f"{name}.log", environment)

    @contextlib.contextmanager
    def worker(self, failpoint: str = "", within: Sequence[str] = ()) -> Iterator[Program]:
        """A worker under way. Booting takes seconds: start it first."""
        program = self.start("worker", failpoint, within)
        try:
            yield program
        finally:
            program.stop()

    @contextlib.contextmanager
    def web(self) -> Iterator[tuple[Program, str]]:
        """The web on this ground, on a port of its own, once it answers; its address."""
        port = free_port()
        command = self._commands["web"]
        command[command.index("--bind") + 1] = f"127.0.0.1:{port}"
        self.url = f"http://127.0.0.1:{port}"
        program = self.start("web")
        try:
            wait_for("the web answers", self.web_answers, 90)
            yield program, self.url
        finally:
            program.stop()

    def web_answers(self) -> bool:
        with urllib.request.urlopen(f"{self.url}/api/3/action/status_show", timeout=10) as answer:
            return bool(answer.status == 200)

    @contextlib.contextmanager
    def clock(self, failpoint: str) -> Iterator[Program]:
        """The scheduler with a fault in place of the standing one."""
        self.scheduler.stop()
        self.scheduler = self.start("scheduler", failpoint)
        try:
            yield self.scheduler
        finally:
            self.scheduler.stop()
            self.scheduler = self.start("scheduler")

    def marker(self, failpoint: str) -> Path:
        """Exists once the failpoint was reached."""
        return self.ground.home / f"reached-{failpoint.partition(':')[0]}"

    def reached(self, failpoint: str) -> bool:
        return self.marker(failpoint).exists()

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        from ckan import model

        with self.app.test_request_context():
            try:
                yield
            finally:
                model.Session.rollback()
                model.Session.remove()

    # -- the work

    def begin(self) -> None:
        """An empty portal; the first deliveries are published in this process, without queue or fault."""
        self.ground.empty()
        shutil.rmtree(self.folder, ignore_errors=True)
        deliveries.first(self.folder)
        from ckan import model
        from ckanext.sdopendata import harvest, ledger
        from ckanext.sdopendata.ledger import run_table
        from ckanext.sdopendata.model import Run, Source

        with self.inside():
            registered = {"kind": "file_drop", "config": {"path": str(self.folder)}, "review_mode": "delegated"}
            registered["schedule"] = "off"  # runs are the test's
            model.Session.add(Source(name=SOURCE, owner_org=deliveries.OWNER, title="故障测试", **registered))
            model.Session.flush()
            # rung now, or the scheduler would find it abandoned and give it to the worker
            model.Session.add(Run(source=SOURCE, trigger="test", rung=sa.func.now()))
            model.Session.commit()
            run_id = run_table.open_run(SOURCE, "test")
            ledger.store_review(SOURCE, "operator", DAY, ["unconditional"])
            while harvest.run_slice(run_id):
                pass
            assert run_table.run_progress(run_id)["counts"]["published"] == 4

    def deliver_second(self) -> None:
        """The deliveries of the run under fault. The dictionary without the dropped table has been reviewed."""
        deliveries.second(self.folder)
        from ckanext.sdopendata import ledger

        with self.inside():
            if self._reviewed is None:
                self._reviewed = self._dictionary("b-table-dropped")
            ledger.store_review(SOURCE, "operator", DAY, ["unconditional"], self._reviewed)

    def start_run(self) -> str:
        from ckanext.sdopendata import ledger

        with self.inside():
            return ledger.start_run(SOURCE, "test")

    def ring(self, run_id: str) -> None:
        from ckanext.sdopendata.ledger import run_table

        with self.inside():
            run_table.ring(run_id)

    def run(self, seconds: float = 120) -> None:
        """A run from beginning to end, side effects included, by the worker and the scheduler."""
        self.finish(self.start_run(), seconds)

    def finish(self, run_id: str, seconds: float = 120) -> None:
        def finished() -> bool:
            return bool(self.ground.one("SELECT finished IS NOT NULL FROM sd_run WHERE id = %s", run_id))

        wait_for("the run ends", finished, seconds)
        self.settled(seconds)

    def settled(self, seconds: float = 120) -> None:
        """Nothing is promised any more, no side table is left, nobody works, the index shows what there is."""
        wait_for("the outbox is worked off", lambda: not self.ground.one("SELECT count(*) FROM sd_outbox"), seconds)
        wait_for("no side table is left", lambda: not [t for t in self.ground.tables() if t.startswith("_")], seconds)
        busy = "SELECT count(*) FROM sd_source WHERE lease_until IS NOT NULL"
        wait_for("no lease is held", lambda: not self.ground.one(busy), seconds)
        # Solr shows a commit a moment later, and after a kill it reads its own log first
        wait_for("the index is as the database", self._is_indexed, seconds)

    def _is_indexed(self) -> bool:
        return self.ground.released().items() <= self.ground.indexed().items()

    def dump(self, *forgotten: str) -> str:
        """The canonical dump, told without the values of the ``forgotten`` keys."""
        return dump(self.ground, self.app.test_client(), forgotten)

    def _dictionary(self, guid: str) -> str:
        """The hash of a delivery's dictionary as the gate understands it."""
        from ckanext.sdopendata import config, harvest, ledger
        from ckanext.sdopendata.ledger.portal import PortalLedger

        from harvesters import pipeline
        from harvesters.gate.child import ChildGate
        from harvesters.stage import Stage

        row = ledger.source(SOURCE)
        assert row is not None
        source = harvest.build_source(row)
        refs = [ref for ref in pipeline.listing(source) if ref.guid == guid]
        gate, stage = ChildGate(seconds=60), Stage(config.stage_path())
        (judged,) = pipeline.judge_refs(source, SOURCE, refs, PortalLedger(row), stage, gate)
        assert judged.candidate is not None
        return judged.candidate.dictionary
