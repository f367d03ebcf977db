"""V-00, a rule of the portal: no field is longer than the catalogue can hold or holds what no page can show.

Also how a value is shown in a finding: short, printable, long numbers masked (a report must not repeat personal data).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.catalogue.record import FIELDS, LIST_KINDS, FieldSpec
from harvesters.contract import Finding, Severity

MAX_TITLE = 200
MAX_BYTES = 8_000
MAX_LONG_BYTES = 100_000
MAX_LIST_BYTES = 30_000  # a search index refuses a term of 32,766 bytes or more
MAX_LIST = 200
MAX_DEPTH = 64
_LONG_KINDS = frozenset({"markdown", "json"})
# C0 but for tab and line ends, DEL and C1, lone surrogates, non-characters, and marks that turn the reading direction
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
# A single line (title, keyword, name) holds no line ends and nothing of no width: it would look like another one.
_UNFIT_IN_A_LINE = re.compile(
    "[\t\r\n\u2028\u2029\u00ad\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_LONG_NUMBER = re.compile(r"(\d{3})\d{4,}(\d{3}[\dXx])", re.ASCII)


def check_limits(record: Mapping[str, Any], fields: Mapping[str, FieldSpec] = FIELDS) -> list[Finding]:
    """One finding per field that is of the wrong kind, too long, or holds a forbidden character."""
    return [finding for name, spec in fields.items() if name in record for finding in _check(spec, record[name])]


def shown(value: object, limit: int = 40) -> str:
    """A value as a report may print it: printable, short, of a long number only the first three and last four."""
    scalar = (
        value is None or isinstance(value, str | bool | float) or (isinstance(value, int) and abs(value) < 1 << 256)
    )
    text = str(value) if scalar else "…"  # of a list or object (it may be deep) or a monstrous number nothing is shown
    text = "".join(char if char.isprintable() else _instead(char) for char in text[: limit * 4])
    masked = _LONG_NUMBER.sub(lambda m: f"{m[1]}{'*' * (len(m[0]) - 7)}{m[2]}", text)
    return masked if len(masked) <= limit else masked[:limit] + "…"


def _instead(char: str) -> str:
    """A wide or hard blank is a blank: 张　三 must still be seen to be a name."""
    return " " if unicodedata.category(char) == "Zs" else "\N{REPLACEMENT CHARACTER}"


def _check(spec: FieldSpec, value: Any) -> Iterator[Finding]:
    if spec.kind in LIST_KINDS:
        yield from _check_list(spec, value)
    elif spec.kind == "json":
        if not isinstance(value, Mapping):
            yield _finding(spec, "not_object")
        else:
            yield from _check_object(spec, value)
    elif spec.kind != "int":
        if not isinstance(value, str):
            yield _finding(spec, "not_text")
        else:
            yield from _check_text(spec, value, lines=spec.kind in {"markdown", "longtext"})


def _check_list(spec: FieldSpec, values: Any) -> Iterator[Finding]:
    if not isinstance(values, list) or any(not isinstance(value, str) for value in values):
        yield _finding(spec, "not_list")
    elif len(values) > MAX_LIST:
        yield _finding(spec, "too_many", length=len(values), limit=MAX_LIST)
    elif _size("".join(values)) > MAX_LIST_BYTES:
        yield _finding(spec, "too_long", length=_size("".join(values)), limit=MAX_LIST_BYTES)
    else:
        for value in values:
            yield from _check_text(spec, value, lines=False)


def _check_object(spec: FieldSpec, value: Mapping[str, Any]) -> Iterator[Finding]:
    """Keys and texts at every level; depth is limited so that nothing later can run out of stack."""
    level: list[Any] = [value]
    texts: list[str] = []
    for _ in range(MAX_DEPTH):
        texts += [node for node in level if isinstance(node, str)]
        level = [part for node in level for part in _parts(node)]
    if level:
        yield _finding(spec, "too_deep", limit=MAX_DEPTH)
    else:
        yield from _check_text(spec, "\n".join(texts), lines=True)


def _parts(node: Any) -> list[Any]:
    if isinstance(node, Mapping):
        return [*node.keys(), *node.values()]
    return list(node) if isinstance(node, list | tuple) else []


def _check_text(spec: FieldSpec, value: str, *, lines: bool) -> Iterator[Finding]:
    bad = _FORBIDDEN.search(value) or (None if lines else _UNFIT_IN_A_LINE.search(value))
    limit = MAX_LONG_BYTES if spec.kind in _LONG_KINDS else MAX_BYTES
    if bad:
        yield _finding(spec, "control", character=f"U+{ord(bad[0]):04X}", position=bad.start() + 1)
    elif spec.name == "title" and len(value) > MAX_TITLE:
        yield _finding(spec, "title_too_long", length=len(value), limit=MAX_TITLE)
    elif _size(value) > limit:
        yield _finding(spec, "too_long", length=_size(value), limit=limit)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _finding(spec: FieldSpec, reason: str, **params: Any) -> Finding:
    facts = {"reason": reason, "field": spec.name, "label": spec.zh, "label_en": spec.en, **params}
    return Finding("V-00", Severity.BLOCK, params=facts)
