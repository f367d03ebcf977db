"""The checks of content over one table, batch by batch: what a value costs is paid once for each different one."""

from __future__ import annotations

from harvesters.gate.batch import Batch
from harvesters.gate.content import arithmetic, columns, periods, series
from harvesters.gate.content.areas import Areas
from harvesters.gate.content.repeats import Repeats
from harvesters.gate.content.table import Content


class ContentWatch:
    """``repeated``: after :meth:`close`, rows of the master (from 2) that are left out as a proposal (Q18)."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._repeats, self._areas = Repeats(table), Areas(table)
        self.repeated: list[int] = []

    def see(self, batch: Batch) -> None:
        """A batch of clean rows."""
        self._table.see(batch)
        self._repeats.see(batch)
        self._areas.see(batch)

    def close(self) -> None:
        """What the whole table says."""
        if self._repeats.close():
            self.repeated = self._repeats.extra
        self._areas.close()
        for check in (periods.check, series.check, arithmetic.check, columns.check):
            check(self._table)
