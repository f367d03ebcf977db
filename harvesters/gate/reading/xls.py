"""XLS (and WPS's ET): BIFF workbooks in their OLE container, read by xlrd; what it leaves out is read here."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault
from harvesters.gate.reading.workbook import MAX_MERGED, MAX_SHEETS, Fault, Row, Sheet, Workbook, figure, moment

_HEADER, _FOOTER, _TEXT_BOX, _CONTINUE, _BOF = 0x14, 0x15, 0x1B6, 0x3C, 0x809
_BIFF8 = 0x600
_STREAMS = (["Workbook"], ["Book"])
MACROS = ("_vba_project_cur", "vba", "_vba_project", "macros")


class Xls(Workbook):
    """An opened workbook. It is in memory as a whole: the format ends at 65,536 rows a sheet."""

    def __init__(self, path: Path) -> None:
        stream, self.texts = _container(path)
        self._book = _book(stream)
        self.sheets: list[Sheet] = []
        if self._book.nsheets > MAX_SHEETS:
            raise LayoutFault("G-40", "bomb", detail=f"{self._book.nsheets} > {MAX_SHEETS}")
        self.texts += [("页眉页脚或图形中的文字", text) for text in _printed(stream)]
        for sheet in self._book.sheets():
            self.sheets.append(_sheet(sheet))
            self.texts.append(("工作表名", sheet.name))
            self.texts += [("批注", f"{note.author} {note.text}") for note in sheet.cell_note_map.values()]
        self.texts += [("名称管理器", f"{name.name} {name.formula_text or ''}") for name in self._book.name_obj_list]
        self.texts.append(("文件属性", str(self._book.user_name or "")))

    def rows(self, sheet: Sheet, faults: list[Fault]) -> Iterator[Row]:
        from xlrd import XL_CELL_TEXT

        given = self._book.sheet_by_index(self.sheets.index(sheet))
        for number in range(given.nrows):
            cells = given.row(number)
            if len(cells) > MAX_COLUMNS:
                raise LayoutFault("G-40", "too_many_columns", number + 1, cells=len(cells), limit=MAX_COLUMNS)
            texts = [self._text(cell, number + 1, n, faults) for n, cell in enumerate(cells)]
            yield number + 1, texts, lambda n, cells=cells: cells[n].ctype == XL_CELL_TEXT  # type: ignore[misc]

    def _text(self, cell: Any, row: int, column: int, faults: list[Fault]) -> str:
        """A cell as a person reads it."""
        import xlrd

        kind, value = cell.ctype, cell.value
        if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return ""
        if kind == xlrd.XL_CELL_TEXT:
            return str(value)[: MAX_CELL + 1]
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "true" if value else "false"
        if kind == xlrd.XL_CELL_ERROR:
            shown = xlrd.error_text_from_code.get(value, "#?")
            faults.append(Fault("Q22", "error", row, column, shown))
            return str(shown)
        styles, number = self._book.xf_list, cell.xf_index
        style = styles[number] if number is not None and 0 <= number < len(styles) else None
        form = self._book.format_map.get(style.format_key) if style else None
        shown = str(form.format_str) if form else ""
        if kind == xlrd.XL_CELL_DATE:
            return self._date(value, shown, row, column, faults)
        return figure(value, shown, row, column, faults)

    def _date(self, value: float, shown: str, row: int, column: int, faults: list[Fault]) -> str:
        """By the workbook's own first day, 1900 or 1904."""
        try:
            if 0 <= value < 1:
                seconds = round(value * 86_400)
                return dt.time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60).isoformat()
            start = dt.datetime(1899, 12, 30 if value >= 61 else 31)  # 1900 is a leap year there
            return moment(
                (dt.datetime(1904, 1, 1) if self._book.datemode else start)
                + dt.timedelta(seconds=round(value * 86_400)),
                shown,
            )
        except (OverflowError, ValueError):
            faults.append(Fault("Q22", "error", row, column, str(value)))
            return str(value)


def _container(path: Path) -> tuple[bytes, list[tuple[str, str]]]:
    """The workbook's stream and the file's properties. Macros and embedded files are refused."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            entries = ole.listdir(streams=True, storages=True)
            parts = {part.lower() for entry in entries for part in entry}
            if parts & set(MACROS):
                raise LayoutFault("G-40", "macros")
            if any(part.startswith("mbd") for part in parts) or "objectpool" in parts:
                raise LayoutFault("G-40", "embedded")
            wanted = next((name for name in _STREAMS if name in entries), None)
            if wanted is None:
                raise LayoutFault("G-40", "xlsx_broken", detail="Workbook")
            return ole.openstream(wanted).read(), list(properties(ole))
    except LayoutFault:
        raise
    except Exception as e:  # olefile raises whatever struct, codecs and lists raise
        raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e


def properties(ole: Any) -> Iterator[tuple[str, str]]:
    """Title, author, company, comments …: every text of an OLE file's property streams."""
    known = ole.get_metadata()
    for name in (*known.SUMMARY_ATTRIBS, *known.DOCSUM_ATTRIBS):
        value = getattr(known, name, None)
        if isinstance(value, bytes) and value:
            yield "文件属性", _decoded(value)
        elif isinstance(value, str) and value:
            yield "文件属性", value


def _decoded(value: bytes) -> str:
    for codec in ("utf-8", "gb18030"):
        try:
            return value.decode(codec)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def _book(stream: bytes) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=stream, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, on_demand=False
        )
    except MemoryError:
        raise
    except Exception as e:
        if isinstance(e, xlrd.XLRDError) and "encrypted" in str(e):
            raise LayoutFault("G-40", "disguised", format="xls", found="encrypted") from e
        raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e


def _sheet(given: Any) -> Sheet:
    sheet = Sheet(given.name, given.visibility == 0)
    sheet.filled = any(kind not in (0, 6) for row in range(given.nrows) for kind in given.row_types(row))
    sheet.hidden_rows = sorted(n + 1 for n, info in given.rowinfo_map.items() if info.hidden and n < given.nrows)
    sheet.hidden_columns = sorted(n + 1 for n, info in given.colinfo_map.items() if info.hidden and n < given.ncols)
    for first, after, left, right in given.merged_cells[:MAX_MERGED]:
        sheet.merged.append((first + 1, left + 1, after, right))
    return sheet


def _printed(stream: bytes) -> Iterator[str]:
    """Headers, footers and text boxes: records that xlrd passes over."""
    at, version, boxed = 0, _BIFF8, False
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _BOF and size >= 2:
            version = struct.unpack_from("<H", body)[0]
        elif kind in (_HEADER, _FOOTER) and size > 3:
            yield _string(body[2:]) if version >= _BIFF8 else _decoded(body[1:])
        elif kind == _CONTINUE and boxed and size > 1:
            yield _string(body)
        boxed = kind == _TEXT_BOX


def _string(body: bytes) -> str:
    """A text after its flag: two bytes a character, or one."""
    return body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "ignore")
