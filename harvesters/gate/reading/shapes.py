"""A shapefile: its table, beside it the shapes as columns (:mod:`.geometry`), the system from its ``.prj``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harvesters.gate.reading import geometry
from harvesters.gate.reading.csv import LayoutFault, Record
from harvesters.gate.reading.dbf import Dbf
from harvesters.gate.reading.spool import Spool

PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
# What programs keep beside them for themselves: indexes, styles, descriptions.
KIN = frozenset(
    {
        *("sbn", "sbx", "fbn", "fbx", "ain", "aih", "ixs", "mxs", "atx", "qix", "idx"),
        *("xml", "qpj", "qml", "qmd", "cst", "lyr", "sld", "htm", "html"),
    }
)
_END = object()
_NAMED = (
    (re.compile(r"CGCS_?2000|China[ _]Geodetic[ _]Coordinate[ _]System[ _]2000|China_2000", re.I), geometry.CGCS2000),
    (re.compile(r"WGS[ _]?(?:19)?84", re.IGNORECASE), geometry.WGS84),
    (re.compile(r"Beijing[ _]1954", re.IGNORECASE), "EPSG:4214"),
    (re.compile(r"Xian[ _]1980", re.IGNORECASE), "EPSG:4610"),
)


class Table:
    """The unpacked parts of one shapefile, by suffix."""

    def __init__(self, parts: Mapping[str, Path]) -> None:
        page = _text(parts.get(".cpg"))
        self._dbf = Dbf(parts[".dbf"], page)
        self.encoding = self._dbf.encoding
        system = _text(parts.get(".prj")) or ""
        self.crs, self._plane = crs_of(system), system.lstrip().upper().startswith("PROJCS")
        self._spool = Spool()
        with_shapes = _shapes(parts)
        for row, cells in enumerate(self._dbf.rows(), start=1):
            shape = next(with_shapes, _END)
            if shape is _END:
                raise LayoutFault("G-40", "shp_count", count=self._dbf.count, shapes=row - 1)
            self._spool.add(
                row,
                {
                    **dict(zip(self._dbf.labels, cells, strict=True)),
                    **_cells(shape, row, geometry.in_degrees(self.crs)),
                },
            )
        if next(with_shapes, _END) is not _END:
            raise LayoutFault("G-40", "shp_count", count=self._dbf.count, shapes=f"> {self._dbf.count}")

    def records(self, declared: Sequence[str]) -> Iterator[Record]:
        return self._spool.records(geometry.labels(self._spool.places, declared, plane=self._plane))


def crs_of(text: str) -> str | None:
    """The system of a ``.prj``: its EPSG number, or the name that it gives itself."""
    if not text.strip():
        return None
    number = re.search(r'AUTHORITY\["EPSG",\s*"?(\d{4,6})"?\]\s*\]\s*$', text)
    if number:
        return f"EPSG:{number[1]}"
    name = re.match(r'\s*(\w+)\["([^"]*)"', text)
    if name is None:
        return None
    if name[1].upper() != "PROJCS":
        for pattern, known in _NAMED:
            if pattern.search(name[2]):
                return known
    return name[2][:60]


def _text(path: Path | None) -> str | None:
    return path.read_bytes()[:65_536].decode("utf-8", "replace") if path is not None else None


def _shapes(parts: Mapping[str, Path]) -> Iterator[Any]:
    import shapefile

    try:
        with parts[".shp"].open("rb") as shp, shapefile.Reader(shp=shp) as reader:
            for shape in reader.iterShapes():
                yield None if shape.shapeType == 0 else shape.__geo_interface__
    except LayoutFault:
        raise
    except MemoryError:
        raise
    except Exception as e:  # pyshp raises whatever struct and lists raise
        raise LayoutFault("G-40", "dbf_broken", detail=f".shp {type(e).__name__}") from e


def _cells(shape: Any, row: int, degrees: bool) -> dict[str, str]:
    if shape is None or not shape.get("coordinates"):
        return {}
    return geometry.cells({**shape, "coordinates": _listed(shape["coordinates"])}, row, degrees=degrees)


def _listed(value: Any) -> Any:
    """Numbers as short as they can be read back; whole ones without a point."""
    if isinstance(value, list | tuple):
        return [_listed(inner) for inner in value]
    return geometry.Number(value)
