"""A name and something more in the same row: then a row is about somebody (detector D6, addresses D7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from harvesters.gate.batch import Batch
from harvesters.gate.findings import CAP
from harvesters.gate.rules.columns import Role
from harvesters.gate.rules.names import beyond_county, is_house, is_name, is_room, masked_address, masked_name
from harvesters.gate.rules.sensitive import normal
from harvesters.gate.rules.tally import Column, Tally

_REMEMBER = 50_000
_HOUSES = ("室", "单元", "栋", "幢", "号")
# Which hits make a name a person: for who acts for an institution, its telephone and address do not.
_WITH_PERSON = frozenset({"id", "id_old", "mobile", "card", "card_said", "plate", "landline", "passport"})
_WITH_AGENT = frozenset({"id", "id_old", "mobile", "card", "card_said", "passport"})
_NO_VALUE = frozenset({"", "-", "—", "--", "/", "无", "暂无", "不详", "未知", "NULL", "null", "N/A", "NaN"})

Pair = tuple[int, int, str]


class Persons:
    """Rows with a name, and what else stands in them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._named = [c for c in columns if c.role & (Role.PERSON | Role.AGENT)]
        self.about_persons = any(Role.PERSON in c.role for c in self._named)
        self._beside = [(c, kind) for c in columns if (kind := self._kind(c)) is not None]
        self._addresses = [c for c in columns if self._may_hold_address(c)]
        self._known: dict[tuple[bool, str], bool] = {}
        self.pairs: dict[Pair, Tally] = {}

    def look(self, batch: Batch, hits: Iterable[tuple[int, int, str]]) -> None:
        """A batch of raw rows, with the hits in it: (row, column, kind)."""
        self._homes(batch)
        if not self._named:
            return
        beside: dict[int, set[tuple[int, str]]] = {}
        for row, index, kind in hits:
            by_header = kind == "landline" and Role.PHONE in self._columns[index].role  # office or not, says the header
            if kind in _WITH_PERSON and not by_header:
                beside.setdefault(row, set()).add((index, kind))
        names = [(c, self._names(c, batch)) for c in self._named if c.index < len(batch.columns)]
        if any(rows for _, rows in names):
            self._by_header(batch, beside)
        for column, rows in names:
            agent = Role.PERSON not in column.role
            for row, name in rows.items():
                for index, kind in beside.get(row, ()):
                    if index != column.index and (not agent or self._leads_to_agent(index, kind)):
                        tally = self.pairs.setdefault((column.index, index, kind), Tally(CAP.whole))
                        tally.add(row, masked_name(name))

    def _kind(self, column: Column) -> str | None:
        """What a filled cell of the column says of a person, by the header alone."""
        kinds: Mapping[Role, str] = {Role.BIRTH: "birth", Role.NATION: "nation", Role.PHOTO: "photo"}
        for role, kind in kinds.items():
            if role in column.role:
                return kind
        if Role.OFFICE in column.role and Role.PHONE in column.role:
            return "office"
        return "phone" if Role.PHONE in column.role else None

    def _may_hold_address(self, column: Column) -> bool:
        elsewhere = Role.OFFICE | Role.INSTITUTION | Role.PERSON
        return Role.HOME in column.role or (self.about_persons and not column.role & elsewhere)

    def _names(self, column: Column, batch: Batch) -> dict[int, str]:
        strict = "姓名" not in column.label
        found: dict[int, str] = {}
        for row, cell in zip(batch.numbers, batch.columns[column.index], strict=True):
            if not cell:
                continue
            key = (strict, cell)
            known = self._known.get(key)
            if known is None:
                if len(self._known) >= _REMEMBER:
                    self._known.clear()
                known = self._known[key] = is_name(normal(cell), strict=strict)
            if known:
                found[row] = cell
                column.counts["names"] += 1
                if column.counts["names"] == 1:
                    column.hit("name", row, masked_name(cell))
        return found

    def _by_header(self, batch: Batch, beside: dict[int, set[tuple[int, str]]]) -> None:
        for column, kind in self._beside:
            if column.index >= len(batch.columns):
                continue
            for row, cell in zip(batch.numbers, batch.columns[column.index], strict=True):
                if not cell or "*" in cell or cell.strip() in _NO_VALUE:
                    continue
                told = (column.index, "mobile") in beside.get(row, ())
                if kind in ("phone", "office") and (told or sum(map(str.isdigit, cell)) < 7):
                    continue
                beside.setdefault(row, set()).add((column.index, kind))
        for column in self._addresses:
            if column.index >= len(batch.columns):
                continue
            home = bool(column.role & (Role.HOME | Role.ADDRESS))
            values = batch.columns[column.index]
            if not home and not any(word in "".join(values) for word in _HOUSES):
                continue
            for row, cell in zip(batch.numbers, values, strict=True):
                if cell and "*" not in cell and (beyond_county(cell) if home else is_house(normal(cell))):
                    beside.setdefault(row, set()).add((column.index, "address"))

    def _homes(self, batch: Batch) -> None:
        """Addresses down to the door (D7): in tables about persons, and wherever the header says that it is a home."""
        for column in self._addresses:
            if column.index >= len(batch.columns):
                continue
            values = batch.columns[column.index]
            if any(word in "".join(values) for word in (*_HOUSES, "-", "#")):
                for row, cell in zip(batch.numbers, values, strict=True):
                    if len(cell) > 5 and not cell.isascii() and is_room(normal(cell)):
                        column.hit("room", row, masked_address(cell))

    def _leads_to_agent(self, index: int, kind: str) -> bool:
        role = self._columns[index].role
        if kind == "mobile" and Role.OFFICE in role:
            return False
        return kind in _WITH_AGENT or kind == "birth" or (kind == "address" and Role.HOME in role)
