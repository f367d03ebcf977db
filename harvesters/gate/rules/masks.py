"""G-14: what the record says was de-identified is de-identified in the bytes. A declared rule names a column, by its
label or its ``sd:id``, and in a word or a pattern what was done with it (domain §5.3, G-20 says the usual forms).

People write such rules in many ways: as objects, as a mapping, as ``姓名：保留姓氏``. What is not understood is said,
never passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate.batch import Batch
from harvesters.gate.findings import Findings
from harvesters.gate.rules.columns import Role, roles
from harvesters.gate.rules.masked import FORMS, NO_VALUE, Form, kept_ends, shown_as
from harvesters.gate.rules.sensitive import normal, safe
from harvesters.gate.rules.totals import TOTALS

_COLUMN_KEYS = (
    "column",
    "columns",
    "field",
    "fields",
    "item",
    "items",
    "name",
    "label",
    "列",
    "列名",
    "字段",
    "信息项",
)
_RULE_KEYS = (
    "rule",
    "method",
    "how",
    "mask",
    "action",
    "algorithm",
    "type",
    "pattern",
    "规则",
    "方法",
    "方式",
    "脱敏方式",
)
_PARTED = re.compile(r"\s*(?:->|=>|→|⇒|[:=]|——)\s*")
_LISTED = re.compile(r"[;；\n]")
_MOST = 200
_REMEMBER = 20_000
# Words of a rule → what the cells must look like; the first that fits. "mask" asks the column's own label.
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("removed", r"删除|删去|去除|剔除|不公开|不发布|置空|清空|remove|drop|delete|suppress|omit|null"),
        ("hash", r"哈希|散列|摘要算法|加密|假名|sha-?\d|sm3|md5|hmac|hash|encrypt|pseudonym|token"),
        ("name", r"姓\s*\+?\s*\*|保留姓|只留姓|仅留姓|姓氏|隐去名|名字.*[*]|surname|family.?name|initial"),
        ("mobile", r"1[3-9]\d\*{2,}\d{4}|手机|移动电话|mobile|phone"),
        ("id", r"身份证|证件|370\*+|id.?card|identity|^id$"),
        ("town", r"(?:到|至|保留).{0,4}(?:乡镇|镇街|街道|村|社区)|township|village"),
        ("address", r"区县|县区|县级|区级|住址|地址|address|county|district"),
        ("month", r"年月|(?:到|至|保留|仅留|只留|精确到).{0,3}月|month"),
        ("date", r"(?:到|至|保留|仅留|只留|只保留|精确到).{0,3}年|年份|出生|日期|^年$|year|birth|date"),
        ("name", r"姓名|名字|name"),
        ("mask", r"脱敏|遮盖|遮挡|掩码|掩盖|屏蔽|隐藏|打码|星号|部分|替换|泛化|概化|匿名|去标识|\*{1,}|[×●■#•]{2,}"
         r"|mask|redact|hide|obfuscat|anonymi|generali|de-?identif|partial|star"),
    )
)  # fmt: skip
_BY_ROLE: tuple[tuple[Role, str], ...] = (
    (Role.ID, "id"),
    (Role.PERSON | Role.AGENT, "name"),
    (Role.PHONE, "mobile"),
    (Role.HOME | Role.ADDRESS, "address"),
    (Role.BIRTH, "date"),
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One rule of the record: whose column, in whose words; ``kind`` empty if the words are not understood."""

    column: str
    word: str
    kind: str
    keep: tuple[int, int] | None = None

    def names(self, field: Mapping[str, Any] | str) -> bool:
        """Whether this is the column. A rule written in one piece (姓名脱敏) begins with the column's label."""
        spec = {"name": field} if isinstance(field, str) else field
        known = {plain(str(spec[key])) for key in ("name", "sd:id") if spec.get(key)} - {""}
        wanted = plain(self.column)
        return wanted in known or (self.column == self.word and any(wanted.startswith(one) for one in known))


def declared(desensitisation: object) -> tuple[Declared, ...]:
    """The rules of a (normalised) record's ``desensitisation``, whatever form they have."""
    if isinstance(desensitisation, Mapping):
        rules = next((desensitisation[key] for key in ("rules", "rule", "规则") if key in desensitisation), None)
    else:
        rules = desensitisation
    return tuple(_read(rules))[:_MOST]


def asks(desensitisation: object) -> bool:
    """Whether the record says that something had to be de-identified."""
    needed = desensitisation.get("needed") if isinstance(desensitisation, Mapping) else None
    return needed is True or str(needed).strip().lower() in ("1", "true", "yes", "是", "需要")


def unheard(
    rules: Sequence[Declared], needed: bool, labels: Sequence[str], fields: Sequence[Mapping[str, Any]]
) -> Iterator[Finding]:
    """What of the declaration could not be held against the bytes: said, as a warning."""
    if needed and not rules:
        yield Finding("G-14", Severity.WARN, params={"reason": "no_rules"})
    for rule in rules:
        facts = {"rule": safe(rule.word, 60), "rule_column": safe(rule.column, 60)}
        if not rule.kind:
            yield Finding("G-14", Severity.WARN, params={"reason": "unknown", **facts})
        elif rule.kind != "removed" and not any(rule.names(one) for some in (labels, fields) for one in some):
            yield Finding("G-14", Severity.WARN, params={"reason": "no_column", **facts})


@dataclass(slots=True)
class _Watched:
    index: int
    label: str
    form: Form
    rule: Declared
    known: dict[str, bool]


class MaskWatch:
    """Watches the columns of one table for which a rule is declared."""

    def __init__(
        self, file: str, fields: Sequence[Mapping[str, Any]], rules: Sequence[Declared], found: Findings
    ) -> None:
        self._file, self._found = file, found
        self._columns = [
            _Watched(index, str(field["name"]), FORMS[kind], rule, {})
            for rule in rules
            for index, field in enumerate(fields)
            if rule.names(field) and (kind := _kind(rule, str(field["name"])))
        ]

    def see(self, batch: Batch) -> None:
        """A batch of cleaned rows."""
        for one in self._columns:
            if one.index >= len(batch.columns):
                continue
            for row, cell in zip(batch.numbers, batch.columns[one.index], strict=True):
                if cell and not self._right(one, cell):
                    self._tell(one, row, cell)

    def _right(self, one: _Watched, cell: str) -> bool:
        right = one.known.get(cell)
        if right is None:
            text = normal(cell).strip()
            spared = text in NO_VALUE or re.sub(r"\s", "", text) in TOTALS
            right = spared or one.form(text, one.label, one.rule.keep)
            if len(one.known) >= _REMEMBER:
                one.known.clear()
            one.known[cell] = right
        return right

    def _tell(self, one: _Watched, row: int, cell: str) -> None:
        reason = _kind(one.rule, one.label)
        shown = safe(one.label, 60)
        if not self._found.room("G-14", self._file, reason, shown):
            self._found.count("G-14", self._file, reason, shown)
            return
        params = {"reason": reason, "rule": safe(one.rule.word, 60)}
        value = shown_as(reason, normal(cell).strip(), one.label)
        place: dict[str, Any] = {"file": self._file, "row": row, "column": shown}
        self._found.add(Finding("G-14", Severity.BLOCK, **place, value=value, params=params))


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _kind(rule: Declared, label: str) -> str:
    """What the cells must look like. A rule that only says "masked" means what is usual for such a column."""
    if rule.kind not in ("mask", "ends"):
        return rule.kind
    if rule.keep is not None:
        return "ends"
    found = roles(label)
    return next((kind for role, kind in _BY_ROLE if found & role), "mask")


def _read(rules: object, column: str = "") -> Iterator[Declared]:
    if isinstance(rules, str):
        for text in _LISTED.split(rules):
            if text.strip():
                yield from _of_text(text.strip(), column)
    elif isinstance(rules, Mapping):
        yield from _of_mapping(rules)
    elif isinstance(rules, list | tuple):
        for rule in rules:
            yield from _read(rule, column)


def _of_mapping(rule: Mapping[Any, Any]) -> Iterator[Declared]:
    columns = next((rule[key] for key in _COLUMN_KEYS if rule.get(key)), None)
    words = [str(rule[key]).strip() for key in _RULE_KEYS if isinstance(rule.get(key), str | int) and rule.get(key)]
    if columns is None:
        for name, word in rule.items():  # {"姓名": "姓+*"}
            yield _of_words(str(name), [str(word).strip()])
        return
    for column in columns if isinstance(columns, list | tuple) else re.split(r"[、,，]", str(columns)):
        if str(column).strip():
            yield _of_words(str(column).strip(), words)


def _of_text(text: str, column: str) -> Iterator[Declared]:
    parts = _PARTED.split(unicodedata.normalize("NFKC", text), maxsplit=1)
    if column or len(parts) < 2 or not parts[0]:
        yield _of_words(column or text, [text])
        return
    for name in re.split(r"[、,，]", parts[0]):
        if name.strip():
            yield _of_words(name.strip(), [parts[1]])


def _of_words(column: str, words: Sequence[str]) -> Declared:
    """The kind by the first word that says one; a pattern or 前 3 后 4 says how much of both ends may stay."""
    word = " ".join(words)
    keep = kept_ends(word)
    kind = next((kind for kind, pattern in _WORDS if any(pattern.search(one) for one in words)), "")
    if keep is not None and kind in ("", "mask"):
        kind = "ends"
    return Declared(column, word or column, kind, keep)
