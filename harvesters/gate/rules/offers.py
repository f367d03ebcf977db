"""G-20: for a column that blocks because of persons, how it can be masked: in words, and as it would look. Always on a
copy; the file that was handed in stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harvesters.contract import Finding, Severity
from harvesters.gate.rules.tally import Column

# What was found → the way to mask it; its sentence stands under G-20.<way>.
WAYS = {
    "id": "id",
    "id_old": "id",
    "mobile": "mobile",
    "phone": "phone",
    "landline": "phone",
    "card": "card",
    "card_said": "card",
    "room": "address",
    "address": "address",
    "birth": "date",
    "name": "name",
    "trace": "trace",
    "nation": "column",
    "photo": "column",
    "plate": "plate",
    "passport": "id",
}
_EXAMPLES = {
    "id": "370***********0019",
    "mobile": "138****8000",
    "phone": "0531-****5678",
    "card": "622************0010",
    "address": "济南市历下区",
    "date": "1990",
    "name": "张*",
    "plate": "鲁A***5",
    "trace": "a3f5…（带密钥的散列）",
    "column": "",
}


def offers(
    file: str, sheet: str | None, columns: Sequence[Column], blocked: Sequence[tuple[int, str]]
) -> Iterator[Finding]:
    """One offer for each column and way. ``blocked``: (column, kind of hit) of what blocks."""
    told: set[tuple[int, str]] = set()
    for index, kind in sorted(blocked):
        way = WAYS.get(kind)
        if way is None or (index, way) in told:
            continue
        told.add((index, way))
        params = {"reason": way, "example": _EXAMPLES[way]}
        yield Finding("G-20", Severity.INFO, file=file, sheet=sheet, column=columns[index].shown, params=params)
