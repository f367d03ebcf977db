"""A workbook to fill in: Chinese headers, drop-downs for what has a fixed list, an example row, a page that explains.

The page is called 填写说明; the gate reads the table beside it and leaves the page alone.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

GUIDE = "填写说明"
ROWS = 5000
_INLINE = 250  # what a list written into the cell's rule may hold
_TYPES = {
    "string": "文本",
    "integer": "整数",
    "number": "数值",
    "date": "日期（年-月-日，如 2026-01-31）",
    "datetime": "日期时间（如 2026-01-31 08:30:00）",
    "year": "年份",
    "boolean": "是否值（是、否）",
}
_SAMPLES = {
    "integer": "1",
    "number": "1.5",
    "date": "2026-01-31",
    "datetime": "2026-01-31 08:30:00",
    "year": "2026",
    "boolean": "是",
}
_HEAD, _SAMPLE = PatternFill("solid", start_color="DCE9F7"), PatternFill("solid", start_color="F1F3F6")
_ADVICE = (
    "每行一条记录，表头不要改名、移动或合并；不要插入标题行、合计行和空列。",
    "第 2 行是示例，填报前请替换或删除。",
    "代码、编号、电话按文本填写，保留前面的 0；日期写成 2026-01-31；数值只写数字，单位见下表。",
    "不要填写身份证号、个人手机号、银行卡号等个人信息，也不要填写涉密内容。",
    "填好后先到门户“自检台”校验，按提示修改，再交付。",
)


def workbook(title: str, fields: Sequence[Mapping[str, Any]], example: Sequence[str] = ()) -> bytes:
    """The template of a table. ``fields``: Table Schema; ``example``: a row in their order, made up if it is empty."""
    book = Workbook()
    table = book.active
    assert table is not None
    table.title = "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "数据"
    guide = book.create_sheet(GUIDE)
    _explain(guide, title, fields)
    for number, field in enumerate(fields, start=1):
        letter = get_column_letter(number)
        head = table.cell(1, number, str(field["name"]))
        head.font, head.fill = Font(bold=True), _HEAD
        table.column_dimensions[letter].width = max(14, min(40, 2 * len(str(field["name"])) + 6))
        if field.get("type", "string") not in ("integer", "number"):
            table.column_dimensions[letter].number_format = "@"
        given = example[number - 1] if number <= len(example) else ""
        sample = table.cell(2, number, _typed(field, given or _made_up(field)))
        sample.fill, sample.font = _SAMPLE, Font(italic=True, color="6B7280")
        if not isinstance(sample.value, int | float):
            sample.number_format, sample.data_type = "@", "s"
        rule = _rule(field, guide, number)
        if rule is not None:
            table.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{ROWS}")
    table.cell(2, 1).comment = Comment("示例行：填报前请替换或删除", "门户")
    table.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _explain(guide: Any, title: str, fields: Sequence[Mapping[str, Any]]) -> None:
    lines: list[list[str]] = [[f"{title}：{GUIDE}"], *([f"{n}. {text}"] for n, text in enumerate(_ADVICE, 1)), []]
    heads = ["列名", "类型", "必填", "最大长度", "单位", "可填的值", "说明"]
    for line in [*lines, heads, *(_described(field) for field in fields)]:
        guide.append(line)
    guide["A1"].font = Font(bold=True, size=14)
    for cell in guide[len(lines) + 1]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for letter, width in zip("ABCDEFG", (22, 30, 8, 10, 12, 48, 40), strict=True):
        guide.column_dimensions[letter].width = width
        for cell in guide[letter][len(lines) :]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _described(field: Mapping[str, Any]) -> list[str]:
    limits = field.get("constraints") or {}
    values = "、".join(map(str, limits.get("enum") or ()))
    if not values and (limits.get("minimum") is not None or limits.get("maximum") is not None):
        values = f"{limits.get('minimum', '')} 至 {limits.get('maximum', '')}".strip()
    return [
        str(field["name"]),
        _TYPES.get(str(field.get("type", "string")), str(field.get("type"))),
        "是" if limits.get("required") else "否",
        str(limits.get("maxLength") or ""),
        str(field.get("sd:unit") or ""),
        values,
        str(field.get("description") or field.get("title") or ""),
    ]


def _rule(field: Mapping[str, Any], guide: Any, number: int) -> DataValidation | None:
    """What a spreadsheet program checks while somebody types."""
    limits, kind = field.get("constraints") or {}, field.get("type", "string")
    values = [str(value) for value in limits.get("enum") or (("是", "否") if kind == "boolean" else ())]
    rule: DataValidation | None = None
    if values:
        said = "请从下拉列表里选择"
        rule = DataValidation("list", _listed(values, guide, number), allow_blank=not limits.get("required"))
    elif kind in ("integer", "number"):
        low, high = limits.get("minimum", -(10**15)), limits.get("maximum", 10**15)
        said = f"请填{_TYPES[kind]}，从 {low} 到 {high}" if "minimum" in limits else f"请填{_TYPES[kind]}，不带单位"
        rule = DataValidation("whole" if kind == "integer" else "decimal", str(low), str(high), operator="between")
    elif limits.get("maxLength"):
        said = f"最多 {limits['maxLength']} 个字"
        rule = DataValidation("textLength", str(limits["maxLength"]), operator="lessThanOrEqual")
    if rule is not None:
        rule.errorTitle, rule.error = str(field["name"])[:30], said
        rule.promptTitle, rule.prompt = str(field["name"])[:30], said
        rule.showErrorMessage = rule.showInputMessage = True
    return rule


def _listed(values: Sequence[str], guide: Any, number: int) -> str:
    """A short list stands in the rule itself, a long one in a column of the page that explains."""
    inline = ",".join(values)
    if len(inline) <= _INLINE and not any("," in value or '"' in value for value in values):
        return f'"{inline}"'
    column = 8 + number
    for row, value in enumerate(values, start=2):
        guide.cell(row, column, value).data_type = "s"
    letter = get_column_letter(column)
    return f"'{GUIDE}'!${letter}$2:${letter}${len(values) + 1}"


def _made_up(field: Mapping[str, Any]) -> str:
    limits, kind = field.get("constraints") or {}, str(field.get("type", "string"))
    if limits.get("enum"):
        return str(limits["enum"][0])
    if kind in ("integer", "number") and limits.get("minimum") is not None:
        return str(limits["minimum"])
    return _SAMPLES.get(kind, f"（{field['name']}）"[: limits.get("maxLength") or 60])


def _typed(field: Mapping[str, Any], text: str) -> Any:
    """A number is a number to the spreadsheet; everything else is text, so that no zero is lost."""
    try:
        return {"integer": int, "number": float}.get(str(field.get("type")), str)(text)
    except ValueError:
        return text
