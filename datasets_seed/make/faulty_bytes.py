"""Faults of the bytes: broken and mixed encodings, files that are no table, numbers and marks that must never be published."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from .faulty import example, good
from .forms import Form, Rows, written
from .packages import Shelf
from .public_administration import CHANGES
from .road_transport import AIRPORTS, PLATE_CODES
from .spec import Dataset, Table, date, integer, remark, text

_PLATES = PLATE_CODES.tables[0]
_ROWS = good(PLATE_CODES)


def _plates(folder: str, number: int, title: str, about: str, raw: Callable[[], bytes], encoding: str) -> Dataset:
    table = replace(_PLATES, rows=None, raw=raw, form=Form(encoding=encoding))
    return example(folder, number, title, about, table, like=PLATE_CODES, keywords=("机动车号牌", "编码"))


def _whole() -> bytes:
    return written(Form(encoding="utf-8"), _ROWS[0], _ROWS[1:])


def _broken() -> bytes:
    """One byte of 台 in 烟台市 is another."""
    place = _whole().index("烟台市".encode()) + len("烟".encode()) + 1
    return _whole()[:place] + b"\x3f" + _whole()[place + 1 :]


def _mixed() -> bytes:
    """The first rows are UTF-8, what was pasted below them is GBK."""
    lines = _whole().decode("utf-8").splitlines(keepends=True)
    return "".join(lines[:12]).encode("utf-8") + "".join(lines[12:]).encode("gbk")


# by hand in traditional characters, for Big5 has no others
_BIG5 = """
魯A 濟南市（除萊蕪區、鋼城區）|魯B 青島市|魯C 淄博市|魯D 棗莊市|魯E 東營市|魯F 煙臺市|魯G 濰坊市|魯H 濟寧市|魯J 泰安市|魯K 威海市|
魯L 日照市|魯M 濱州市|魯N 德州市|魯P 聊城市|魯Q 臨沂市|魯R 菏澤市|魯S 濟南市萊蕪區、鋼城區|魯W 省直系統|魯Y 煙臺市增補
"""


def _big5() -> bytes:
    """The labels are those of the dictionary, so that nothing but the encoding is wrong."""
    rows = [entry.split() for entry in _BIG5.replace("\n", "").split("|")]
    return written(Form(encoding="big5"), ["號牌代號", "發牌機關代號所屬地區"], rows)


def _certificates(planted: str) -> Callable[[Shelf], Rows]:
    """Sixteen invented certificates, one for each city; the ninth carries what was planted."""
    cities = [
        "济南",
        "青岛",
        "淄博",
        "枣庄",
        "东营",
        "烟台",
        "潍坊",
        "济宁",
        "泰安",
        "威海",
        "日照",
        "临沂",
        "德州",
        "聊城",
        "滨州",
        "菏泽",
    ]
    notes = {4: "补证", 9: planted}
    rows = []
    for n, city in enumerate(cities, start=1):
        month, day = (n - 1) % 12 + 1, n + 5
        dates = (f"2024-{month:02d}-{day:02d}", f"2029-{month:02d}-{day - 1:02d}")
        rows.append((f"鲁演-2024-{n:04d}", f"{city}市", *dates, notes.get(n, "")))
    return lambda shelf: rows


def _marked(shelf: Shelf) -> Rows:
    """The changes in Shandong, the third marked as secret."""
    mine = [row for row in good(CHANGES)[1:] if row[2] == "山东省"]
    for n, (day, authority, _, city, county, _, new_city, new_county) in enumerate(mine, start=1):
        yield day, authority, city, county, new_city, new_county, "机密★1年" if n == 3 else ""


def _error_message() -> bytes:
    """What a gateway answers when its token has run out, saved under the table's name."""
    return json.dumps({"code": 300, "msg": "权限认证失败", "data": None}, ensure_ascii=False).encode("utf-8")


def _html() -> bytes:
    """What many office systems export as .xls: a web page."""
    rows = "".join(f"<tr><td>{city}</td><td>{number}</td></tr>" for city, number in (("济南市", 12), ("青岛市", 10)))
    head = '<html><head><meta charset="utf-8"></head><body><table border="1">'
    return f"{head}<tr><th>城市</th><th>县级政区数</th></tr>{rows}</table></body></html>".encode()


DELIVERIES = (
    _plates(
        "broken-byte",
        103,
        "文件中有一个损坏的字节",
        "文件为 UTF-8 编码，其中“烟台市”的“台”字有一个字节在传输中损坏，预期按规则 Q01 退回，并指出行、列和字节位置。",
        _broken,
        "utf-8",
    ),
    _plates(
        "mixed-encoding",
        105,
        "同一文件混用两种编码",
        "文件前一半是 UTF-8，后一半是从旧系统粘贴来的 GBK，预期按规则 Q01 退回，并指出从哪一行开始不同。",
        _mixed,
        "utf-8",
    ),
    _plates(
        "big5",
        106,
        "大五码（Big5）编码的文件",
        "文件是繁体系统导出的大五码，平台只接受 UTF-8、GB18030 和 UTF-16，预期按规则 Q01 退回，不猜测。",
        _big5,
        "big5",
    ),
    example(
        "error-message",
        112,
        "接口的报错信息存成了表格文件",
        "令牌过期时接口返回了一段报错信息，采集程序把它存成了 .csv，预期按规则 G-40 退回。",
        replace(AIRPORTS.tables[0], rows=None, raw=_error_message, form=Form(encoding="utf-8")),
        like=AIRPORTS,
        keywords=("民用机场", "接口"),
    ),
    example(
        "html-xls",
        113,
        "网页存成了 .xls 文件",
        "文件名是 .xls，内容其实是网页中的表格，预期按规则 G-40 退回，并说明怎样另存。",
        Table(
            "counties",
            "县级政区数",
            "县级政区数.xls",
            (text("城市", "city", length=20, required=True), integer("县级政区数", "counties", unit="个", minimum=1)),
            ("城市",),
            raw=_html,
            form=Form(kind="xls"),
        ),
        category="public-administration",
        domains=("21",),
        keywords=("网页", "电子表格"),
    ),
    example(
        "id-number",
        101,
        "资格证书登记中混入身份证号码",
        "内容为合成数据，没有真实人员。第 10 行的备注里混入了一个身份证号码（校验位正确的测试号码），预期按规则 G-10 退回，并隔离原文件。",
        Table(
            "certificates",
            "资格证书登记",
            "资格证书登记.csv",
            (
                text("证书编号", "certificate_no", length=12, required=True, unique=True),
                text("受理城市", "city", length=20, required=True),
                date("发证日期", "issued_on", required=True),
                date("有效期至", "valid_until", required=True),
                remark("备注", "note"),
            ),
            ("证书编号",),
            _certificates("补证，原件随档，申请人证件370102190001010019"),
        ),
        category="qualifications",
        domains=("1",),
        keywords=("资格证书",),
    ),
    example(
        "secret-marker",
        104,
        "表中带有密级标志",
        "内容均为公开信息；第 4 行的备注里加了一个密级标志，预期按规则 G-03 退回、隔离并通知保密管理人员。",
        Table(
            "changes",
            "行政区划变更记录",
            "行政区划变更记录.csv",
            (
                date("批准日期", "approved_on", required=True),
                text("批准机关", "authority", length=8, required=True, enum=("国务院", "民政部")),
                *(
                    text(label, column, length=20, required=True)
                    for label, column in (
                        ("原地级市", "old_city"),
                        ("原县级政区", "old_county"),
                        ("现地级市", "new_city"),
                        ("现县级政区", "new_county"),
                    )
                ),
                remark("备注", "note"),
            ),
            rows=_marked,
            form=Form(encoding="utf-8"),
        ),
        like=CHANGES,
        keywords=("行政区划", "密级标志"),
    ),
)
