"""What stands around and between the rows of a table (Q03–Q07, Q18): titles and units above the header, a header of two
rows, notes below, page lines and repeated headers, totals, keys written once for several rows.

What is certainly no data is left out and written down (*auto*); what may be meant is taken out or filled in only as a
proposal that a person must confirm. Row numbers stay those of the file.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from harvesters.catalogue.items import NUMERIC
from harvesters.gate.batch import Batch
from harvesters.gate.cleaning import MARKS, clean_label
from harvesters.gate.heading import Head, number
from harvesters.gate.numbering import Numbering
from harvesters.gate.plain_rows import doubtful
from harvesters.gate.reading.csv import Record
from harvesters.gate.reading.stretches import Stretch
from harvesters.gate.rules import totals
from harvesters.gate.rules.masked import in_report
from harvesters.gate.schema import AUTO_MISSING

_NOTE = re.compile(
    r"[（(]?(?:注[:：、.．\s\d]|注$|[*＊※]\s?注|备注|附注|说明|资料来源|数据来源|来源[:：]|填表|填报|审核|制表|复核|统计负责人|单位负责人|负责人|联系人|联系电话)"
    # what tools of databases print below their rows
    r"|[（(]?(?:已选择|共返回|影响了?)?\s*\d+\s*行(?:受影响|记录)?[)）。.]?$"
    r"|[（(]?\d+ rows? (?:selected|affected|fetched|in set|returned)\b"
)
# What names a person is kept out of the log: only the word before it stands there.
_PERSONAL = re.compile(r"(填表人?|填报人?|审核人?|制表人?|复核人?|\w*负责人|联系人|联系电话)[:：].*", re.DOTALL)
# The line that such a tool draws below the header.
_RULED = re.compile(r"-{3,}|={3,}|_{3,}")
_PAGE = re.compile(
    r"(?:第\s*\d+\s*页(?:\W*共\s*\d+\s*页)?|共\s*\d+\s*页(?:\W*第\s*\d+\s*页)?|[-—]\s*\d+\s*[-—]|page\s+\d+(?:\s+of\s+\d+)?)",
    re.I,
)
_TOTAL_HINT = re.compile(totals.HINT)
_NOTE_FIRST = frozenset("_=（(注*＊※备附说资数来填审制复统单负联第共-—pP")
# What rows are grouped by, written once in merged cells; the name alone makes no key of it.
_GROUP = re.compile(
    r".{0,6}(?:[市县区省]|地区|城市|区县|乡镇|街道|部门|单位|机构|科室|院系|学校|类别|分类|类型|大类|行业|年份|年度|季度|月份|线路|片区|流域)"
    r"(?:名称?)?"
)
_GROUPS = 3000
_KIND = re.compile(r"最[高低大小]|中位|标准差|max|min|median", re.IGNORECASE)  # of figures, beside their mean
_NO_FIGURE = frozenset({*MARKS, *AUTO_MISSING})  # what stands in place of one
# What stands above a table of its own: 表2 青岛市公交线路, 二、农业, 单位：万元.
_TITLE = re.compile(
    r"(?:续?附?表\s*[\d一二三四五六七八九十]|[（(]?[一二三四五六七八九十]{1,3}[、.．）)]|单位[:：]).*|.{2,}(?:(?:情况|统计|明细|汇总|名单|一览)表?|登记表)"
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row left out: why, its number, its text as a log may show it."""

    rule: str
    row: int
    text: str


@dataclass(slots=True)
class Total:
    """A row of sums that was taken out: its label, where, and its cells."""

    row: int
    column: int
    label: str
    cells: list[str]
    mean: bool = False


class Body:
    """The rows of the table, without what is none. Iterate once; then ask what was left out."""

    def __init__(self, found: Head, fields: Sequence[Mapping[str, Any]]) -> None:
        self._rows = found.rows
        self._labels = [clean_label(cell) for cell in found.cells]
        self._width = len(self._labels)
        self._fields = fields
        self._figures = {n for n, one in enumerate(fields) if one.get("type") in NUMERIC}
        self._declared = bool(self._figures)
        words = [n for n in range(self._width) if n not in self._figures][:3]
        self._words = words if 0 in words else [0, *words]  # 合计 stands under 序号, too
        self.dropped: list[Dropped] = []
        self.total_rows: list[Total] = []
        self.left_out: list[Record] = []
        self.blank_rows, self.first_blank = 0, 0  # among the others
        self.another: tuple[int, str] | None = None  # where another table seems to begin, with what
        self._last: Record | Stretch | None = None  # what stands above blank rows
        self.numbering = Numbering(found.row)
        self._noted = False  # a note is among the rows that wait

    def __iter__(self) -> Iterator[Record | Stretch]:
        waiting: list[Record] = []
        for item in self._rows:
            if isinstance(item, Record):
                yield from self._looked_at(item, waiting)
                if not waiting:
                    self._last = item
            elif not waiting and self._all_plain(item):
                self.numbering.add(item.first, len(item))
                self._last = item
                yield item
            else:
                for record in item.records():
                    yield from self._looked_at(record, waiting)
                self._last = item
        for record in waiting:
            if not record.blank:
                self._drop("Q06", record)

    def _looked_at(self, record: Record, waiting: list[Record]) -> Iterator[Record]:
        if not waiting and self._is_plain(record.cells):
            self.numbering.add(record.row)
            yield record
        elif self._is_noise(record):
            self._drop("Q18", record)
        elif self._is_note(record, after_note=self._noted and bool(waiting)):
            waiting.append(record)
            self._noted = True
        elif (total := self._total(record)) is not None:
            yield from self._pass(waiting)
            self._noted = False
            self.total_rows.append(total)
            self.left_out.append(record)
        elif record.blank:
            waiting.append(record)
        else:
            if self.another is None and any(one.blank for one in waiting) and self._begins_another(record):
                self.another = record.row, self._quoted(record)
            yield from self._pass(waiting)
            yield from self._pass([record])
            self._noted = False

    def _all_plain(self, stretch: Stretch) -> bool:
        """Whether all its rows are data; the few that may be something else are asked one by one."""
        if stretch.frame.width != self._width or self._width < 3:
            return False
        return not any(
            self._is_noise(row) or self._is_note(row, after_note=False) or self._total(row) is not None
            for row in doubtful(stretch, self._labels[0], self._words)
        )

    def _is_plain(self, cells: list[str]) -> bool:
        """Asked of every row, so that the questions below are asked of few: it can be nothing but data."""
        if len(cells) != self._width or not cells[-1] or not cells[0] or cells[0] == self._labels[0]:
            return False
        if self._width < 3 or cells[0][0] in _NOTE_FIRST or cells[0][0].isspace():
            return False
        return not any(_TOTAL_HINT.search(cells[n]) for n in self._words)

    def _begins_another(self, record: Record) -> bool:
        """Whether a row after a blank one is the title or the header of another table (Q21): words where all above has
        figures, or one of our own labels."""
        filled = {n: text for n, cell in enumerate(self._cut(record).cells) if (text := clean_label(cell))}
        texts = set(filled.values())
        if len(filled) == 1:
            return self._width > 2 and _TITLE.fullmatch(unicodedata.normalize("NFKC", *texts)) is not None
        if len(texts) < max(2, 0.6 * self._width) or any(len(text) > 20 or number(text) is not None for text in texts):
            return False
        if len(texts & set(self._labels)) > 1 or filled.get(0) == self._labels[0]:
            return True
        above = self._last.records() if isinstance(self._last, Stretch) else [self._last] if self._last else []
        cells = next(iter(deque(above, maxlen=1)), Record(0, 0, [])).cells
        figures = [
            n for n, cell in enumerate(cells) if number(cell) is not None and (n in self._figures or not self._declared)
        ]
        return bool(figures) and self._width > 2 and all(filled.get(n, "无") not in _NO_FIGURE for n in figures)

    def _quoted(self, record: Record) -> str:
        """It may be a row of data all the same: a name of a person stays masked."""
        named = zip(self._labels, record.cells, strict=False)
        return shown(Record(record.row, record.line, [in_report(label, cell.strip()) for label, cell in named]))

    def _pass(self, records: list[Record]) -> Iterator[Record]:
        for record in records:
            if record.blank:  # holds nothing: it goes, as page lines do
                self.first_blank = self.first_blank or record.row
                self.blank_rows += 1
            else:
                self.numbering.add(record.row)
                yield self._cut(record)
        records.clear()

    def _cut(self, record: Record) -> Record:
        """Without the empty cells beyond the header, which spreadsheets leave behind."""
        cells = record.cells
        if len(cells) > self._width and not any(cell.strip() for cell in cells[self._width :]):
            return Record(record.row, record.line, cells[: self._width])
        return record

    def _drop(self, rule: str, record: Record) -> None:
        self.dropped.append(Dropped(rule, record.row, shown(record)))
        self.left_out.append(record)

    def _is_noise(self, record: Record) -> bool:
        """Q18: the header once more, or the line at the foot of a page."""
        first = record.cells[0].strip() if record.cells else ""
        if _RULED.fullmatch(first) and all(_RULED.fullmatch(cell.strip()) for cell in record.cells) and self._width > 1:
            return True
        if first and first == self._labels[0] and self._width > 1:
            return [clean_label(cell) for cell in self._cut(record).cells] == self._labels
        if self._width < 2 or (len(record.cells) > 1 and any(cell.strip() for cell in record.cells[2:])):
            return False
        filled = [cell.strip() for cell in record.cells if cell.strip()]
        return len(filled) == 1 and _PAGE.fullmatch(unicodedata.normalize("NFKC", filled[0])) is not None

    def _is_note(self, record: Record, *, after_note: bool) -> bool:
        """Q06, if nothing but such lines follows: 注：…, 资料来源：…, and the lines after it."""
        cells = record.cells
        if self._width < 2 or (len(cells) > 4 and any(cell.strip() for cell in cells[4:])):
            return False
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled or len(filled) > max(1, self._width // 2):
            return False
        return _NOTE.match(filled[0]) is not None or (after_note and len(filled) == 1 and number(filled[0]) is None)

    def _total(self, record: Record) -> Total | None:
        """Q07: a row whose first words say that it sums up others, unless the dictionary lists them as a value."""
        for n, cell in enumerate(record.cells[: self._width]):
            if not cell or len(cell) > 24 or (n in self._figures and (n or number(cell) is not None)):
                continue
            word = totals.word(cell)
            if not word:
                continue
            kind = totals.kind(word)
            if kind in ("alone", "mean") and any(self._is_word(record, other) for other in range(n + 1, self._width)):
                kind = ""  # one of several kinds of figures: 平均, 最高, 最低
            if kind == "mean" and not self._means_others(word, n):
                kind = ""
            if not kind:
                if n in self._figures or (self._declared and n < 2):
                    continue
                return None
            known = (self._fields[n].get("constraints") or {}).get("enum") if n < len(self._fields) else None
            if (isinstance(known, list | tuple) and cell in known) or not self._sums(record):
                return None
            return Total(record.row, n, word, record.cells, mean=kind == "mean")
        return None

    def _means_others(self, word: str, n: int) -> bool:
        """First of all rows, or behind 最高 and 最低, it is a kind of figure itself; 全省平均 may stand first."""
        if self._last is None:
            return word.startswith("全")
        cells = self._last.cells if isinstance(self._last, Record) else ()
        return not (n < len(cells) and _KIND.match(cells[n].strip()))

    def _is_word(self, record: Record, n: int) -> bool:
        cell = record.cells[n].strip() if n < len(record.cells) else ""
        return any(char.isalpha() for char in cell) and n not in self._figures

    def _sums(self, record: Record) -> bool:
        """Whether the row holds a figure at all: a name such as 全省合计表 in a list of names sums up nothing."""
        places = self._figures if self._declared else range(len(record.cells))
        return any(n < len(record.cells) and number(record.cells[n]) is not None for n in places)


def agrees(total: Total, master: Path, fields: Sequence[Mapping[str, Any]]) -> bool | None:
    """Whether a total's figures are the sums of the master's rows; None if no column can be summed."""
    columns = [n for n, one in enumerate(fields) if one.get("type") in NUMERIC and n < len(total.cells)]
    wanted = {n: value for n in columns if (value := number(total.cells[n])) is not None}
    if not wanted:
        return None
    sums = dict.fromkeys(wanted, Decimal(0))
    with master.open(encoding="utf-8-sig", newline="") as stream:
        for cells in islice(csv.reader(stream), 1, None):
            for n in sums:
                sums[n] += (number(cells[n]) if n < len(cells) else None) or Decimal(0)
    close = [abs(sums[n] - value) <= max(Decimal("0.005") * abs(value), Decimal(0)) for n, value in wanted.items()]
    return any(close)


@dataclass(slots=True)
class _Key:
    index: int
    label: str
    declared: bool
    before: str | None = None
    repeats: bool = False
    blanks: int = 0
    first: tuple[int, str] | None = None
    widowed: bool = False
    group: bool = False  # leading by its name alone: more is asked of it
    values: set[str] = field(default_factory=set)
    again: bool = False  # a value that stood further up stands again

    def see(self, value: str) -> None:
        """A value that is written once for the rows below."""
        self.again = self.again or value in self.values or len(self.values) >= _GROUPS
        self.values.add(value)

    @property
    def written_once(self) -> bool:
        """Whether it looks as merged cells do: each value once, and more rows below them than they are."""
        return not self.again and len(self.values) > 1 and self.blanks >= len(self.values)


@dataclass(slots=True)
class Merged:
    """Q05: key columns in which a value stands once and the rows below it are empty, as merged cells are written.

    A column that also repeats a value in the next row is not written so: an empty cell there is simply missing.
    """

    keys: list[_Key] = field(default_factory=list)

    @classmethod
    def watch(cls, fields: Sequence[Mapping[str, Any]], key: Sequence[str]) -> Merged:
        """Columns of the declared key; without one the first columns of text that must be filled."""
        kept: list[_Key] = []
        for n, one in enumerate(fields):
            limits = one.get("constraints") or {}
            alone = limits.get("unique") or tuple(key) == (one["name"],)
            leading = bool(limits.get("required")) and n == len(kept) and n < len(fields) - 1
            group = (
                not key and n == len(kept) and n < len(fields) - 1 and _GROUP.fullmatch(str(one["name"])) is not None
            )
            if one.get("type", "string") == "string" and not alone and (one["name"] in key or leading or group):
                kept.append(_Key(n, str(one["name"]), one["name"] in key, group=group and not leading))
        return cls(kept)

    def see(self, batch: Batch) -> None:
        """Clean rows."""
        numbers, columns = batch.numbers, batch.columns
        for key in self.keys:
            values = columns[key.index] if key.index < len(columns) else ("",) * len(numbers)
            if not key.repeats:
                key.repeats = any(a == b and a for a, b in zip((key.before or "", *values), values, strict=False))
            if "" in values:
                for n, value in enumerate(values):
                    if value:
                        key.before = value
                        key.see(value)
                    elif any(batch.cells[n]):
                        key.blanks += 1
                        key.widowed = key.widowed or key.before is None
                        key.first = key.first or (numbers[n], key.before or "")
            elif values:
                key.before = values[-1]
                for value in values if key.group and not key.again else ():
                    key.see(value)

    def fill(self) -> list[_Key]:
        """The columns to be filled from above, each with how many cells and the first of them."""
        written_so = [key for key in self.keys if key.blanks and not key.repeats and not key.widowed]
        return [key for key in written_so if key.written_once or (not key.group and (key.declared or key.blanks > 1))]


def filled(rows: Iterable[list[str]], keys: Sequence[_Key]) -> Iterator[list[str]]:
    """Rows with the empty cells of these columns filled from above."""
    last = dict.fromkeys((key.index for key in keys), "")
    for cells in rows:
        for index in last:
            if index < len(cells) and any(cells):
                last[index] = cells[index] = cells[index] or last[index]
        yield cells


def shown(record: Record) -> str:
    """The text of a row that was left out, names of persons taken off."""
    text = " ".join(cell.strip() for cell in record.cells if cell.strip())
    return _PERSONAL.sub(r"\1：…", text)
