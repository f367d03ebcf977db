"""A table before it is written, and the words and numbers that such tables are full of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from harvesters.catalogue.codelists import Region, regions
from harvesters.catalogue.uscc import ALPHABET, check_digit, organisation_check_digit

Row = list[str]
Field = dict[str, Any]
RARE = "䶮㐂𠮷堃玥翀喆甪"
LATEST = dt.date(2026, 10, 31)


@dataclass(frozen=True)
class Table:
    """Cells as text, as the master is to hold them. ``record``: what differs in the record."""

    title: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    key: tuple[str, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)

    def column(self, label: str) -> int:
        return [one["name"] for one in self.fields].index(label)

    def with_cell(self, row: int, label: str, value: str) -> Table:
        """``row`` from 0."""
        rows = [list(cells) for cells in self.rows]
        rows[row][self.column(label)] = value
        return replace(self, rows=tuple(rows))

    def with_column(self, spec: Field, values: Sequence[str]) -> Table:
        rows = tuple([*cells, value] for cells, value in zip(self.rows, values, strict=True))
        return replace(self, fields=(*self.fields, spec), rows=rows)


def text(name: str, **limits: Any) -> Field:
    return {"name": name, "type": "string", **({"constraints": limits} if limits else {})}


def number(name: str, unit: str = "", kind: str = "number", **limits: Any) -> Field:
    spec: Field = {"name": name, "type": kind, **({"sd:unit": unit} if unit else {})}
    return {**spec, **({"constraints": limits} if limits else {})}


def day(name: str) -> Field:
    return {"name": name, "type": "date"}


def made(
    title: str, fields: Sequence[Field], dice: Random, cells: Callable[[int], Row], count: tuple[int, int], **more: Any
) -> Table:
    return Table(title, tuple(fields), tuple(cells(n) for n in range(dice.randint(*count))), **more)


def counties() -> list[Region]:
    """Those of today; of each name one."""
    named = {region.zh: region for region in regions().values() if region.level == "county" and region.current}
    return list(named.values())


def place(dice: Random) -> tuple[str, str, str]:
    """City, county, and the county's code."""
    one = dice.choice([region for region in regions().values() if region.level == "county" and region.current])
    return regions()[one.parent].zh, one.zh, one.code


def road(dice: Random) -> str:
    name = dice.choice(("经十路", "泉城路", "香港中路", "人民路", "北海路", "解放东街", "银雀山路", "南坛路", "新华街"))
    return f"{name}{dice.randint(1, 999)}号"


def landline(dice: Random) -> str:
    area = dice.choice(("0531", "0532", "0533", "0535", "0536", "0539"))
    return f"{area}-{dice.randint(2, 8)}{dice.randrange(10**7):07d}"


def uscc(dice: Random, first: str = "91") -> str:
    area = place(dice)[2]
    letters = ALPHABET.replace("Z", "")
    body = "MA3" + "".join(dice.choice(letters) for _ in range(5))
    seventeen = f"{first}{area}{body}{organisation_check_digit(body)}"
    # an X of the inner check stands in the outer alphabet, every other sign too
    return seventeen + check_digit(seventeen)


def person_id(dice: Random) -> str:
    """A number that passes the arithmetic, of somebody born in 1900."""
    seventeen = f"370102{1900}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{dice.randint(1, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return seventeen + "10X98765432"[sum(w * int(d) for w, d in zip(weights, seventeen, strict=True)) % 11]


def card(dice: Random) -> str:
    body = f"622202{dice.randrange(10**12):012d}"
    total = 0
    for n, char in enumerate(reversed(body)):
        value = int(char) * (2 if n % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def mobile(dice: Random) -> str:
    return f"1{dice.choice('35789')}{dice.randrange(10**9):09d}"


def date(dice: Random, first: int = 2010) -> str:
    start = dt.date(first, 1, 1)
    return (start + dt.timedelta(dice.randrange((LATEST - start).days))).isoformat()


def maybe(dice: Random, value: str, share: float = 0.8) -> str:
    return value if dice.random() < share else ""


def decimal(dice: Random, low: float, high: float, places: int = 2) -> str:
    return f"{dice.uniform(low, high):.{places}f}"
