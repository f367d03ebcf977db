"""Small groups (detector D13): rows of persons whose age, sex, place and work fit fewer than five of them, and counts
of one or two people beside an illness or another matter of theirs. A person decides (G-13)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from harvesters.gate.batch import Batch
from harvesters.gate.rules.columns import Role, bare
from harvesters.gate.rules.tally import Column, Tally

K = 5
SMALL = frozenset({"1", "2", "１", "２"})
# More different groups than this are not counted: their rows are told as they are.
REMEMBER = 50_000
_OF_PERSON = re.compile(
    r"年龄(?:段|组)?|岁数|周岁|性别|出生(?:年份?|年月|日期)|婚姻(?:状况)?|age|sex|gender|birth_?year", re.IGNORECASE
)
_OF_LIFE = re.compile(
    r"职业|从业类别|学历|文化程度|受教育程度|民族|籍贯|国籍|政治面貌|户籍(?:所在)?地|居住地|现住地|(?:所在|所属|户籍|居住)?(?:行政区划|区划|区县|县区|市县|地市|区域|县市区)(?:代码|名称)?"
    r"|occupation|education|nationality|region|county",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"(?:指标|统计)?(?:数值|值|数据)|计数|频数|value|count|n|num|number|total", re.IGNORECASE)
_PEOPLE = re.compile(
    r".*(?:人数|例数|病例|患者数|死亡数|确诊数|感染数|户数|名额数|人口数?)(?:[（(].*[)）])?", re.IGNORECASE
)
_SENSITIVE = re.compile(
    r"[疾患发传慢职]\w{0,3}病(?!床|虫)|病(?:种|名|例|因|情|患)|诊断|残疾|伤残|宗教|信教|犯罪|违法|吸毒|戒毒|艾滋|HIV|性病|梅毒|结核|肝炎|癌|肿瘤|精神|抑郁|自杀|死因|死亡原因|中毒"
    r"|低保|贫困|特困|救助|孤儿|留守|未成年|流产|性侵|家暴|服刑|社区矫正",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Groups:
    """Counts the groups of one table. ``about``: its title, which may say what the figures are about."""

    columns: Sequence[Column]
    about: str = ""
    cells: dict[int, Tally] = field(default_factory=dict)  # count column → cells of one or two people
    _quasi: list[Column] = field(default_factory=list)
    _counts: list[Column] = field(default_factory=list)
    _sizes: dict[tuple[str, ...], list[int]] = field(default_factory=dict)  # group → [rows, first row]
    _beyond: int = 0

    def __post_init__(self) -> None:
        labels = {column.index: bare(column.label) for column in self.columns}
        measured = any(Role.STATISTIC in c.role or _MEASURE.fullmatch(labels[c.index]) for c in self.columns)
        persons = [c for c in self.columns if _OF_PERSON.fullmatch(labels[c.index])]
        lives = [c for c in self.columns if _OF_LIFE.fullmatch(labels[c.index])]
        named = any(Role.PERSON in c.role for c in self.columns)  # then G-12 or G-13 speak of each row
        if persons and len(persons) + len(lives) > 1 and not measured and not named:
            self._quasi = sorted(persons + lives, key=lambda column: column.index)
        if _SENSITIVE.search(" ".join([self.about, *labels.values()])):
            self._counts = [c for c in self.columns if _PEOPLE.fullmatch(labels[c.index])]

    def look(self, batch: Batch) -> None:
        """A batch of raw rows."""
        width = len(batch.columns)
        for column in self._counts:
            if column.index < width and not SMALL.isdisjoint(batch.columns[column.index]):
                tally = self.cells.setdefault(column.index, Tally())
                for row, cell in zip(batch.numbers, batch.columns[column.index], strict=True):
                    if cell in SMALL:
                        tally.add(row, "1–2")
        if self._quasi and self._quasi[-1].index < width:
            keys = zip(*(batch.columns[column.index] for column in self._quasi), strict=True)
            for row, key in zip(batch.numbers, keys, strict=True):
                self._count(row, key)

    def _count(self, row: int, key: tuple[str, ...]) -> None:
        if not all(key):
            return
        known = self._sizes.get(key)
        if known is not None:
            known[0] += 1
        elif len(self._sizes) < REMEMBER:
            self._sizes[key] = [1, row]
        else:
            self._beyond += 1

    def small(self) -> tuple[int, int, int] | None:
        """(groups of fewer than five, rows in them, the first such row); None if there is none."""
        few = [(rows, first) for rows, first in self._sizes.values() if rows < K]
        if not few:
            return None
        return len(few), sum(rows for rows, _ in few) + self._beyond, min(first for _, first in few)

    @property
    def quasi(self) -> Sequence[Column]:
        """The columns that together may tell who it is."""
        return self._quasi
