"""Door 1: a slice of a run. Claim the source, judge what changed, promote in batches, move the cursor (DESIGN D2)."""

from __future__ import annotations

import dataclasses
import logging
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from harvesters import pipeline
from harvesters.contract import Judged, Outcome, Source
from harvesters.errors import HarvestError
from harvesters.failpoint import failpoint
from harvesters.gate.child import ChildGate
from harvesters.gate.judge import quarantined
from harvesters.sources import registry
from harvesters.stage import Stage

from . import config
from .ledger import run_table, source_table
from .ledger.portal import PortalLedger
from .model import Run
from .publish.faults import passing
from .publish.promote import Entry, LeaseLost, Result, promote

log = logging.getLogger(__name__)

# One transaction swaps them all, and each takes about eight of the server's locks (6,400 as installed).
BATCH_TABLES = 100


def build_source(row: dict[str, Any]) -> Source:
    """The registered source. A relative path starts from the seed folder. :raises SourceMisconfigured:"""
    options = dict(row["config"])
    seed = config.seed_path()
    if seed and "path" in options and not Path(options["path"]).is_absolute():
        options["path"] = str(seed / options["path"])
    return registry.build(row["kind"], options)


def run_slice(run_id: str) -> bool:
    """Work on a run for one bounded slice; True if another slice must follow. A second worker finds the lease taken."""
    run = model.Session.get(Run, run_id)
    if run is None or run.finished is not None:
        return False
    name = run.source
    epoch = source_table.claim(name, f"{socket.gethostname()}:{os.getpid()}", config.lease_seconds())
    if epoch is None:
        return False
    failpoint("harvest.claimed")
    with Heartbeat(name, epoch) as heartbeat:
        part = _Slice(run_id, name, epoch, heartbeat)
        try:
            return part.work()
        except LeaseLost:
            model.Session.rollback()
            log.warning("run %s: the lease on %s was lost; another worker goes on", run_id, name)
        except Exception as error:
            model.Session.rollback()
            if passing(error):
                raise  # the lease runs out, the sweeper rings again, the next slice goes on from the cursor
            part.give_up(error)
        return False


class _Slice:
    def __init__(self, run_id: str, name: str, epoch: int, heartbeat: Heartbeat) -> None:
        row = source_table.source(name)
        assert row is not None
        self.run_id, self.name, self.epoch, self.heartbeat = run_id, name, epoch, heartbeat
        self.row = row
        self.stage = Stage(config.stage_path())
        self.counts: Counter[str] = Counter()

    def work(self) -> bool:
        run = model.Session.get(Run, self.run_id, populate_existing=True)
        assert run is not None
        if run.finished is not None:  # another worker ended it while we waited for the lease
            source_table.release_lease(self.name, self.epoch)
            model.Session.commit()
            return False
        position, asked = run.position, run.created
        source = build_source(self.row)
        refs = pipeline.listing(source)
        run_table.begin(self.run_id, total=len(refs))
        self._fence()
        model.Session.commit()
        failpoint("harvest.listed")
        waiting = [ref for ref in refs if position is None or ref.guid > position]
        part = waiting[: config.slice_items()]
        deadline = time.monotonic() + config.slice_seconds()
        gate = ChildGate(seconds=config.gate_seconds())
        ledger = PortalLedger(self.row, asked)
        judged = ledger.noting(self.name, pipeline.judge_refs(source, self.name, part, ledger, self.stage, gate))
        last: str | None = None
        for batch in _batches(judged, config.batch_items(), deadline):
            self._settle(batch)
            last = batch[-1].guid
            if time.monotonic() > deadline:
                break
        more = bool(waiting) and last != waiting[-1].guid
        if not more:
            run_table.finish(self.run_id)
        self._fence()
        source_table.release_lease(self.name, self.epoch)
        model.Session.commit()
        failpoint("harvest.finished")
        return more

    def give_up(self, error: Exception) -> None:
        """What would only fail again ends the run, in words; the next run, by clock or by hand, tries anew."""
        detail: dict[str, Any]
        if isinstance(error, HarvestError):
            log.warning("run %s failed: %s", self.run_id, error)
            detail = {"code": error.code, "params": {k: str(v) for k, v in error.params.items()}}
        else:
            log.error("run %s failed", self.run_id, exc_info=error)
            detail = {"code": HarvestError.code, "params": {"class": type(error).__name__}}
        if source_table.fence(self.name, self.epoch):
            run_table.give_up(self.run_id, detail)
            source_table.release_lease(self.name, self.epoch)
        model.Session.commit()

    def _fence(self) -> None:
        """Before each commit. :raises LeaseLost: a worker that slept beyond its lease writes nothing any more (I-05)"""
        if self.heartbeat.lost or not source_table.fence(self.name, self.epoch):
            raise LeaseLost(source=self.name)

    def _settle(self, batch: list[Judged]) -> None:
        """One commit for the batch: releases, items, reports, counts and cursor together."""
        manual = self.row["review_mode"] != "delegated"
        others = []
        entries = []
        for judged in batch:
            if judged.outcome is Outcome.PUBLISHED and not manual:
                entries.append(Entry(judged, self.name, self.row["owner_org"]))
            elif judged.outcome is Outcome.PUBLISHED:
                others.append(dataclasses.replace(judged, outcome=Outcome.HELD))
            else:
                others.append(judged)

        def before_commit(results: list[Result]) -> None:
            ledger = PortalLedger(self.row)
            counts: Counter[str] = Counter(result.outcome.value for result in results)
            for result in results:
                if result.error is not None:
                    ledger.save(self.name, _failed(result))
            for judged in others:
                counts[judged.outcome.value] += 1
                if judged.report is not None or judged.error is not None:
                    ledger.save(self.name, judged)
            run_table.advance(self.run_id, batch[-1].guid, dict(counts))
            failpoint("harvest.cursor_moved")
            self._fence()

        self._quarantine(batch)
        promote(entries, self.stage, before_commit)

    def _quarantine(self, batch: list[Judged]) -> None:
        for judged in batch:
            if judged.report is None or judged.delivery is None:
                continue
            for sha256, code in quarantined(judged.report, judged.delivery.files).items():
                self.stage.quarantine(sha256, code)


class Heartbeat:
    """Renews the lease from a thread with a connection of its own; ``lost`` is set when another epoch has begun."""

    def __init__(self, source: str, epoch: int) -> None:
        self.source, self.epoch = source, epoch
        self.lost = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat {source}", daemon=True)
        self._every, self._seconds = config.heartbeat_seconds(), config.lease_seconds()
        self._engine = model.meta.engine

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(self._every):
            try:
                with self._engine.connect() as connection:
                    if not source_table.renew(connection, self.source, self.epoch, self._seconds):
                        self.lost = True
                        return
            except Exception:
                log.exception("heartbeat of %s failed; tried again in %s s", self.source, self._every)


def _batches(judged: Iterator[Judged], size: int, deadline: float) -> Iterator[list[Judged]]:
    """Groups of at most ``size`` items and ``BATCH_TABLES`` tables; a code that comes twice opens a new group, for one
    commit makes one release of it."""
    batch: list[Judged] = []
    codes: set[str] = set()
    tables = 0
    for one in judged:
        code = one.candidate.identifier if one.candidate else None
        more = len(one.candidate.tables) if one.candidate else 0
        full = len(batch) >= size or tables + more > BATCH_TABLES or time.monotonic() > deadline
        if batch and (full or code in codes):
            yield batch
            batch, codes, tables = [], set(), 0
        batch.append(one)
        tables += more
        if code:
            codes.add(code)
    if batch:
        yield batch


def _failed(result: Result) -> Judged:
    """A culprit that promote left out, as the ledger keeps it: reported, and tried again in the next run."""
    error = result.error
    if isinstance(error, HarvestError):
        detail: dict[str, Any] = {"code": error.code, "params": {k: str(v) for k, v in error.params.items()}}
    else:  # only CKAN's own words: what a database says quotes values and inner names (I-31)
        words = str(error.error_dict) if isinstance(error, tk.ValidationError) else type(error).__name__
        detail = {"code": "publish_refused", "params": {"detail": words[:500]}}
    judged = result.entry.judged
    return Judged(judged.guid, None, Outcome.FAILED, delivery=judged.delivery, error=detail)
