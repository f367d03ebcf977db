"""Every sentence that a person reads, by code, in Chinese and English.

A key is ``CODE`` or ``CODE.case``; ``params["reason"]`` (``params["type"]`` for an error of Frictionless) is the case.
The words stand beside it, one module for each who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harvesters.contract import Finding
from harvesters.messages.catalogue import CATALOGUE
from harvesters.messages.check import CHECK
from harvesters.messages.gate import GATE
from harvesters.messages.patterns import in_words
from harvesters.messages.places import place_words
from harvesters.messages.publish import PUBLISH
from harvesters.messages.rules import RULES
from harvesters.messages.run import RUN
from harvesters.messages.source import SOURCE

Sentence = tuple[str, str]
MESSAGES: Mapping[str, Mapping[str, Sentence]] = {**CATALOGUE, **GATE, **SOURCE, **PUBLISH, **RUN, **CHECK}
UNKNOWN: Mapping[str, Sentence] = {
    "zh": ("发生了没有预料到的问题（{code}）", "请把编号和时间告诉平台运营方"),
    "en": ("An unexpected problem ({code})", "Tell the operator its code and time"),
}


# Where the row's number alone does not say where it is.
_SHEET = {"zh": "工作表“{in_sheet}”：", "en": "Sheet “{in_sheet}”: "}
_TOTAL = {"zh": "（同类问题共 {total} 处）", "en": " ({total} such places in all)"}
_TYPES: Mapping[str, Sentence] = {
    "number": ("数值", "number"),
    "integer": ("整数", "whole number"),
    "date": ("日期", "date"),
    "datetime": ("日期时间", "date and time"),
    "time": ("时间", "time"),
    "year": ("年份", "year"),
    "yearmonth": ("年月", "month of a year"),
    "boolean": ("表示是、否的写法", "word for yes or no"),
    "string": ("文字", "text"),
}
# Parts of a dictionary and of a description.
_PARTS: Mapping[str, Sentence] = {
    "required": ("必填", "required"),
    "unique": ("不重复", "no repeats"),
    "minLength": ("最短字数", "least number of characters"),
    "maxLength": ("最长字数", "greatest number of characters"),
    "minimum": ("最小值", "least value"),
    "maximum": ("最大值", "greatest value"),
    "pattern": ("写法", "form"),
    "enum": ("取值列表", "list of values"),
    "missingValues": ("“没有数据”的写法", "words for no value"),
    "trueValues": ("“是”的写法", "words for yes"),
    "falseValues": ("“否”的写法", "words for no"),
    "decimalChar": ("小数点", "decimal point"),
    "groupChar": ("千分位符号", "thousands mark"),
    "bareNumber": ("数字后面不带单位", "number without its unit"),
    "schema": ("数据字典", "data dictionary"),
    "dialect": ("读表方式", "way of reading the table"),
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


def told(finding: Mapping[str, Any], lang: str = "zh") -> str:
    """What is wrong and how to mend it, in one text; of a finding as :func:`finding_json` gives it."""
    return ("。" if lang == "zh" else ". ").join(filter(None, (finding["message"], finding["fix"])))


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
    facts = _Facts({"code": code, **words(params, lang)})
    total = params.get("total")
    if isinstance(total, int) and total > 1:
        said += _TOTAL[lang if lang in _TOTAL else "zh"].format(total=total)
    if params.get("in_sheet"):
        said = _SHEET[lang if lang in _SHEET else "zh"] + said
    said, mend = said.format_map(facts), mend.format_map(facts)
    return (said[:1].upper() + said[1:], mend) if lang == "en" else (said, mend)


def words(params: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """All that a sentence about these facts may hold."""
    found = {**_phrases(params), **params}
    if lang == "en":
        found |= {key.removesuffix("_en"): value for key, value in params.items() if key.endswith("_en")}
    return found


def _phrases(params: Mapping[str, Any]) -> dict[str, str]:
    """Parts of sentences that stand only if there is something to say."""
    example, first = params.get("format"), params.get("first_row")
    expected, kind = (_named(_TYPES, str(params.get(key, ""))) for key in ("expected", "type"))
    parts = [_named(_PARTS, part) for part in str(params.get("part", "")).split("–")]
    form = in_words(str(params.get("limit", "")))
    return {
        **{"expected_zh": expected[0], "expected_en": expected[1], "type_zh": kind[0], "type_en": kind[1]},
        **{"part_zh": "和".join(zh for zh, _ in parts), "part_en": " and ".join(en for _, en in parts)},
        **{f"{key}_zh": _size(params.get(key)) for key in ("size", "limit")},
        **{"form_zh": form[0], "form_en": form[1]},
        **place_words(params),
        "period_zh": f"（{period}）" if (period := params.get("period")) else "",
        "period_en": f" ({period})" if period else "",
        **_mends(str(params.get("words", "")), str(params.get("day", ""))),
        "example_zh": f"，如 {example}" if example else "",
        "example_en": f", such as {example}" if example else "",
        "first_zh": f"，与第 {first} 行相同" if first else "",
        "first_en": f", first in row {first}" if first else "",
    }


def _mends(words: str, day: str) -> dict[str, str]:
    """How a value of the wrong type is mended; ``words``: how yes and no are written, if it is one of those; ``day``:
    the one that a spreadsheet counts by this number."""
    if day:
        return {
            "mend_zh": f"这像是表格软件的日期序号（{day}），请把该列设为日期格式后重新导出",
            "mend_en": f"A spreadsheet counts {day} so: format the column as dates and export it again",
        }
    if words:
        return {
            "mend_zh": f"请改用数据字典规定的写法（{words}）；该列用别的词表示是、否的，请在数据字典中登记这两个词",
            "mend_en": f"Use the words of the data dictionary ({words}), or enter there which words say yes and no",
        }
    return {
        "mend_zh": "请改正该值；没有数据的留空，单位和说明不要写在这一格里",
        "mend_en": "Correct it, or leave it empty if there is no value; write no units or remarks into the cell",
    }


def _size(number: Any) -> str:
    """Bytes as a file manager shows them."""
    if isinstance(number, str) and number.isdecimal():
        number = int(number)  # an error that was kept as text
    if not isinstance(number, int):
        return str(number)
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.1f} MB"


def _named(names: Mapping[str, Sentence], word: str) -> Sentence:
    return names.get(word, (word, word))
