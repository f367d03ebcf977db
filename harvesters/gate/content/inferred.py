"""What the columns of a file without a dictionary hold (declared > inferred, domain §5): figures, days, months, years.

It only opens the eyes of the checks of content; the table itself stays text, and no value is judged by a guessed type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from harvesters.catalogue.items import NUMERIC
from harvesters.gate import dates
from harvesters.gate.batch import Batch
from harvesters.gate.cleaning import MARKS, Cleaner
from harvesters.gate.content.periods import is_period_label, way
from harvesters.gate.findings import Findings
from harvesters.gate.schema import AUTO_MISSING, is_code

_FIGURE = re.compile(r"[-+]?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?", re.ASCII)
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3}){1,4}(?:\.\d{1,12})?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.0+)?", re.ASCII)
_NONE = frozenset({"", *AUTO_MISSING, *MARKS})
_KINDS = {
    **dict.fromkeys(("2023", "2023年"), "year"),
    **dict.fromkeys(("2023-02", "2023/02", "2023.02", "2023年2月", "202302"), "yearmonth"),
}
_LEAST, _MOSTLY = 4, 0.8
_DAYS = dates.reader({"type": "date"})


class Inferred:
    """``kinds``: the types that the first rows show, column by column; ``see``: rows as those types read them."""

    def __init__(self, file: str, fields: Sequence[Mapping[str, Any]], first: Batch) -> None:
        columns = [*first.columns, *([()] * len(fields))]
        self.kinds = [_kind(one, cells) for one, cells in zip(fields, columns, strict=False)]
        typed = [{**one, "type": kind} for one, kind in zip(fields, self.kinds, strict=True)]
        # what the cleaning says of a guessed type is nobody's fault
        self._cleaner = Cleaner(file, typed, (AUTO_MISSING,) * len(fields), Findings())

    def see(self, batch: Batch) -> Batch:
        return self._cleaner.clean(batch)[0]


def kind_of_all(field: Mapping[str, Any], cells: Sequence[str]) -> str:
    """The type that every value of a column agrees with, as may be declared for it; ``string`` if there is none."""
    kind = _kind(field, cells)
    if kind in NUMERIC:
        values = [text for cell in cells if (text := unicodedata.normalize("NFKC", cell).strip()) not in _NONE]
        return kind if all(_FIGURE.fullmatch(value) or _GROUPED.fullmatch(value) for value in values) else "string"
    return kind


def _kind(field: Mapping[str, Any], cells: Sequence[str]) -> str:
    label = str(field["name"])
    values = [text for cell in cells if (text := unicodedata.normalize("NFKC", cell).strip()) not in _NONE]
    if len(values) < _LEAST:
        return "string"
    ways = {way(value) for value in values}
    if len(ways) == 1 and is_period_label(label) and (kind := _KINDS.get(str(next(iter(ways))))):
        return kind
    if len(ways - {None}) <= 1 and all(map(_is_day, values)):
        return "date"
    if all(map(_MOMENT.fullmatch, values)):
        return "datetime"
    figures = [value for value in values if _FIGURE.fullmatch(value) or _GROUPED.fullmatch(value)]
    if is_code(field) or len(figures) < _MOSTLY * len(values):
        return "string"
    return "number" if any("." in value for value in figures) else "integer"


def _is_day(text: str) -> bool:
    if dates.in_form("date", text, 1):
        return True
    form = _DAYS(text) if _DAYS is not None and not text.isdigit() else None
    return form is not None and not form.ask
