"""``docs/messages.md``: every sentence that a department may read of its delivery, with an example; Chinese first.

Written with ``docs/rules.md`` by ``python tests/rules_page.py``; a test holds it equal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harvesters.messages import MESSAGES, fix, sentence
from harvesters.messages_rules import RULES

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
    **{"line": 12, "char": 7, "offset": 386, "hex": "0xE6", "near": "历下区人民", "position": 2, "first": 1},
    **{"cells": 3, "expected": 5, "count": 3, "limit": 10, "length": 12, "size": 3_000_000_000, "total": 1},
    **{"before": "１２", "after": "12", "proposal": "025000", "width": 6, "labels": "站名、地址", "rows": 120},
    **{"declared": 5, "present": 4, "header_at": 3, "first_row": 3, "key": "站名", "read": 118, "error": "sNaN"},
    **{"field": "notes", "label": "信息资源摘要", "label_en": "Abstract", "element": "6", "choices": "1 是、0 否"},
    **{"choices_en": "1 (yes), 0 (no)", "proposals": "road-transport 道路交通", "date": "2025-03-02", "days": 365},
    **{"proposals_en": "road-transport (Road transport)", "cycle": "每月", "cycle_en": "Monthly"},
    **{"character": "U+E863", "detail": "第 3 行", "name": "站名", "path": "客运站.csv", "part": "schema", "least": 5},
    **{"found": "锟斤拷", "format": "csv", "formats": "pdf", "option": "header", "members": "说明.docx、图.jpg"},
    **{"lists": "data、list", "columns": "坐标", "missing": ".dbf", "shapes": 120, "places": "3、7", "example": "张*"},
    **{"sheets": "济南市、青岛市", "what": "手机号码", "what_en": "a mobile number", "other": "出生日期"},
    **{"rule": "姓名：姓+*", "rule_column": "姓名", "titles": "2019年客运站、2020年客运站、2021年客运站"},
    **{"level": "重要数据", "level_en": "important", "open_type": "无条件开放", "open_type_en": "unconditional"},
    **{"network": "gov_intranet", "owner": "省交通运输厅", "holder": "省财政厅", "mine": "省交通运输厅"},
    **{"prefix": "307012", "previous": "30701310711/000001", "class": "30701310711", "nearest": "307013 交通运输"},
    **{"today": "2026-11-24", "issued": "2017-12-29", "successor": "370100 济南市", "slug": "sd-30701310711-000001"},
    **{"kind": "数值", "kind_en": "number", "other_kind": "文本", "other_kind_en": "string", "type": "integer"},
    **{"right": "02 电子表格", "right_en": "spreadsheet", "way": "数据库", "way_en": "database", "fitting": "文件"},
    **{"fitting_en": "file", "now": "有条件开放", "now_en": "conditional", "basis": "《数据安全法》第二十一条"},
    **{"value_en": "unconditional", "forms": "201902、2019-03、三季度", "factor": "10000"},
    **{"left": "312", "start": "开工日期"},
    **{"expected_value": "312", "names": "山东省大数据局、省大数据局", "resource": "线路"},
}  # fmt: skip
OF_CASE: Mapping[str, Mapping[str, Any]] = {
    **{key: {"column": "备注", "value": "内部资料", "field": "notes"} for key in ("G-03", "G-03.marker_in_text")},
    "G-03.secret": {"column": "备注", "value": "机密★1年"},
    "G-03.secret_in_text": {"value": "机密★1年"},
    **{key: {"column": "备注", "value": "370***********0019"} for key in ("G-10", "G-10.id_in_text")},
    **{
        key: {"column": "姓名", "value": "张*", "what": "出生日期", "what_en": "a date of birth"}
        for key in ("G-12", "G-12.not_named", "G-12.basis", "G-15.together", "G-13.office")
    },
    **{key: {"column": "联系电话", "value": "138****8000"} for key in ("G-11", "G-13.seen", "G-13.mobile_few", "G-15")},
    "Q03": {"row": 1},
    "Q03.cleaned": {"row": 1, "before": "2017年各县情况"},
    "Q06.cleaned": {"before": "注：本表为初步核算数。"},
    "Q07": {"column": "市", "value": "合计"},
    "Q07.agrees": {"column": "市", "value": "合计"},
    "Q07.differs": {"column": "市", "value": "合计"},
    "Q18.cleaned": {"before": "第1页 共3页"},
    "Q05": {"column": "市", "proposal": "济南市"},
    "Q09": {"column": "日期", "value": "17-10-22", "proposal": "2017-10-22"},
    "Q09.cleaned": {"column": "日期", "before": "2017年10月22日", "after": "2017-10-22"},
    "Q09.two_digits": {"column": "日期", "value": "17-10-22", "proposal": "2017-10-22"},
    "Q09.day_dropped": {"column": "月份", "value": "2017-10-22", "proposal": "2017-10"},
    "Q10.magnitude": {"column": "投资额（万元）", "value": "1.5亿", "proposal": "15000"},
    "Q10.cleaned": {"column": "投资额（万元）", "before": "12.5万元", "after": "12.5"},
    "Q10.jump": {"column": "产值", "before": "2017", "after": "2018"},
    "Q10.spike": {"column": "产值", "value": "62340", "before": "6100", "after": "6390"},
    "Q11.cleaned": {"column": "站数", "before": "—"},
    "Q12.cleaned": {"column": "金额", "before": "1,234.50", "after": "1234.50"},
    "Q12.brackets": {"column": "调整数", "value": "(123)", "proposal": "-123"},
    "Q12.capitals": {"column": "金额", "value": "壹万贰仟元整", "proposal": "12000"},
    "Q14": {"column": "订单编号", "value": "3.70102E+17"},
    "Q14.zeros": {"column": "订单编号", "value": "370***********0000"},
    "Q14.number": {"column": "订单编号", "value": "370***********0000"},
    "Q14.person": {"column": "身份证号", "value": "370***********0048"},
    "Q14.cleaned": {"column": "站数", "before": "12.0", "after": "12"},
    "Q22": {"column": "数量", "value": "#REF!"},
    "Q17": {"column": "主管部门", "proposal": "山东省大数据局"},
    "G-30.type-error": {"column": "站数", "value": "不详", "expected": "integer"},
    "G-30.number-not_finite": {"column": "站数", "value": "NaN"},
    "G-30.constraint-minimum": {"column": "站数", "value": "-1", "limit": "0"},
    "G-30.constraint-maximum": {"column": "得分", "value": "101", "limit": "100"},
    "G-30.constraint-enum": {"column": "类别", "value": "丙", "limit": "甲、乙"},
    "G-30.constraint-pattern": {"value": "25O100", "limit": "[0-9]{6}"},
    "M-01.bad_entry": {"detail": "客运站.csv"},
    "M-03.duplicate_key": {"detail": "resources"},
    "M-03.too_deep": {"detail": 64},
    "M-03.too_large": {"detail": 5242880},
    "G-30.too_many_columns": {"count": 3000, "limit": 1024},
    "G-40.too_many_columns": {"cells": 3000, "limit": 1024},
    "G-40.too_many_cells": {"cells": 3000},
    "G-40.too_large": {"limit": 2_000_000_000},
    "G-40.disguised": {"found": "html"},
    "G-40.dbf_page": {"declared": "UTF-8", "found": "GBK"},
    "G-40.dbf_broken": {"detail": "客运站.dbf"},
    "G-40.bomb": {"detail": "4 GiB"},
    "G-40.error_text": {"value": "ORA-00942: table or view does not exist"},
    "G-40.json_constant": {"name": "NaN"},
    "Q01.cleaned": {"before": "gb18030"},
    "Q02.delimiter_unclear": {"found": ", ;"},
    "Q02.dialect_delimiter": {"value": "#"},
    "Q02.dialect_quote": {"value": "'"},
    "Q05.sections": {"column": "地区", "value": "山东省"},
    "Q09.future": {"column": "登记日期", "value": "2102-01-04"},
    "Q09.mixed": {"column": "统计期"},
    "Q09.october": {"column": "月份", "value": "2016.1", "proposal": "2016-10"},
    "Q10": {"column": "投资额（万元）", "value": "1.5亿", "proposal": "15000"},
    "Q15": {"column": "是否启用", "value": "有", "proposal": "是"},
    "Q15.cleaned": {"column": "是否启用", "before": "y", "after": "Y"},
    "Q15.mixed_words": {"column": "是否启用", "value": "Y", "proposal": "是"},
    "Q15.other_words": {"column": "是否启用", "value": "有", "proposal": "是"},
    "Q16.ambiguous": {"column": "区县", "value": "市中区", "places": "济南市市中区、枣庄市市中区"},
    "Q16.retired": {"column": "行政区划代码", "names": "370282（即墨市）"},
    "Q16.unknown": {"column": "行政区划代码", "value": "370149"},
    "Q18.but_serial": {"column": "序号"},
    "Q19": {"column": "序号"},
    "Q19.broken": {"column": "序号", "before": "30", "value": "39"},
    "Q20": {"column": "公交线", "value": "1路、2路、K51路"},
    "Q21.several_members": {"members": "客运站.csv、线路.csv"},
    "Q21.union": {"label": "市"},
    "Q23": {"labels": "2019年、2020年、2021年"},
    "Q23.early": {"labels": "2025年（预计）"},
    "Q24.degrees": {"column": "经度", "value": "117°02′30″E", "proposal": "117.041667"},
    "Q24.no_crs": {"labels": "经度、纬度"},
    "Q24.sensitive_site": {"column": "名称", "value": "监狱***"},
    "Q24.swapped": {"column": "经度", "other": "纬度", "value": "36.1"},
    "Q26.nulls": {"labels": "面积（50 %）"},
    "Q26.constant": {"labels": "省份"},
    "Q27.fewer": {"rows": 40, "before": 120},
    "Q29.declared": {"rule": "合计 = 男 + 女", "left": "321", "right": "312"},
    "Q29.form": {"rule": "合计 in 1"},
    "Q29.order": {"column": "竣工日期", "value": "2018-05-01", "before": "2019-03-01"},
    "Q29.share": {"column": "占比", "value": "830"},
    "Q29.sum": {"column": "合计", "value": "321", "labels": "男、女"},
    "G-30.uscc-check": {"column": "统一社会信用代码", "value": "91370100MA3C00003Q"},
}  # fmt: skip


def facts(key: str) -> dict[str, Any]:
    """What fills the example of a sentence."""
    code, _, case = key.partition(".")
    kind = "type" if code == "G-30" else "reason"
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
