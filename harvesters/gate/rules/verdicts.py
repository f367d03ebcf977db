"""From hits to findings: which rule speaks, and how hard (domain §5.3: G-03, G-10 to G-15).

Thresholds of G-11: one cell in a table about persons, three elsewhere. In conditionally open data a person decides
on what would block (G-15); marks of secrecy block everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harvesters.catalogue.record import FIELDS
from harvesters.catalogue.uscc import uscc_problem
from harvesters.contract import Finding, Severity
from harvesters.gate.findings import Findings
from harvesters.gate.rules.columns import Role, private
from harvesters.gate.rules.groups import Groups, K
from harvesters.gate.rules.offers import offers
from harvesters.gate.rules.persons import Pair, Persons
from harvesters.gate.rules.sensitive import Hit
from harvesters.gate.rules.tally import Column, Tally
from harvesters.gate.rules.terms import Terms

ELSEWHERE = 3
_MOSTLY = 0.6
# So many numbers that look like IDs but for their check digit, that those which pass do so by chance (one in eleven).
_BY_CHANCE = 20
_CHANCE = 0.3

# kind → what it is, in the sentences
WHAT: Mapping[str, tuple[str, str]] = {
    "id": ("居民身份证号", "a personal ID number"),
    "id_old": ("15 位居民身份证号", "a 15-digit personal ID number"),
    "mobile": ("手机号码", "a mobile number"),
    "card": ("银行卡号", "a bank card number"),
    "card_said": ("银行卡号", "a bank card number"),
    "room": ("到门牌室号的住址", "an address down to the door"),
    "address": ("住址", "an address"),
    "phone": ("电话", "a telephone number"),
    "landline": ("电话", "a telephone number"),
    "office": ("办公电话", "an office telephone"),
    "trace": ("行踪轨迹", "traces of movements"),
    "birth": ("出生日期", "a date of birth"),
    "nation": ("民族", "an ethnic group"),
    "photo": ("照片", "a photograph"),
    "plate": ("车牌号", "a number plate"),
    "passport": ("出入境证件号", "a travel document's number"),
    "permit": ("出入境证件号", "a travel document's number"),
    "chat": ("QQ 号、微信号等", "an account of a chat service"),
    "mail": ("个人电子邮箱", "a private e-mail address"),
    "mail_office": ("电子邮箱", "an e-mail address"),
    "social": ("社保、医保等个人编号", "a number of social insurance or the like"),
    "student": ("学籍号、学号等", "a student's number"),
    "network": ("网络地址或设备标识", "a network address or device"),
    "biometric": ("生物识别信息", "biometric data"),
    "medical": ("医疗健康信息", "medical data"),
    "religion": ("宗教信仰", "religious belief"),
    "marriage": ("婚姻状况", "marital status"),
    "income": ("个人收入", "personal income"),
    "minor": ("未成年人信息", "data of minors"),
}


class Verdicts:
    """The findings of one table."""

    def __init__(
        self,
        file: str,
        sheet: str | None,
        columns: Sequence[Column],
        persons: Persons,
        groups: Groups,
        terms: Terms,
        found: Findings,
    ) -> None:
        self._file, self._sheet, self._found = file, sheet, found
        self._columns, self._persons, self._groups, self._terms = columns, persons, groups, terms
        names = [
            c for c in columns if Role.PERSON in c.role and (c.counts["names"] or ("姓名" in c.label and c.filled))
        ]
        self._about_persons = bool(names)
        self._enough = 1 if names else ELSEWHERE
        self._blocked: list[tuple[int, str]] = []

    def close(self) -> None:
        for column in self._columns:
            self._marks(column)
            self._ids(column)
        self._mobiles()
        for column in self._columns:
            self._cards(column)
            self._homes(column)
            if "trace" in column.hits:  # sensitive by law (个人信息保护法 art. 28): one person is enough
                self._personal("G-11", column, "trace")
            self._others(column)
        self._people()
        self._few()
        self._found.extend(offers(self._file, self._sheet, self._columns, self._blocked))

    def _marks(self, column: Column) -> None:
        """G-03."""
        for kind, severity in (("secret", Severity.BLOCK), ("marker", Severity.REVIEW)):
            if kind in column.hits:
                self._emit("G-03", severity, column, kind, {"reason": kind}, lock=kind == "secret")

    def _ids(self, column: Column) -> None:
        """G-10; of order numbers that hold area and date one in eleven passes the arithmetic by chance."""
        hits, shapes = column.total("id"), column.total("shape")
        chance = (
            Role.CODE in column.role
            and Role.ID not in column.role
            and hits + shapes >= _BY_CHANCE
            and hits < _CHANCE * (hits + shapes)
        )
        if hits and chance:
            self._emit("G-13", Severity.REVIEW, column, "id", {"reason": "id_chance", "count": hits + shapes})
        elif hits:
            self._personal("G-10", column, "id", lock=True)
        if "id_old" in column.hits:
            self._personal("G-10", column, "id_old", lock=True)
        if "id_shown" in column.hits:
            self._emit("G-13", Severity.REVIEW, column, "id_shown", {"reason": "id_shown"})

    def _mobiles(self) -> None:
        """G-11; G-13 for office numbers, for series, and for one or two in a table that is not about persons."""
        private_ones = []
        for column in self._columns:
            if "mobile" not in column.hits:
                continue
            if Role.OFFICE in column.role and Role.HOME not in column.role:
                self._emit("G-13", Severity.REVIEW, column, "mobile", {"reason": "mobile_office"})
            elif Role.PHONE in column.role:
                private_ones.append(column)
            elif column.whole.serial:
                self._emit("G-13", Severity.REVIEW, column, "mobile", {"reason": "mobile_serial"})
            elif (
                column.numeric > _MOSTLY * column.sampled
                and column.whole.count < _MOSTLY * column.sampled
                and (Role.CODE not in column.role or column.long > 2 * column.whole.count)
            ):
                continue  # amounts and long codes, of which some have eleven digits and begin with 13
            else:
                private_ones.append(column)
        enough = sum(column.total("mobile") for column in private_ones) >= self._enough
        for column in private_ones:
            if enough:
                self._personal("G-11", column, "mobile")
            else:
                self._emit("G-13", Severity.REVIEW, column, "mobile", {"reason": "mobile_few"})

    def _cards(self, column: Column) -> None:
        """G-11. Luhn alone lets one number in ten pass, so a header or text must say so, or most of a column pass."""
        for kind in ("card", "card_said"):
            count = column.total(kind)
            if not count:
                continue
            share = count / max(count + column.counts["long"], 1)
            sure = kind == "card_said" or Role.BANK in column.role or (Role.ACCOUNT in column.role and share > _CHANCE)
            if not sure and (count < _MOSTLY * column.filled or share < _MOSTLY):
                continue
            if count >= (self._enough if sure else max(self._enough, 2)):
                self._personal("G-11", column, kind)
            else:
                self._emit("G-13", Severity.REVIEW, column, kind, {"reason": "seen", **what(kind)})

    def _homes(self, column: Column) -> None:
        """G-11: addresses down to the door (D7)."""
        count = column.total("room")
        if not count or not (self._about_persons or Role.HOME in column.role):
            return
        if count >= self._enough:
            self._personal("G-11", column, "room")
        else:
            self._emit("G-13", Severity.REVIEW, column, "room", {"reason": "seen", **what("room")})

    def _others(self, column: Column) -> None:
        """G-13: what a person has to look at (D5, D8, D10), by content or by the header alone."""
        for kind in ("plate", "passport", "chat", "mail", "mail_office"):
            if kind in column.hits and (kind != "mail_office" or self._about_persons):
                self._emit("G-13", Severity.REVIEW, column, kind, {"reason": "seen", **what(kind)})
        personal = private(column.label, beside_names=self._about_persons)
        if personal is not None and column.filled and personal not in column.hits:
            params = {"reason": "header", **what(personal), "count": column.filled}
            self._add("G-13", Severity.REVIEW, column, column.first_row, None, params)
        if "uscc_person" in column.hits:
            self._emit("G-13", Severity.REVIEW, column, "uscc_person", {"reason": "uscc_person"})
        for problem, severity in (("check", Severity.BLOCK), ("organisation", Severity.WARN)):
            if f"uscc_{problem}" in column.hits:
                self._emit("G-30", severity, column, f"uscc_{problem}", {"type": f"uscc-{problem}"})

    def _people(self) -> None:
        """G-12: a name and more in one row. G-13: names alone; who acts for an institution alone is only noted."""
        told: set[int] = set()
        for pair, tally in sorted(self._persons.pairs.items()):
            told.add(pair[0])
            self._pair(pair, tally)
        for column in self._columns:
            count = column.counts["names"]
            if not count or column.index in told:
                continue
            agent = Role.PERSON not in column.role
            params = {"reason": "agents" if agent else "names", "count": count}
            row, value = column.hits["name"].first[0]
            self._add("G-13", Severity.WARN if agent else Severity.REVIEW, column, row, value, params)

    def _few(self) -> None:
        """G-13: groups so small that who belongs to them can be told (D13)."""
        for index, tally in sorted(self._groups.cells.items()):
            for row, value, times in tally.places():
                column = self._columns[index]
                self._add("G-13", Severity.REVIEW, column, row, value, {"reason": "small_cells"}, times)
        small = self._groups.small()
        if small is not None:
            count, rows, first = small
            labels = "、".join(column.shown for column in self._groups.quasi)
            params = {"reason": "small_groups", "labels": labels, "count": count, "rows": rows, "limit": K}
            self._add("G-13", Severity.REVIEW, self._groups.quasi[0], first, None, params)

    def _pair(self, pair: Pair, tally: Tally) -> None:
        column, other, kind = self._columns[pair[0]], self._columns[pair[1]], pair[2]
        params = {"reason": "together", "other": other.shown, **what(kind)}
        code, severity = "G-12", Severity.BLOCK
        if kind == "office" or (kind == "mobile" and Role.OFFICE in other.role):
            code, severity, params = "G-13", Severity.REVIEW, {**params, "reason": "office"}
        elif self._terms.conditional:
            code, severity = "G-15", Severity.REVIEW
        elif self._terms.discloses(column.label) and self._terms.discloses(other.label):
            severity, params = Severity.REVIEW, {**params, "reason": "basis"}
        elif self._terms.basis:
            params["reason"] = "not_named"
        if severity is Severity.BLOCK:
            self._blocked += [(column.index, "name"), (other.index, kind)]
        for row, value, times in tally.places():
            self._add(code, severity, column, row, value, params, times)

    def _personal(self, code: str, column: Column, kind: str, *, lock: bool = False) -> None:
        """What blocks in unconditional data and needs a person's word in conditional ones."""
        params = {"reason": kind, **what(kind)}
        if self._terms.conditional:
            self._emit("G-15", Severity.REVIEW, column, kind, params)
        else:
            self._blocked.append((column.index, kind))
            self._emit(code, Severity.BLOCK, column, kind, params, lock=lock)

    def _emit(
        self, code: str, severity: Severity, column: Column, kind: str, params: dict[str, Any], *, lock: bool = False
    ) -> None:
        for row, value, times in column.hits[kind].places():
            self._add(code, severity, column, row, value, params, times, lock=lock)

    def _add(
        self,
        code: str,
        severity: Severity,
        column: Column,
        row: int | None,
        value: str | None,
        params: dict[str, Any],
        times: int = 1,
        *,
        lock: bool = False,
    ) -> None:
        one = Finding(
            code,
            severity,
            file=self._file,
            sheet=self._sheet,
            row=row,
            column=column.shown,
            value=value,
            params=params,
            quarantine=lock,
        )
        self._found.add(one, times)


def what(kind: str) -> dict[str, str]:
    zh, en = WHAT[kind]
    return {"what": zh, "what_en": en}


def in_text(hit: Hit, field: str, file: str | None) -> Finding | None:
    """The finding for a hit in a record, a descriptor, a label or a name."""
    params: dict[str, Any] = {"reason": f"{hit.kind}_in_text", "field": field}
    if (spec := FIELDS.get(field)) is not None:
        params |= {"label": spec.zh, "label_en": spec.en}
    if hit.word:
        params["word"] = hit.word
    code, severity, lock = {
        "id": ("G-10", Severity.BLOCK, True),
        "id_old": ("G-10", Severity.BLOCK, True),
        "secret": ("G-03", Severity.BLOCK, True),
        "marker": ("G-03", Severity.REVIEW, False),
        "id_shown": ("G-13", Severity.REVIEW, False),
        "mobile": ("G-13", Severity.REVIEW, False),
    }.get(hit.kind, (None, None, False))
    if code is None or severity is None:
        return None
    return Finding(code, severity, file=file, value=hit.value, params=params, quarantine=lock)


def look_at_codes(column: Column, rows: Sequence[int], cells: Sequence[str]) -> None:
    """Credit codes (D5): that of a 个体工商户 leads to a person, one whose check digit is wrong is no code."""
    for row, cell in zip(rows, cells, strict=True):
        code = cell.strip().upper()
        if len(code) < 15 or not code.isascii() or "*" in code:
            continue
        problem = uscc_problem(code)
        if problem in (None, "organisation") and code.startswith("92"):
            column.hit("uscc_person", row, code[:6] + "*" * 8 + code[-4:])
        if problem == "organisation":
            column.hit("uscc_organisation", row, code)
        elif problem is not None:
            column.hit("uscc_check", row, code)
