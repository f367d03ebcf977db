"""行政管理: divisions of township and county, their changes and history, the task ledger of the founding plan."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator

from .forms import Form, Rows
from .packages import DIVISION, GB2260, JIONLP, Shelf
from .spec import Dataset, Table, date, text

CATEGORY = "public-administration"
_AUTHORITIES = {"国批": "国务院", "民批": "民政部"}


def township_rows(shelf: Shelf) -> Rows:
    for r in csv.DictReader(io.StringIO(shelf.text(DIVISION, "dist/streets.csv"))):
        if r["provinceCode"] == "37":
            yield r["code"], r["name"], r["areaCode"], r["provinceCode"], r["cityCode"]


def county_rows(shelf: Shelf) -> Rows:
    for r in csv.DictReader(io.StringIO(shelf.text(DIVISION, "dist/areas.csv"))):
        if r["provinceCode"] == "37":
            kind = "统计用区" if r["code"][4] == "7" else "县级政区"
            yield r["code"], r["name"], r["cityCode"] + "00", kind


def change_rows(shelf: Shelf) -> Rows:
    """The package has one change twice."""
    yield from dict.fromkeys(_changes(shelf))


def _changes(shelf: Shelf) -> Iterator[tuple[str, ...]]:
    for line in shelf.text(JIONLP, "dictionary/china_location_change.txt").splitlines():
        if line.strip():
            old, new = (part.split("\t") for part in line.split("=>"))
            day, authority, *names = old
            before = [*names[::2], ""][:3]  # each name is followed by its short form; a city alone has no county
            yield day, _AUTHORITIES[authority], *before, *[*new, ""][:3]


def history_rows(shelf: Shelf) -> Rows:
    """Every revision of the package that says its date: a year, or a year and a month."""
    (assignment,) = ast.parse(shelf.text(GB2260, "gb2260/data.py")).body
    assert isinstance(assignment, ast.Assign)
    revisions = ast.literal_eval(assignment.value)
    for revision in sorted((r for r in revisions if r), key=str):
        shown = str(revision) if revision < 10_000 else f"{revision // 100}-{revision % 100:02d}"
        for code, name in sorted(revisions[revision].items()):
            if code // 10_000 == 37:
                yield shown, str(code), name


TOWNSHIPS = Dataset(
    "townships",
    "DEMO/000004",
    "山东省乡级行政区划代码演示数据",
    about="山东省街道、镇、乡的九位统计用区划代码和名称，以及所属县级、地级、省级的代码，每个乡级单位一行。",
    origin="资料取自开源软件 china-division 2.7.0（WTFPL 许可），反映 2023 年 6 月 30 日的统计用区划，其中含开发区等统计上单列的区域，"
    "并不都是行政区划；整理时只译出表头。代码均为文本，请勿按数字处理。",
    english="Nine-digit statistical division codes of townships in Shandong, as of 2023-06-30, from china-division 2.7.0 (WTFPL). "
    "Demonstration data, not official.",
    category=CATEGORY,
    domains=("21",),
    keywords=("乡级", "街道", "乡镇", "行政区划代码", "township"),
    system="china-division 区划资料",
    packages=((DIVISION, "dist/streets.csv"),),
    catalog_class="103",
    cycle="yearly",
    temporal=("2023-01-01", "2023-12-31"),
    tables=(
        Table(
            "townships",
            "乡级行政区划代码",
            "乡级行政区划代码.csv",
            (
                text("乡级代码", "code", "九位", fixed=9, required=True, unique=True, pattern=r"^37\d{7}$"),
                text("名称", "name", length=40, required=True),
                text("县级代码", "county_code", "六位", fixed=6, required=True, pattern=r"^37\d{4}$"),
                text("省级代码", "province_code", "两位", fixed=2, required=True, enum=("37",)),
                text("地级代码", "city_code", "四位", fixed=4, required=True, pattern=r"^37\d{2}$"),
            ),
            ("乡级代码",),
            township_rows,
            Form(encoding="utf-8", newline="\n"),
        ),
    ),
)
COUNTIES = Dataset(
    "county-codes",
    "DEMO/000021",
    "山东省县级统计用区划代码演示数据",
    about="山东省县级的六位统计用区划代码、名称和所属地级代码，每个县级单位一行。开发区、高新区等统计上单列的区域标为“统计用区”，不是行政区划；"
    "只要行政区划的，请用“类别”为“县级政区”的行，或用门户的县级行政区代码表。",
    origin="资料取自开源软件 china-division 2.7.0（WTFPL 许可），反映 2023 年 6 月 30 日的统计用区划；整理时译出表头，地级代码补为六位，"
    "并按代码第五位标出类别。代码均为文本，请勿按数字处理。",
    english="Six-digit statistical division codes of counties in Shandong, as of 2023-06-30, development zones marked, from china-division 2.7.0 "
    "(WTFPL). Demonstration data, not official.",
    category=CATEGORY,
    domains=("21",),
    keywords=("县级", "区县", "统计用区划代码", "county"),
    system="china-division 区划资料",
    packages=((DIVISION, "dist/areas.csv"),),
    catalog_class="103",
    cycle="yearly",
    temporal=("2023-01-01", "2023-12-31"),
    tables=(
        Table(
            "counties",
            "县级统计用区划代码",
            "县级统计用区划代码.csv",
            (
                text("县级代码", "code", "六位", fixed=6, required=True, pattern=r"^37\d{4}$"),
                text("名称", "name", length=40, required=True),
                text("地级代码", "city_code", "六位", fixed=6, required=True, pattern=r"^37\d{2}00$"),
                text("类别", "kind", length=8, required=True, enum=("县级政区", "统计用区")),
            ),
            ("县级代码",),
            county_rows,
        ),
    ),
)
CHANGES = Dataset(
    "division-changes",
    "DEMO/000022",
    "2002—2023年县级行政区划变更记录演示数据",
    about="2002 年至 2023 年经国务院或民政部批准的县级行政区划变更：批准日期、批准机关、变更前后的省、市、县级名称，每项变更一行。"
    "全国的记录，其中山东省 5 项；不是完整记录，例如没有莱芜市并入济南市。",
    origin="资料取自开源软件 jionlp 1.5.31（Apache-2.0 许可）；整理时译出表头，“国批”“民批”写为机关名称，略去地名简称，去除重复的 1 行。",
    english="Changes of county-level divisions in China approved 2002–2023, five of them in Shandong, from jionlp 1.5.31 (Apache-2.0). "
    "Not complete. Demonstration data, not official.",
    category=CATEGORY,
    domains=("21",),
    keywords=("行政区划", "区划变更", "撤县设区", "撤县设市"),
    system="jionlp 区划变更资料",
    packages=((JIONLP, "jionlp/dictionary/china_location_change.txt"),),
    catalog_class="103",
    temporal=("2002-12-31", "2023-04-03"),
    tables=(
        Table(
            "changes",
            "县级行政区划变更记录",
            "县级行政区划变更记录.csv",
            (
                date("批准日期", "approved_on", required=True, minimum="2002-01-01", maximum="2023-12-31"),
                text("批准机关", "authority", length=8, required=True, enum=("国务院", "民政部")),
                text("原省级", "old_province", length=20, required=True),
                text("原地级", "old_city", length=20),
                text("原县级", "old_county", length=20),
                text("现省级", "new_province", length=20, required=True),
                text("现地级", "new_city", length=20),
                text("现县级", "new_county", length=20),
            ),
            (),
            change_rows,
        ),
    ),
)
HISTORY = Dataset(
    "division-history",
    "DEMO/000023",
    "2002—2013年山东省行政区划代码历年版本演示数据",
    about="国家标准 GB/T 2260 各版本中山东省的行政区划代码和名称，每个版本、代码一行，共 16 个版本，最早为 2002 年，最晚为 2013 年。"
    "可查某个代码在哪些年份有效、叫什么名称；2013 年以后的变化不在其中，请看门户的县级行政区代码表。",
    origin="资料取自开源软件 GB2260 0.4.1（BSD 许可）；整理时只选出山东省的代码、译出表头，没有注明日期的一个版本未收。",
    english="Division codes of Shandong in 16 revisions of GB/T 2260, 2002–2013, from GB2260 0.4.1 (BSD). Demonstration data, not official.",
    category=CATEGORY,
    domains=("21",),
    keywords=("行政区划代码", "GB/T 2260", "历年", "版本"),
    system="GB2260 代码资料",
    packages=((GB2260, "gb2260/data.py"),),
    catalog_class="103",
    temporal=("2002-01-01", "2013-12-31"),
    tables=(
        Table(
            "codes",
            "历年行政区划代码",
            "历年行政区划代码.csv",
            (
                text("版本", "revision", "年，或年-月", length=7, required=True, pattern=r"^\d{4}(-\d{2})?$"),
                text("代码", "code", "六位", fixed=6, required=True, pattern=r"^37\d{4}$"),
                text("名称", "name", length=20, required=True),
            ),
            ("版本", "代码"),
            history_rows,
        ),
    ),
)
LEDGER = Dataset(
    "task-ledger",
    "2017-75-tasks",
    "山东省政务信息系统整合共享任务台账（鲁政办发〔2017〕75号）演示数据",
    about="《山东省政务信息系统整合共享实施方案》（鲁政办发〔2017〕75号，2017 年 10 月 23 日印发）附件“工作任务分解表”的 50 项任务：任务编号、正文条目、"
    "任务、时限、责任单位（附件所列、正文所列分开），以及门户为该任务提供的对接和类别，每项任务一行。",
    origin="由门户维护组根据方案的正文和附件整理；转录文本的错漏按正文更正，附件编号在扫描件中残缺的按次序补出，只见于附件的时限注明“仅附件”。"
    "进展情况由责任单位填报，本台账不含。以印发的文件为准。",
    english="The 50 tasks of Shandong's 2017 plan for integrating and sharing government information systems (Lu Zhengban Fa [2017] No. 75): number, "
    "section, goal, deadline, units by source, and what this portal provides. Compiled by the portal. Demonstration data, not official.",
    category=CATEGORY,
    domains=("14", "21"),
    keywords=("任务台账", "政务信息系统", "整合共享", "工作任务分解", "鲁政办发〔2017〕75号", "tasks"),
    system="门户任务台账",
    licence="sd-open-licence",
    attribution="门户演示数据（非官方）整理，依据鲁政办发〔2017〕75号",
    sources=("鲁政办发〔2017〕75号《山东省政务信息系统整合共享实施方案》正文与附件（门户整理）",),
    temporal=("2017-10-23", "2018-12-31"),
    tables=(
        Table(
            "tasks",
            "任务台账",
            "任务台账.csv",
            (
                text(
                    "任务编号",
                    "task_no",
                    "附件的编号，A1 至 A50",
                    length=3,
                    required=True,
                    unique=True,
                    pattern=r"^A([1-9]|[1-4]\d|50)$",
                ),
                text("正文条目", "section", "方案正文中的章节", length=12, required=True),
                text("任务", "goal", length=120, required=True),
                text("时限", "deadline", "年-月，分步的以分号隔开；长期任务写“长期”", length=60, required=True),
                text("时限依据", "deadline_source", length=8, required=True, enum=("正文", "仅附件")),
                text("责任单位（附件）", "units_annex", length=120, required=True),
                text("责任单位（正文补充）", "units_body", "正文另行写明的单位", length=120),
                text("门户提供的对接", "portal_provides", length=200, required=True),
                text(
                    "类别",
                    "class",
                    "甲：门户核心；乙：门户有对接接口；丙：门户只发布证据；丁：门户不涉及",
                    length=1,
                    required=True,
                    enum=("甲", "乙", "丙", "丁"),
                ),
            ),
            ("任务编号",),
        ),
    ),
)
DATASETS = (TOWNSHIPS, COUNTIES, CHANGES, HISTORY, LEDGER)
