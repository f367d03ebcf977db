"""``docs/messages.md``: every sentence that a department may read of its delivery, with an example; Chinese first.

Written with ``docs/rules.md`` by ``python tests/rules_page.py``; a test holds it equal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from messages_examples import OF_CASE

from harvesters.messages import MESSAGES, fix, sentence
from harvesters.messages.rules import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "messages.md"
FINDING = re.compile(r"(Q\d\d|[VGM]-\d\d)(\.|$)")
HEAD = """# Messages 提示语

Every sentence of the reports, filled in with an example: what is wrong and where, then how to mend it. Made from the
messages by `python tests/rules_page.py`; do not edit by hand.

报告中的每一句话各举一例：哪里、什么问题，怎样改。
"""
# What usually stands for a fact; a case that needs another has it below.
USUAL: Mapping[str, Any] = {
    **{"row": 12, "column": "邮政编码", "file": "客运站.csv", "value": "25000", "table": "客运站", "sheet": "底稿"},
    **{"line": 12, "char": 7, "near": "历下区人民", "position": 2, "first": 1},
    **{"cells": 3, "expected": 5, "count": 3, "limit": 10, "length": 12, "size": 3_000_000_000, "total": 1},
    **{"before": "１２", "after": "12", "proposal": "025000", "width": 6, "labels": "站名、地址", "rows": 120},
    **{"declared": 5, "present": 4, "header_at": 3, "first_row": 3, "key": "站名", "read": 118},
    **{"field": "notes", "label": "信息资源摘要", "label_en": "Abstract", "element": "6", "choices": "1 是、0 否"},
    **{"choices_en": "1 (yes), 0 (no)", "proposals": "road-transport 道路交通", "date": "2025-03-02", "days": 365},
    **{"proposals_en": "road-transport (Road transport)", "cycle": "每月", "cycle_en": "Monthly"},
    **{"character": "U+E863", "detail": "第 3 行", "name": "站名", "path": "客运站.csv", "part": "schema", "least": 5},
    **{"found": "锟斤拷", "format": "csv", "formats": "pdf", "option": "header", "members": "说明.docx、图.jpg"},
    **{"lists": "data、list", "columns": "坐标", "missing": ".dbf", "shapes": 120, "places": "3、7", "example": "张*"},
    **{"sheets": "济南市、青岛市", "what": "手机号码", "what_en": "a mobile number", "other": "出生日期"},
    **{"rule": "姓名：姓+*", "rule_column": "姓名", "titles": "2019年客运站、2020年客运站、2021年客运站"},
    **{"level": "重要数据", "level_en": "important", "open_type": "无条件开放", "open_type_en": "unconditional"},
    **{"owner": "省交通运输厅", "holder": "省财政厅", "mine": "省交通运输厅"},
    **{"prefix": "307012", "previous": "30701310711/000001", "class": "30701310711", "nearest": "307013 交通运输"},
    **{"today": "2026-11-24", "issued": "2017-12-29", "successor": "370100 济南市", "slug": "sd-30701310711-000001"},
    **{"kind": "数值", "kind_en": "number", "other_kind": "文本", "other_kind_en": "string", "type": "integer"},
    **{"right": "02 电子表格", "right_en": "spreadsheet", "way": "数据库", "way_en": "database", "fitting": "文件"},
    **{"fitting_en": "file", "now": "有条件开放", "now_en": "conditional", "basis": "《数据安全法》第二十一条"},
    **{"forms": "201902、2019-03、三季度", "factor": "10000"},
    **{"left": "312", "start": "开工日期"},
    **{"expected_value": "312", "names": "山东省大数据局、省大数据局", "resource": "线路"},
}  # fmt: skip


def facts(key: str) -> dict[str, Any]:
    """What fills the example of a sentence."""
    code, _, case = key.partition(".")
    kind = "type" if code == "G-30" and "_" not in case else "reason"
    return {**USUAL, **OF_CASE.get(key, {}), **({kind: case} if case else {})}


def example(key: str, lang: str) -> tuple[str, str]:
    """What is wrong and where, and how to mend it."""
    code, given = key.partition(".")[0], facts(key)
    return sentence(code, given, lang), fix(code, given, lang)


def page() -> str:
    parts = [HEAD]
    for code, (zh, _, _) in RULES.items():
        parts.append(f"\n## {code} {zh}\n\n")
        for key in sorted(key for key in MESSAGES if FINDING.match(key) and key.partition(".")[0] == code):
            said = [example(key, lang) for lang in ("zh", "en")]
            parts.append(f"- `{key}` {said[0][0]}。**{said[0][1]}。**\n  {said[1][0]}. {said[1][1]}.\n")
    return "".join(parts)
