"""One defect in a clean table, each kind once: what is planted, where, and which rule must say so.

A fault is a function of the dice and a table; None if such a table cannot have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from lifelike.content_faults import CONTENT
from lifelike.planting import Fault, Planted, added, any_row, book, bytes_of, cell, columns, rows, told
from lifelike.table import Field, Row, Table, card, mobile, number, person_id, text, uscc
from lifelike.writing import Written, lines


def _total(dice: Random, table: Table) -> tuple[list[Row], int, str | None] | None:
    figures = [n for n, one in enumerate(table.fields) if one["type"] in ("number", "integer")]
    if table.fields[0]["type"] != "string" or not figures or table.key:
        return None
    row = ["" for _ in table.fields]
    row[0] = dice.choice(("合计", "总　计", "全市"))
    for n in figures:
        row[n] = str(round(sum(float(cells[n] or 0) for cells in table.rows)))
    return [*table.rows, row], len(table.rows) + 2, table.fields[0]["name"]


def _double(dice: Random, table: Table) -> tuple[list[Row], int, str | None] | None:
    if len(table.key) != 1:
        return None
    row = any_row(dice, table)
    changed = [list(cells) for cells in table.rows]
    column = table.column(table.key[0])
    changed[row][column] = changed[0][column]
    return changed, row + 2, table.key[0]


def _emptied(dice: Random, table: Table) -> tuple[list[Row], int, str | None] | None:
    needed = [one["name"] for one in table.fields if (one.get("constraints") or {}).get("required")]
    if not needed or needed[0] in table.key or len(table.fields) < 3:
        return None
    row = any_row(dice, table)
    changed = [list(cells) for cells in table.rows]
    changed[row][table.column(needed[0])] = ""
    return changed, row + 2, needed[0]


def _ragged(more: bool) -> Fault:
    def plant(dice: Random, table: Table) -> Planted:
        row = any_row(dice, table)
        changed = [list(cells) for cells in table.rows]
        changed[row] = [*changed[row], "多出的一格"] if more else changed[row][:-1]
        return Planted(replace(table, rows=tuple(changed)), ("G-30",), row + 2, form="csv")

    return plant


def _open_quote(dice: Random, table: Table) -> Planted:
    def spoil(written: Written) -> Written:
        return replace(written, data=(lines(table) + '"没有结束的引号,').encode())

    return Planted(table, ("Q02",), len(table.rows) + 2, form="csv", spoil=spoil)


def _renamed(dice: Random, table: Table) -> Planted:
    fields = tuple(dict(one) for one in table.fields)
    label = fields[-1]["name"]

    def spoil(written: Written) -> Written:
        return replace(written, data=lines(table).replace(label, f"{label}（新）", 1).encode())

    return Planted(table, ("G-30",), 1, form="csv", spoil=spoil)


def _header_only(dice: Random, table: Table) -> Planted:
    return Planted(replace(table, rows=()), ("Q26.no_rows",), form="csv")


_CELLS = ("csv", "tsv", "xlsx", "xls", "ods", "json", "parquet")  # formats that name no system of coordinates


def _no_crs(dice: Random, table: Table) -> Planted | None:
    placed = [one for one in table.fields if "sd:crs" in one]
    if not placed:
        return None
    fields = tuple({key: value for key, value in one.items() if key != "sd:crs"} for one in table.fields)
    return Planted(replace(table, fields=fields), ("Q24",), None, placed[0]["name"], form=dice.choice(_CELLS))


def _secret_site(dice: Random, table: Table) -> Planted | None:
    if not any("sd:crs" in one for one in table.fields):
        return None
    row, label = any_row(dice, table), "地址"
    return Planted(table.with_cell(row, label, "某部队驻地弹药库"), ("Q24",), row + 2, label)


def _disguised(dice: Random, table: Table) -> Planted:
    page = f"<html><body><table><tr><td>{table.title}</td></tr></table></body></html>"
    return Planted(table, ("G-40",), form="csv", spoil=lambda written: replace(written, data=page.encode()))


def _error(dice: Random, table: Table) -> Planted:
    said = "ORA-00942: table or view does not exist\n"
    return Planted(table, ("G-40", "G-30"), form="csv", spoil=lambda written: replace(written, data=said.encode()))


def _traces(dice: Random, table: Table) -> Planted:
    spec = (
        text("乘客姓名"),
        text("定位时间"),
        {**number("经度"), "sd:crs": "WGS84"},
        {**number("纬度"), "sd:crs": "WGS84"},
    )
    made = [["张伟", f"2026-01-01 {n:02d}:00", f"117.{n:02d}1", f"36.{n:02d}1"] for n in range(12)]
    return Planted(Table("网约出行记录明细", spec, tuple(made)), ("G-11",), 3, "乘客姓名", also=("G-13",))


def _few(dice: Random, table: Table) -> Planted:
    """Statistics of persons in which a few stand alone with their age, sex and district."""
    many = [["30-39岁", "女", "历下区"], ["40-49岁", "男", "市中区"], ["20-29岁", "女", "槐荫区"]]
    made = [list(dice.choice(many)) for _ in range(60)] + [list(one) for one in many for _ in range(12)]
    at = dice.randrange(len(made))
    made.insert(at, ["90岁以上", "男", "平阴县"])
    spec = (text("年龄段"), text("性别"), text("区县"))
    return Planted(Table("参保情况明细", spec, tuple(made)), ("G-13",), at + 2, "年龄段", "review", also=("Q18", "Q26"))


def _mobiles(dice: Random, table: Table) -> Planted | None:
    labels = columns(table, "string", free=True)
    if not labels:
        return None
    changed = table.with_column(text("说明补充"), [f"联系{mobile(dice)}" for _ in table.rows])
    return Planted(changed, ("G-11",), 2, "说明补充")


def _cards(dice: Random, table: Table) -> Planted:
    return Planted(
        table.with_column(text("开户银行账号"), [card(dice) for _ in table.rows]), ("G-11",), 2, "开户银行账号"
    )


def _names_alone(dice: Random, table: Table) -> Planted | None:
    """Beside a telephone or an address a name would lead to a person (D6)."""
    if any(word in one["name"] for one in table.fields for word in ("电话", "地址", "位置", "场所")):
        return None
    return added("G-13", text("获奖者姓名"), _is("张伟"), verdict="review")(dice, table)


def _hidden_sheet(sheet: Any) -> tuple[int | None, str | None]:
    other = sheet.parent.create_sheet("底稿")
    other.append(["草稿"])
    other.sheet_state = "hidden"
    return None, None


def _hidden_row(sheet: Any) -> tuple[int | None, str | None]:
    sheet.row_dimensions[4].hidden = True
    return 4, None


def _ref(sheet: Any) -> tuple[int | None, str | None]:
    sheet.cell(4, 2).value = "#REF!"
    sheet.cell(4, 2).data_type = "e"
    return 4, sheet.cell(1, 2).value


def _formula(sheet: Any) -> tuple[int | None, str | None]:
    sheet.cell(5, 2).value = "=1+1"
    return 5, sheet.cell(1, 2).value


def _comment(sheet: Any) -> tuple[int | None, str | None]:
    from openpyxl.comments import Comment

    sheet.cell(3, 1).comment = Comment("身份证 370102190001010019", "办公室")
    return None, None


def _sheet_name(sheet: Any) -> tuple[int | None, str | None]:
    sheet.title = "内部资料"
    return None, None


def _damaged(raw: bytes) -> bytes:
    """One byte of a Chinese character lost."""
    place = next(n for n in range(len(raw) * 2 // 3, len(raw)) if raw[n] >= 0xE4)
    return raw[:place] + raw[place + 1 :]


def _wrong_letter(dice: Random) -> str:
    code = uscc(dice)
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def _is(value: str) -> Callable[[Random], str]:
    return lambda _: value


_NAME = (text("户主姓名"), _is("张伟"))
_CODE6 = text("邮政编码")
_KEPT = text("受理编号", pattern="[A-Z][0-9]{4}")
_BOOL: Field = {"name": "是否启用", "type": "boolean", "trueValues": ["Y"], "falseValues": ["N"]}
_DAY: Field = {"name": "登记日期", "type": "date"}

FAULTS: Mapping[str, Fault] = {
    # persons and secrets
    "D1": cell("G-10", person_id),
    "D1-in-text": cell("G-10", lambda dice: f"经办人张三，身份证号{person_id(dice)}，已核对"),
    "D1-spaced": cell("G-10", lambda dice: (n := person_id(dice))[:6] + " " + n[6:14] + " " + n[14:]),
    "D1-fullwidth": cell("G-10", lambda dice: "".join(chr(ord(c) + 0xFEE0) for c in person_id(dice))),
    "D1b": added("G-10", text("身份证号"), _is("370102000101001")),
    "D1c": added("Q14", text("身份证号"), _is("3.70102E+17"), form="csv"),
    "D1d": cell("G-13", _is("37010219000101****"), "review"),
    "D2": cell("G-13", mobile, "review"),
    "D2-many": _mobiles,
    "D3": added("G-12", text("姓名"), _is("张伟"), beside=(text("补充"), _is("0531-82345678"))),
    "D4": added("G-13", text("银行卡号"), card, verdict="review"),
    "D4-said": _cards,
    "D5-check": added("G-30", text("统一信用代码"), _wrong_letter, uscc),
    "D5-trader": added("G-13", text("统一信用代码"), lambda dice: uscc(dice, "92"), uscc, "review"),
    "D6": added("G-12", text("申请人姓名"), _is("欧阳建国"), beside=(text("出生日期"), _is("1900-01-01"))),
    "D6-names": _names_alone,
    "D7": added("G-13", text("家庭住址"), _is("济南市历下区经十路1号2号楼3单元401室"), verdict="review"),
    "D8": cell("G-13", lambda dice: f"车牌鲁A{dice.randrange(10**5):05d}", "review"),
    "D9": _traces,
    "D10-mail": cell("G-13", _is("联系 zhangwei1900@qq.com"), "review"),
    "D10-chat": cell("G-13", _is("QQ：123456789"), "review"),
    "D10-passport": added("G-13", text("护照号码"), _is("E12345678"), verdict="review"),
    "D11-secret": cell("G-03", lambda dice: f"{dice.choice(('机密', '秘密', '绝密'))}★{dice.randint(1, 20)}年"),
    "D11-draft": cell("G-03", lambda dice: dice.choice(("内部资料，注意保存", "（征求意见稿）")), "review"),
    "D11-sheet": book("G-03", _sheet_name, "review"),
    "D1-comment": book("G-10", _comment),
    "D12": _no_crs,
    "D13": _few,
    "D12-site": _secret_site,
    "G-14": lambda dice, table: Planted(
        replace(
            table.with_column(text("受理人"), ["张*"] * (len(table.rows) - 1) + ["李建国"]),
            record={"desensitisation": {"needed": True, "rules": ["受理人：姓+*"]}},
        ),
        ("G-14",),
        len(table.rows) + 1,
        "受理人",
    ),
    # bytes and layout
    "Q01-lost-byte": bytes_of("Q01", _damaged),
    "Q01-replacement": bytes_of("Q01", lambda raw: raw + "末行,\N{REPLACEMENT CHARACTER}\r\n".encode()),
    "Q01-mojibake": bytes_of("Q01", lambda raw: raw + "锟斤拷锟斤拷,烫烫烫\r\n".encode()),
    "Q01-mixed": bytes_of("Q01", lambda raw: raw + raw.decode().encode("gb18030")),
    "Q01-nul": bytes_of("Q01", lambda raw: raw[:-9] + b"\0" + raw[-9:]),
    "Q02": _open_quote,
    "Q07": rows("Q07", _total, "review"),
    "Q21-sheet": book("Q21", _hidden_sheet),
    "Q21-row": book("Q21", _hidden_row),
    "Q22": book("Q22", _ref, also=("G-30",)),
    "Q22-formula": book("Q22", _formula),
    "Q26": _header_only,
    "Q30": cell("Q30", _is("\ue863阳路")),
    "G-40-html": _disguised,
    "G-40-error": _error,
    # cells against the dictionary
    "Q09": added("Q09", _DAY, _is("17-10-22"), _is("2017-10-23"), "review"),
    "Q10": added("Q10", number("资金额", "万元"), _is("1.5亿"), _is("12000"), "review"),
    "Q12": added("Q12", number("调整数", "元"), _is("(1234)"), _is("1200"), "review"),
    "Q12-capitals": added("Q12", number("补助金额", "元"), _is("壹万贰仟元整"), _is("12000"), "review"),
    "Q13": added("Q13", _CODE6, _is("25000"), _is("250100"), form="csv"),
    "Q14": added("Q14", text("流水编号"), _is("3.70102E+17"), _is("370102201701010001"), form="csv"),
    "Q15": added("Q15", _BOOL, _is("有"), _is("Y"), "review"),
    "G-30-type": added("G-30", number("件数", kind="integer"), _is("不详"), _is("3")),
    "G-30-date": added("G-30", _DAY, _is("2017-02-30"), _is("2017-02-28")),
    "Q10-about": added("Q10", number("约数"), _is("约100"), _is("100")),
    "Q10-range": added("Q10", number("人数"), _is("100～200"), _is("100")),
    "Q10-up": added("Q10", number("变动"), _is("5.2↑"), _is("5.2")),
    "Q10-noted": added("Q10", number("产量"), _is("100*"), _is("100")),
    "Q10-unit": added("Q10", number("长度", "公里"), _is("100米"), _is("100")),
    "Q10-unit-some": added("Q10", number("比重"), _is("12%"), _is("13")),
    "Q10-unit-lacks": added("Q10", number("比例"), _is("12"), _is("13%")),
    "G-30-required": rows("G-30", _emptied, "returned"),
    "G-30-key": rows("G-30", _double, "returned"),
    "G-30-minimum": added("G-30", number("里程", minimum=0), _is("-1"), _is("5")),
    "G-30-maximum": added("G-30", number("得分", maximum=100), _is("101"), _is("99")),
    "G-30-enum": added("G-30", text("类别", enum=["甲", "乙"]), _is("丙"), _is("甲")),
    "G-30-pattern": added("G-30", _KEPT, _is("a0001"), _is("A0001")),
    "G-30-length": added("G-30", text("简码", maxLength=4), _is("ABCDE"), _is("ABCD")),
    "G-30-short": _ragged(more=False),
    "G-30-long": _ragged(more=True),
    "G-30-label": _renamed,
    # the record
    "V-00": told("V-00", {"title": "甲" * 201}),
    "V-01": told("V-01", {"notes": None}),
    "V-01-code": told("V-01", {"open_type": "公开"}),
    "V-01-review": told("V-01", {"category": None}, "review"),
    "V-02": told("V-02", {"identifier": "SDP/1"}),
    "V-03": told("V-03", {"provider_code": "91370100MA3C00003Q"}),
    "V-04": told("V-04", {"share_type": "2"}),
    "V-05": told("V-05", {"share_type": "3", "share_method_class": None, "share_method_type": None}, also=("V-09",)),
    "V-06": told("V-06", {"share_method_type": None}),
    "V-07": told("V-07", {"open_type": "conditional"}),
    "V-08": told("V-08", {"open_type": "not_open"}),
    "V-09": told("V-09", {"share_type": "3"}, also=("V-05", "V-06")),
    "V-11": told("V-11", {"issued": "2999-01-01"}),
    "V-12": told("V-12", {"related_codes": ["A 1"]}),
    "V-14": told("V-14", {"title": "客运站信息。"}),
    "V-13": lambda dice, table: Planted(
        replace(table, fields=({**table.fields[0], "sd:id": "A-1"}, *table.fields[1:])),
        ("V-13",),
        None,
        table.fields[0]["name"],
    ),
    "V-15": lambda dice, table: Planted(
        table.with_column(number("收费金额"), ["5"] * len(table.rows)), ("V-15",), None, "收费金额"
    ),
    "V-17": told("V-17", {"security_level": "core"}),
    "G-02": told("G-02", {"secret_flag": "1"}),
    "G-04": told("G-04", {"security_level": "general_2"}),
    "G-31": told("G-31", {"contact_dept_phone": "13800138000"}),
    "G-31-licence": told("G-31", {"license_id": None}),
    **CONTENT,
}
