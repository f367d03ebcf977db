"""The checks of content over one table, batch by batch: what a value costs is paid once for each different one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from harvesters.gate.batch import Batch
from harvesters.gate.content import arithmetic, columns, divisions, levels, listed, neighbours, periods, series, words
from harvesters.gate.content.areas import Areas
from harvesters.gate.content.broken import Broken
from harvesters.gate.content.coordinates import Positions
from harvesters.gate.content.inferred import Inferred
from harvesters.gate.content.repeats import Repeats
from harvesters.gate.content.sections import Sections
from harvesters.gate.content.sentinels import Sentinels
from harvesters.gate.content.spelt import Spelt
from harvesters.gate.content.table import Content
from harvesters.gate.content.zones import Zones, beijing


class ContentWatch:
    """``declared``: whether a dictionary says what the columns hold. After :meth:`close`, what is proposed:
    ``repeated``, rows of the master (from 2) that are left out (Q18); :meth:`mended`, if ``mends``, its cells in other
    words (Q08, Q15, Q16, Q17), its coordinates exchanged (Q24)."""

    def __init__(self, table: Content, *, declared: bool) -> None:
        self._table, self._declared = table, declared
        self._inferred: Inferred | None = None
        self._repeats, self._areas = Repeats(table), Areas(table)
        self._positions, self._sections = Positions(table), Sections(table)
        self._broken, self._spelt = Broken(table), Spelt(table)
        self._sentinels, self._zones = Sentinels(table), Zones(table)
        self.repeated: list[int] = []
        self._words: dict[int, dict[str, str]] = {}
        self._exchange: tuple[int, int] | None = None
        self._moments: list[int] = []

    def see(self, batch: Batch) -> None:
        """A batch of clean rows."""
        if not self._declared:
            if self._inferred is None:
                self._inferred = Inferred(self._table.file, [c.spec for c in self._table.columns], batch)
                for column, kind in zip(self._table.columns, self._inferred.kinds, strict=True):
                    column.kind = kind
            batch = self._inferred.see(batch)
        self._table.see(batch)
        self._repeats.see(batch)
        self._areas.see(batch)
        self._positions.see(batch)
        self._sections.see(batch)
        self._broken.see(batch)
        self._spelt.see(batch)
        self._sentinels.see(batch)
        self._zones.see(batch)

    def close(self) -> None:
        """What the whole table says."""
        if self._repeats.close():
            self.repeated = self._repeats.extra
        areas = self._areas.close()
        self._sections.close()
        self._broken.close()
        self._exchange = self._positions.close()
        self._moments = self._zones.close()
        spelt = self._spelt.close()
        for found in (
            self._sentinels.close(),
            spelt,
            words.check(self._table),
            listed.check(self._table, spelt),
            areas,
        ):
            for index, said in found.items():
                self._words[index] = _together(self._words.get(index, {}), said)
        for check in (
            *(periods.check, series.check, neighbours.check, arithmetic.check, columns.check),
            *(divisions.check, levels.check),
        ):
            check(self._table)

    @property
    def mends(self) -> bool:
        """Whether a cell is to be changed as a proposal."""
        return bool(self._words or self._exchange or self._moments)

    def mended(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """The master's rows as proposed."""
        for cells in rows:
            for index, said in self._words.items():
                if index < len(cells):
                    cells[index] = said.get(cells[index], cells[index])
            for index in self._moments:
                if index < len(cells):
                    cells[index] = beijing(cells[index])
            if self._exchange is not None and max(self._exchange) < len(cells):
                a, b = self._exchange
                cells[a], cells[b] = cells[b], cells[a]
            yield cells


def _together(words: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """What is proposed for a column's values by two rules: never one value for another and back again."""
    more = {value: other for value, other in more.items() if other not in words and value not in words}
    return {**{value: more.get(other, other) for value, other in words.items()}, **more}
