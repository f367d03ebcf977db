"""What a harvest remembers between runs. The portal's ledger implements :class:`Ledger` in PostgreSQL; two small
ones are here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Protocol

from harvesters.contract import Delivery, GateContext, ItemState, Judged, Outcome, today

ContextOf = Callable[[str, Delivery], GateContext]
_STANDING = (Outcome.UNCHANGED, Outcome.HELD, Outcome.RETURNED)
_QUERY_SIZE = 500


class Ledger(Protocol):
    """The memory of one or more sources. ``save`` is durable when it returns."""

    def states(self, source: str, guids: Iterable[str]) -> dict[str, ItemState]: ...

    def gate_context(self, source: str, delivery: Delivery) -> GateContext: ...

    def save(self, source: str, judged: Judged) -> None: ...


def next_state(known: ItemState | None, judged: Judged) -> ItemState | None:
    """The state to remember after ``judged``; None if nothing is to be written (an unchanged item costs no write,
    I-06).

    A failed or skipped item forgets its mark and rules version: it is looked at again in every run until it is judged.
    """
    if judged.report is None and judged.error is None and judged.outcome in _STANDING:
        return None
    content = judged.candidate.content_hash if judged.candidate else (known.content_hash if known else None)
    if judged.report is None:
        state = ItemState(mark=None, outcome=judged.outcome, content_hash=content, rules_version=None)
    else:
        state = ItemState(judged.mark, judged.outcome, content, judged.report.rules_version)
    return None if state == known else state


def today_context(source: str, delivery: Delivery) -> GateContext:
    """Without a portal nothing is known but the date; rules that need more say not_checked."""
    return GateContext(as_of=today())


class MemoryLedger:
    """Forgets with the process: for one run by hand, and for tests."""

    def __init__(self, context_of: ContextOf = today_context) -> None:
        self._context_of = context_of
        self._items: dict[tuple[str, str], ItemState] = {}

    def states(self, source: str, guids: Iterable[str]) -> dict[str, ItemState]:
        return {guid: self._items[source, guid] for guid in guids if (source, guid) in self._items}

    def gate_context(self, source: str, delivery: Delivery) -> GateContext:
        return self._context_of(source, delivery)

    def save(self, source: str, judged: Judged) -> None:
        state = next_state(self._items.get((source, judged.guid)), judged)
        if state is not None:
            self._items[source, judged.guid] = state


class SqliteLedger:
    """One file on a department's own machine. Each save is one durable transaction (WAL, full sync)."""

    def __init__(self, path: Path, context_of: ContextOf = today_context) -> None:
        self._context_of = context_of
        self._db = sqlite3.connect(path, timeout=30.0, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS item (source TEXT NOT NULL, guid TEXT NOT NULL, mark TEXT,"
            " outcome TEXT NOT NULL, content_hash TEXT, rules_version TEXT, PRIMARY KEY (source, guid)) WITHOUT ROWID"
        )

    def __enter__(self) -> SqliteLedger:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def states(self, source: str, guids: Iterable[str]) -> dict[str, ItemState]:
        wanted = sorted(set(guids))
        found: dict[str, ItemState] = {}
        for start in range(0, len(wanted), _QUERY_SIZE):
            part = wanted[start : start + _QUERY_SIZE]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(
                "SELECT guid, mark, outcome, content_hash, rules_version FROM item"
                f" WHERE source = ? AND guid IN ({marks})",
                (source, *part),
            )
            for guid, mark, outcome, content, rules in rows:
                found[guid] = ItemState(mark, Outcome(outcome), content, rules)
        return found

    def gate_context(self, source: str, delivery: Delivery) -> GateContext:
        return self._context_of(source, delivery)

    def save(self, source: str, judged: Judged) -> None:
        state = next_state(self.states(source, [judged.guid]).get(judged.guid), judged)
        if state is None:
            return
        self._db.execute(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, guid) DO UPDATE SET mark = excluded.mark,"
            " outcome = excluded.outcome, content_hash = excluded.content_hash, rules_version = excluded.rules_version",
            (source, judged.guid, state.mark, state.outcome.value, state.content_hash, state.rules_version),
        )
