"""行踪轨迹 (detector D9): where a person, or a private vehicle, was at what time, twice or more often. Buses, ships and
stations that measure have no private life; stations that stay where they are leave no trace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from harvesters.gate.batch import Batch
from harvesters.gate.rules.columns import Role, bare
from harvesters.gate.rules.names import is_name, masked_name
from harvesters.gate.rules.numbers import MOBILE
from harvesters.gate.rules.sensitive import mask, normal
from harvesters.gate.rules.tally import Column

# Nearer than about a hundred metres is the same place: a receiver that stands still is not still.
_NEAR = 0.001
# So many entities are kept in mind; of a table with more, those that come later are not followed.
REMEMBER = 50_000
_PUBLIC = re.compile(
    r"公交|公共汽车|线路|班次|车次|班线|客运|出租|巡游|网约|地铁|轨道|列车|航班|飞机|航空器|船|舶|渔|MMSI|IMO|航标|环卫|渣土|校车|危货|危险品|货运|冷链"
    r"|公务|执法|消防|救护|警务|监测|观测|测站|站点|断面|传感|浮标|气象|水文|水质|空气|噪声|PM2\.?5|PM10|AQI|SO2|NO2|巡检|洒水|扫雪|除雪",
    re.IGNORECASE,
)
# Devices and vehicles are private unless the table says otherwise; who travels is a person in any table.
_THING = re.compile(r".*(?:设备|终端|device|司机|驾驶员).*", re.IGNORECASE)
_OFFICIAL_TIME = re.compile(
    r"营业|开放|服务|办公|工作|更新|修改|创建|录入|入库|审核|审批|批准|发布|登记|注册|备案|成立|建成|开业|投用|投运|开通|上线|生效|有效|截止|发证|颁发|到期|竣工|验收|出生"
)
_MOMENT = re.compile(
    r"(?:\d{4}\D{1,3}\d{1,2}\D{1,3}\d{1,2}\D{0,3}[T\s]*)?\d{1,2}\s*[:时点]\s*\d{1,2}.*|\d{8}[T\s_-]?\d{4,6}|1[0-9]{9}(?:[0-9]{3})?|20\d{12}"
)
_SAID_TRACE = re.compile(
    r"轨迹|定位|gps|打卡|上报|签到|到访|停留|经过|出现|活动|采集|骑行|乘车|上车|下车|入住", re.IGNORECASE
)


_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,15})?")


@dataclass(slots=True)
class _Entity:
    """Whose first place and time are known; ``told`` once it was seen elsewhere at another time."""

    place: tuple[str, ...]
    time: tuple[str, ...]
    told: bool = False


@dataclass(slots=True)
class Traces:
    """Follows the persons of one table. ``about``: its title and file name, which may say that it is of buses."""

    columns: Sequence[Column]
    about: str = ""
    _known: dict[int, dict[int, _Entity]] = field(default_factory=dict)
    _who: list[Column] = field(default_factory=list)
    _where: list[Column] = field(default_factory=list)
    _when: list[Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        labels = " ".join(bare(column.label) for column in self.columns)
        public = _PUBLIC.search(f"{labels} {self.about}") is not None
        self._who = [column for column in self.columns if _travels(column, public)]
        self._where = [c for c in self.columns if c.role & (Role.LON | Role.LAT)]
        both = Role.LON | Role.LAT
        together = Role.NONE
        for column in self._where:
            together |= column.role & both
        self._when = [
            c for c in self.columns if (Role.TIME in c.role or _is_day(c)) and not _OFFICIAL_TIME.search(c.label)
        ]
        if together != both or not self._when:
            self._who = []

    def look(self, batch: Batch) -> None:
        """A batch of raw rows."""
        width = len(batch.columns)
        if not self._who or max(c.index for c in (*self._where, *self._when)) >= width:
            return
        places = list(zip(*(batch.columns[c.index] for c in self._where), strict=True))
        times = list(zip(*(self._moments(batch, c) for c in self._when), strict=True))
        for column in self._who:
            if column.index < width:
                self._follow(column, batch, places, times)

    def _moments(self, batch: Batch, column: Column) -> list[str]:
        """The cells that are points in time; where the header speaks of a trace, a day is one."""
        said = _SAID_TRACE.search(column.label) is not None or _is_day(column)
        return [
            cell if cell and (said or _MOMENT.fullmatch(normal(cell).strip())) else ""
            for cell in batch.columns[column.index]
        ]

    def _follow(
        self, column: Column, batch: Batch, places: Sequence[tuple[str, ...]], times: Sequence[tuple[str, ...]]
    ) -> None:
        known = self._known.setdefault(column.index, {})
        for row, cell, place, time in zip(batch.numbers, batch.columns[column.index], places, times, strict=True):
            if not cell or not all(place) or not any(time) or not _identifies(column, cell):
                continue
            entity = known.get(key := hash(cell))
            if entity is None:
                if len(known) < REMEMBER:
                    known[key] = _Entity(place, time)
            elif not entity.told and entity.time != time and _apart(entity.place, place):
                entity.told = True
                column.hit("trace", row, _shown(column, cell))


def _travels(column: Column, public: bool) -> bool:
    role = column.role
    if role & (Role.PERSON | Role.ID) and Role.INSTITUTION not in role:
        return True
    if Role.PHONE in role:
        return Role.OFFICE not in role and not public
    if Role.TRAVELLER in role:
        return not (public and _THING.fullmatch(bare(column.label)))
    return Role.PLATE in role and Role.TRANSIT not in role and not public


def _is_day(column: Column) -> bool:
    return (
        re.fullmatch(r"日期|轨迹日期|定位日期|采集日期|上报日期|打卡日期|date|day", bare(column.label), re.IGNORECASE)
        is not None
    )


def _identifies(column: Column, cell: str) -> bool:
    """A masked name or number is nobody in particular."""
    if any(star in cell for star in "*×某"):
        return False
    if Role.PERSON in column.role:
        return is_name(normal(cell), strict=False)
    return Role.PHONE not in column.role or MOBILE.search(normal(cell)) is not None


def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether these are two places."""
    if one == other:
        return False
    numbers = [_NUMBER.findall(normal(" ".join(place))) for place in (one, other)]
    if len(numbers[0]) != len(numbers[1]) or len(numbers[0]) != 2:
        return True
    return any(abs(float(a) - float(b)) > _NEAR for a, b in zip(*numbers, strict=True))


def _shown(column: Column, cell: str) -> str:
    text = normal(cell).strip()
    if Role.PERSON in column.role:
        return masked_name(text)
    return mask(text) if len(text) > 7 else text[:2] + "***"
