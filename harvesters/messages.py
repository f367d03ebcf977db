"""Every sentence that a person reads, by code, in Chinese and English.

A key is ``CODE`` or ``CODE.case``; ``params["reason"]`` (``params["type"]`` for an error of Frictionless) is the case.
The data stand in ``messages_*``, one module a room.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harvesters.contract import Finding
from harvesters.messages_catalogue import CATALOGUE
from harvesters.messages_check import CHECK
from harvesters.messages_gate import GATE
from harvesters.messages_publish import PUBLISH
from harvesters.messages_rules import RULES
from harvesters.messages_run import RUN
from harvesters.messages_source import SOURCE

Sentence = tuple[str, str]
MESSAGES: Mapping[str, Mapping[str, Sentence]] = {**CATALOGUE, **GATE, **SOURCE, **PUBLISH, **RUN, **CHECK}
UNKNOWN: Mapping[str, Sentence] = {
    "zh": ("发生了没有预料到的问题（{code}）", "请把编号和时间告诉平台运营方"),
    "en": ("An unexpected problem ({code})", "Tell the operator its code and time"),
}


_TOTAL = {"zh": "（同类问题共 {total} 处）", "en": " ({total} such places in all)"}
_TYPES: Mapping[str, str] = {
    "number": "数值",
    "integer": "整数",
    "date": "日期",
    "datetime": "日期时间",
    "time": "时间",
    "year": "年份",
    "yearmonth": "年月",
    "boolean": "是否值",
    "string": "文本",
}


class _Facts(dict[str, Any]):
    """Facts of a finding; one that is missing shows as a dash rather than breaking the sentence."""

    def __missing__(self, key: str) -> str:
        return "—"


def has_sentence(code: str, params: Mapping[str, Any]) -> bool:
    return _key(code, params) in MESSAGES


def rule_name(code: str, lang: str = "zh") -> str:
    """What a rule is called; empty for what is no rule of ours."""
    known = RULES.get(code)
    if known is None or lang == "zh":
        return known[0] if known else ""
    name = re.split("[:;]", known[1], maxsplit=1)[0]  # what comes after it is for the page of rules
    return name[0].upper() + name[1:]


def sentence(code: str, params: Mapping[str, Any], lang: str = "zh") -> str:
    """What is wrong."""
    return _text(code, params, lang)[0]


def fix(code: str, params: Mapping[str, Any], lang: str = "zh") -> str:
    """How to mend it; may be empty."""
    return _text(code, params, lang)[1]


def finding_json(finding: Finding, lang: str = "zh") -> dict[str, Any]:
    """A finding as reports and interfaces show it; ``params`` and ``quarantine`` let it be read back."""
    params = _facts(finding)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "message": sentence(finding.code, params, lang),
        "fix": fix(finding.code, params, lang),
        "params": dict(finding.params),
        "quarantine": finding.quarantine,
    }


def _facts(finding: Finding) -> dict[str, Any]:
    place = {"file": finding.file, "row": finding.row, "column": finding.column, "value": finding.value}
    return {**{key: value for key, value in place.items() if value is not None}, **finding.params}


def _key(code: str, params: Mapping[str, Any]) -> str:
    for case in (params.get("type"), params.get("reason")):
        if case and f"{code}.{case}" in MESSAGES:
            return f"{code}.{case}"
    return code


def _text(code: str, params: Mapping[str, Any], lang: str) -> Sentence:
    entry = MESSAGES.get(_key(code, params), UNKNOWN)
    said, mend = entry.get(lang) or entry["zh"]
    facts = _Facts({"code": code, **_phrases(params), **params})
    if lang == "en":
        facts |= {key.removesuffix("_en"): value for key, value in params.items() if key.endswith("_en")}
    total = params.get("total")
    if isinstance(total, int) and total > 1:
        said += _TOTAL[lang if lang in _TOTAL else "zh"].format(total=total)
    return said.format_map(facts), mend.format_map(facts)


def _phrases(params: Mapping[str, Any]) -> dict[str, str]:
    """Parts of sentences that stand only if there is something to say."""
    example, first, expected = params.get("format"), params.get("first_row"), str(params.get("expected", ""))
    return {
        "expected_zh": _TYPES.get(expected, expected),
        "example_zh": f"，如 {example}" if example else "",
        "example_en": f", such as {example}" if example else "",
        "first_zh": f"，与第 {first} 行相同" if first else "",
        "first_en": f", first in row {first}" if first else "",
    }
