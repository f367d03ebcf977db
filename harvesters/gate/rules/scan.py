"""Every cell, raw and cleaned, before the detectors: what they find is counted by column, and judged when the last row
was seen (:mod:`.verdicts`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate.batch import CELL, ROW, Batch
from harvesters.gate.findings import Findings
from harvesters.gate.rules import numbers, places
from harvesters.gate.rules.columns import Role
from harvesters.gate.rules.groups import Groups
from harvesters.gate.rules.markers import marks
from harvesters.gate.rules.persons import Persons
from harvesters.gate.rules.sensitive import Hit, half_masked, ids, mask, normal, old_ids, safe
from harvesters.gate.rules.tally import Column, column
from harvesters.gate.rules.terms import Terms
from harvesters.gate.rules.traces import Traces
from harvesters.gate.rules.verdicts import Verdicts, in_text, look_at_codes

# Private use areas: glyphs of one vendor's font, that everybody else sees as empty boxes (Q30)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SHORTEST = 11
_LONG = 9  # digits of figures among which one of eleven is nothing special
_STARS = "*×●■#•"
_NUMERIC = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_CARD_SAID = re.compile(r"(?:卡号|[账帐]号|银行|开户|[账帐]户)[^\x1f]{0,20}$")


class TableScan:
    """Looks at every cell of one table; a cell is counted once for each kind of hit."""

    def __init__(
        self, file: str, labels: Sequence[str], *, terms: Terms, found: Findings, sheet: str | None = None
    ) -> None:
        self._file, self._found, self._sheet, self._terms = file, found, sheet, terms
        self._columns = [column(index, label) for index, label in enumerate(labels)]
        self._persons = Persons(self._columns)
        self._places = places.Places(self._columns)
        self._traces = Traces(self._columns, f"{file} {terms.about}")
        self._groups = Groups(self._columns, terms.about)
        self._seen: set[tuple[int, int, str]] = set()

    def look(self, batch: Batch, *, again: bool = False) -> None:
        """Scan a batch; ``again``: rows of the last one after their cleaning."""
        if not again:
            self._seen.clear()
        hits: list[tuple[int, int, str]] = []
        while len(self._columns) < len(batch.columns):
            self._columns.append(column(len(self._columns), None))
        for one, values in zip(self._columns, batch.columns, strict=False):
            filled = len(values) - values.count("")
            if filled:
                joined = _joined(batch, values)
                text = normal(joined)
                if not again:
                    self._count(one, batch, values, filled)
                    if numbers.all_landlines(text):  # then no other kind is among them
                        hits += self._landlines(one, batch, text)
                        continue
                for row, hit in self._hits(one, batch, values, text, changed=text is not joined):
                    key = (row, one.index, hit.kind)
                    if key not in self._seen:
                        self._seen.add(key)
                        one.hit(hit.kind, row, hit.value)
                        hits.append(key)
        if not again:
            self._persons.look(batch, hits)
            self._places.look(batch)
            self._traces.look(batch)
            self._groups.look(batch)
            if any(map(_PRIVATE.match, batch.chars)):
                self._private(batch)

    def close(self, fields: Sequence[Mapping[str, Any]] = (), crs: str = "") -> None:
        """All rows were seen: what needs the whole column is decided. ``fields``: their dictionary, if there is one;
        ``crs``: the system of coordinates that the file or its resource names."""
        places.check(
            self._file,
            self._places,
            self._columns,
            fields,
            crs or self._terms.crs,
            bare=self._terms.bare,
            found=self._found,
        )
        Verdicts(self._file, self._sheet, self._columns, self._persons, self._groups, self._terms, self._found).close()

    def _count(self, one: Column, batch: Batch, values: Sequence[str], filled: int) -> None:
        one.filled += filled
        if Role.USCC in one.role:
            look_at_codes(one, batch.numbers, [normal(cell) for cell in values])
        if one.first_row is None:
            one.first_row = next(row for row, cell in zip(batch.numbers, values, strict=True) if cell)

    def _landlines(self, one: Column, batch: Batch, text: str) -> list[tuple[int, int, str]]:
        cells = {row: cell for row, cell in zip(batch.numbers, text.split(CELL), strict=True) if cell}
        one.hit_all("landline", cells, map(mask, cells.values()))
        keys = [(row, one.index, "landline") for row in cells]
        self._seen.update(keys)
        return keys

    def _hits(
        self, one: Column, batch: Batch, values: Sequence[str], text: str, *, changed: bool
    ) -> Iterator[tuple[int, Hit]]:
        plain = text.isascii()
        found: list[Hit] = []
        longest = max(map(len, values))
        if longest >= _SHORTEST or (changed and longest * 2 >= _SHORTEST):
            found += self._numbers(one, text, values)
        if not plain:
            found += marks(text)
            if "身份证" in text or "证件号" in text:
                found += (Hit("id_old", match, value) for match, value in _said(text))
        if not plain or "@" in text or "QQ" in text or "qq" in text:
            found += numbers.others(text)
        if any(map(text.__contains__, _STARS)):
            found += half_masked(text)
        yield from _placed(found, text, batch)
        if Role.ID in one.role:
            for row, cell in zip(batch.numbers, values, strict=True):
                yield from ((row, Hit("id_old", 0, value)) for value in old_ids(cell))

    def _numbers(self, one: Column, text: str, values: Sequence[str]) -> Iterator[Hit]:
        """Long stretches of digits: numbers of persons, mobiles, cards, landlines."""
        sampled = False
        for match in numbers.RUN.finditer(text):
            run, start, end = match[0], match.start(), match.end()
            if len(run) < 15 and numbers.is_landline(run):
                yield Hit("landline", start, mask(run))
                continue
            if len(run) >= 17:
                yield from ids(text, start, end + 8)
            for hit in numbers.mobiles(text, start, end + 2):
                if not sampled:
                    sampled = True
                    one.sampled += len(values) - values.count("")
                    one.numeric += sum(_NUMERIC.fullmatch(cell) is not None for cell in values)
                    one.long += sum(len(cell) >= _LONG and _NUMERIC.fullmatch(cell) is not None for cell in values)
                if run.isdigit() and text[start - 1 : start] in ("", CELL) and text[end : end + 1] in ("", CELL):
                    one.whole.add(int(run[-11:]))
                yield hit
            for hit in numbers.cards(run, start):
                if hit.kind == "long":
                    one.counts["long"] += 1
                else:
                    said = _CARD_SAID.search(text, max(0, start - 30), start) is not None
                    yield Hit("card_said" if said else "card", start, hit.value)

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
                    place: dict[str, Any] = {"file": self._file, "sheet": self._sheet, "row": row}
                    place["column"] = self._columns[index].shown
                    self._found.add(Finding("Q30", Severity.BLOCK, **place, value=safe(cell), params=params))


def _joined(batch: Batch, values: Sequence[str]) -> str:
    if batch.holds_separators:
        values = [cell.replace(CELL, "").replace(ROW, "") for cell in values]
    return CELL.join(values)


def _placed(hits: Sequence[Hit], text: str, batch: Batch) -> Iterator[tuple[int, Hit]]:
    """Each hit with its row."""
    line, at = 0, 0
    for hit in sorted(hits, key=lambda hit: hit.at):
        line += text.count(CELL, at, hit.at)
        at = hit.at
        yield batch.numbers[line], hit


def _said(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for cell in text.split(CELL):
        for value in old_ids(cell, said=True):
            yield at, value
        at += len(cell) + 1


def look_at_texts(value: Any, name: str = "", *, file: str | None = None) -> Iterator[Finding]:
    """Every text in a record, a descriptor or a name, keys too: a person's number has no place there at all."""
    for place, text in _texts(value, name):
        plain = normal(text)
        found = [*ids(plain), *half_masked(plain), *marks(plain, prose=place in PROSE)]
        found += (Hit("id_old", at, shown) for at, shown in _said(plain))
        if place not in _CONTACTS:
            found += numbers.mobiles(plain)
        for hit in found:
            one = in_text(hit, safe(place, 60) or "—", file)
            if one is not None:
                yield one


# Where sentences stand that say of the data that they are 仅供参考
PROSE = frozenset({"notes", "description", "share_use", "attribution", "service_info", "open_condition", "rights"})
# Inner contacts are never published; G-31 looks at the public one.
_CONTACTS = frozenset({"contact_person", "contact_person_phone", "contact_dept_phone"})


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
