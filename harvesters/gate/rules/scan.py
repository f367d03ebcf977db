"""The detectors of :mod:`.sensitive` run over tables, records and names; what they find becomes findings."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate.batch import CELL, ROW, Batch
from harvesters.gate.findings import Findings
from harvesters.gate.rules.sensitive import Hit, hits, is_id_header, normal, old_ids, safe
from harvesters.gate.rules.terms import Terms

# Private use areas: glyphs of one vendor's font, that everybody else sees as empty boxes (Q30)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


class TableScan:
    """Looks at every cell of one file, raw and cleaned; a cell is reported once."""

    def __init__(
        self, file: str, labels: Sequence[str], *, terms: Terms, found: Findings, sheet: str | None = None
    ) -> None:
        self._file, self._labels, self._found, self._sheet = file, labels, found, sheet
        self._conditional = terms.conditional
        self._id_columns = [i for i, label in enumerate(labels) if is_id_header(label)]
        self._seen: set[tuple[int, int]] = set()

    def look(self, batch: Batch, *, again: bool = False) -> None:
        """Scan a batch; ``again``: rows of the last one after their cleaning."""
        if not again:
            self._seen.clear()
        plain = normal(batch.text)
        starts: list[int] = []
        for hit in hits(plain):
            starts = starts or _starts(plain)
            line = bisect.bisect_right(starts, hit.at) - 1
            self._report(batch.numbers[line], plain.count(CELL, starts[line], hit.at), hit)
        for index in self._id_columns:
            for row, cell in (
                zip(batch.numbers, batch.columns[index], strict=True) if index < len(batch.columns) else ()
            ):
                for value in old_ids(cell):
                    self._report(row, index, Hit("id_old", 0, value))
        if not again and any(map(_PRIVATE.match, batch.chars)):
            self._private(batch)

    def close(self, fields: Sequence[Mapping[str, Any]]) -> None:
        """All rows were seen: what needs the whole column is decided. ``fields``: their dictionary, if there is one."""

    def _report(self, row: int, index: int, hit: Hit) -> None:
        if (row, index) not in self._seen:
            self._seen.add((row, index))
            one = finding(hit, file=self._file, row=row, column=self._label(index), conditional=self._conditional)
            self._found.add(replace(one, sheet=self._sheet))

    def _private(self, batch: Batch) -> None:
        for row, cells in zip(batch.numbers, batch.cells, strict=True):
            for index, cell in enumerate(cells):
                char = _PRIVATE.search(cell)
                if char:
                    params = {
                        "reason": "private_use",
                        "character": f"U+{ord(char[0]):04X}",
                        "position": char.start() + 1,
                    }
                    place: dict[str, Any] = {"file": self._file, "row": row, "column": self._label(index)}
                    self._found.add(Finding("Q30", Severity.BLOCK, **place, value=safe(cell), params=params))

    def _label(self, index: int) -> str:
        return safe(self._labels[index], 60) if index < len(self._labels) else f"#{index + 1}"


def finding(
    hit: Hit,
    *,
    file: str | None = None,
    row: int | None = None,
    column: str | None = None,
    conditional: bool = False,
    field: str | None = None,
) -> Finding:
    """The finding for a hit. In conditionally open data a personal number needs a person's decision (G-15)."""
    params: dict[str, Any] = {"reason": f"{hit.kind}_in_text" if field else hit.kind}
    params |= {"field": field} if field else {}
    params |= {"word": hit.word} if hit.word else {}
    code, severity, lock = "G-10", Severity.BLOCK, True
    if hit.kind == "secret":
        code = "G-03"
    elif hit.kind == "marker":
        code, severity, lock = "G-03", Severity.REVIEW, False
    elif hit.kind == "id_shown":
        code, severity, lock = "G-13", Severity.REVIEW, False
    elif conditional and field is None:
        code, severity, lock = "G-15", Severity.REVIEW, False
    return Finding(code, severity, file=file, row=row, column=column, value=hit.value, params=params, quarantine=lock)


def look_at_texts(value: Any, name: str = "", *, file: str | None = None) -> Iterator[Finding]:
    """Every text in a record, a descriptor or a name, keys too: a person's number has no place there at all."""
    for place, text in _texts(value, name):
        for hit in hits(normal(text)):
            yield finding(hit, file=file, field=safe(place, 60) or "—")


def _texts(value: Any, place: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield place, str(value)
    elif depth < 64 and isinstance(value, Mapping):
        for key, inner in value.items():
            yield place, str(key)
            yield from _texts(inner, str(key), depth + 1)
    elif depth < 64 and isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, place, depth + 1)


def _starts(text: str) -> list[int]:
    starts, at = [0], text.find(ROW)
    while at >= 0:
        starts.append(at + 1)
        at = text.find(ROW, at + 1)
    return starts
