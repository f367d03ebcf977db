"""Coordinates (detector D12, Q24): in which system they are must be said, and where soldiers and prisons are is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate.batch import CELL, Batch
from harvesters.gate.findings import Findings
from harvesters.gate.rules.columns import Role
from harvesters.gate.rules.sensitive import normal, safe
from harvesters.gate.rules.tally import Column, Tally

_SYSTEM = re.compile(
    r"WGS[\s_-]?(?:19)?84|CGCS[\s_-]?2000|GCJ[\s_-]?02|BD[\s_-]?0?9(?:LL|MC)?|EPSG[\s:：]*\d{4,6}|CRS:?84|(?<!\d)(?:4326|4490|4479|3857)(?!\d)"
    r"|国家\s*2000|2000\s*国家(?:大地)?坐标系|大地\s*2000|火星坐标|百度坐标|高德坐标|(?:西安|北京)\s*(?:19)?(?:80|54)\s*坐标|web\s*mercator",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"[-+]?\d{1,9}(?:\.\d+)?|[东西南北EWSNewsn]?\s*\d{1,3}\s*[°度º].*|[-+]?\d{1,3}\.\d+\s*[,，;；\s]\s*[-+]?\d{1,3}\.\d+|POINT.*",
    re.IGNORECASE,
)
# Sites whose place is a secret of the state, and what makes the same words the name of something open to everybody.
_SITE = re.compile(
    r"军事(?:基地|禁区|管理区|设施|管制区|阵地|仓库|训练基地|要塞|目标|机构|单位|用地|区域|区)|(?:军|营|兵)营区?|兵营|军用|军械|军火|弹药库?|导弹|雷达(?:站|阵地|团|营|连)"
    r"|(?:陆|海|空|火箭)军(?:第|某|基地|部队|司令部|航空兵|机场|雷达|仓库|油库|训练)|部队(?:驻地|营房|营区|大院|机关|仓库|油库|训练场)|[0-9A-Za-z]{4,6}部队|某部队?驻地|驻军|军分区|警备区|集团军|军港|军舰"
    r"|军用机场|武警(?:[^\s]{0,12}(?:支队|总队|大队|中队|部队))|边防(?:部队|团|连|营)|民兵(?:武器|装备)(?:库|仓库)|国防(?:工程|设施|光缆|阵地)|战备(?:油库|仓库|洞库|电台)?|洞库|人防指挥所|地下指挥所"
    r"|监狱|看守所|拘留所|戒毒所|劳教所|羁押|军事(?=$|[,，;；、\s])|核(?:武器|材料库|废料库|设施)|火工品库|民爆(?:仓库|物品库)|炸药库"
)
# One of these stands in every such word: asked first, of a whole column at once.
_HINTS = (*"军兵监押拘毒核雷弹驻警战洞", "看守", "部队", "国防", "边防", "指挥所", "羁", "劳教", "民爆", "炸药", "火工")
_OPEN_SITE = re.compile(
    r"(?:[^,，;；。\s]{0,8}?)(?:博物馆|纪念馆|纪念地|纪念碑|陈列馆|展览馆|展馆|展区|旧址|遗址|遗迹|故址|古战场|文化|主题|题材|公园|景区|景点|乐园|体验|拓展|夏令营|冬令营|俱乐部|用品|书店"
    r"|社区|小区|家属|宿舍|花园|医院|门诊|诊所|幼儿园|小学|中学|学校|学院|大学|路|街|巷|大道|胡同|桥|村|庄|屯|镇|乡|公交|站牌|超市|商店|酒店|宾馆|饭店|招待所|教育"
    r"|干休所|退役|退休|离休|优抚|双拥|服务|管理局|管理处|加油站|居委会|村委会|企业)"
)
_FORMER = re.compile(
    r"(?:原|旧|老|古|前|近|邻|距|离|临)[^,，;；。]{0,4}$|气象$|天气$|多普勒$|测速$|(?:无|非|退|转|拥)$"
)


def system_in(text: str) -> str:
    """The system of coordinates that a text names; empty if none."""
    found = _SYSTEM.search(unicodedata.normalize("NFKC", text))
    return found[0] if found else ""


def sites(text: str) -> Iterator[re.Match[str]]:
    """Words for a sensitive site that are not part of the name of an open one."""
    for match in _SITE.finditer(text):
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 16]
        cell_before, cell_after = re.split("[\x1e\x1f]", before)[-1], re.split("[\x1e\x1f]", after)[0]
        if not _OPEN_SITE.match(cell_after) and not _FORMER.search(cell_before):
            yield match


class Places:
    """The columns of one table that hold coordinates, and what stands in the same rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._coordinates = [c for c in columns if c.role & (Role.LON | Role.LAT)]
        self._used: dict[int, Column] = {}
        self.sensitive: dict[int, Tally] = {}

    @property
    def used(self) -> list[Column]:
        """The columns in which positions were seen."""
        return [self._used[index] for index in sorted(self._used)]

    def look(self, batch: Batch) -> None:
        """A batch of raw rows."""
        if not self._coordinates:
            return
        for column in self._coordinates:
            if column.index not in self._used and column.index < len(batch.columns):
                filled = [normal(cell).strip() for cell in batch.columns[column.index] if cell.strip()]
                if any(_POSITION.fullmatch(cell) for cell in filled):
                    self._used[column.index] = column
        for index, values in enumerate(batch.columns if self._used else ()):
            text = CELL.join(values)
            if not text.isascii() and any(map(text.__contains__, _HINTS)) and any(True for _ in sites(normal(text))):
                self._sites(batch, index, values)

    def _sites(self, batch: Batch, index: int, values: Sequence[str]) -> None:
        for n, cell in enumerate(values):
            placed = any(one.index < len(batch.cells[n]) and batch.cells[n][one.index].strip() for one in self.used)
            found = next(sites(normal(cell)), None) if placed and cell else None
            if found is not None:
                self.sensitive.setdefault(index, Tally()).add(batch.numbers[n], found[0][:2] + "***")


def check(
    file: str,
    places: Places,
    columns: Sequence[Column],
    fields: Sequence[Mapping[str, Any]],
    crs: str,
    *,
    bare: bool,
    found: Findings,
) -> None:
    """Q24, when all rows were seen. ``fields``: the columns' dictionary; ``crs``: the system, if it is said for
    all of them; a bare file has nobody who could have said it, so that it is only warned."""
    named = {str(field.get("name")): " ".join(said_of(field)) for field in fields}
    lacking = [c for c in places.used if not system_in(f"{c.label} {named.get(c.label, '')}")]
    if lacking and not crs:
        severity = Severity.WARN if bare else Severity.BLOCK
        labels = "、".join(one.shown for one in lacking)
        params = {"reason": "no_crs", "labels": labels}
        found.add(Finding("Q24", severity, file=file, row=None, column=lacking[0].shown, params=params))
    for index, tally in sorted(places.sensitive.items()):
        label = columns[index].shown if index < len(columns) else safe(f"#{index + 1}")
        for row, value, times in tally.places():
            place: dict[str, Any] = {"file": file, "row": row, "column": label}
            params = {"reason": "sensitive_site"}
            found.add(Finding("Q24", Severity.BLOCK, **place, value=value, params=params), times)


def said_of(field: Mapping[str, Any]) -> Iterator[str]:
    """Where a dictionary may say in which system a column is."""
    for key in ("sd:crs", "crs", "sd:unit", "description", "title", "format"):
        if isinstance(field.get(key), str):
            yield field[key]
