"""Places as columns: a point becomes longitude and latitude, any other shape one column of WKT, digits as written.

Which system the coordinates are in is said by the file (``crs`` of GeoJSON, ``.prj`` of a shapefile) or by its format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from harvesters.gate.reading.csv import LayoutFault

LON, LAT, HEIGHT, SHAPE = "\0lon", "\0lat", "\0height", "\0shape"
WGS84, CGCS2000 = "EPSG:4326", "EPSG:4490"
# How dictionaries call them, the first where none does.
_PAIRS = (
    *(("经度", "纬度"), ("lon", "lat"), ("lng", "lat"), ("longitude", "latitude"), ("LON", "LAT"), ("LNG", "LAT")),
    *(("东经", "北纬"), ("X坐标", "Y坐标"), ("x坐标", "y坐标"), ("X", "Y"), ("x", "y"), ("坐标X", "坐标Y")),
)
_SHAPES = ("几何", "空间数据", "geometry", "geom", "the_geom", "wkt", "WKT", "geojson", "图形", "几何图形", "空间位置")
_HEIGHTS = ("高程", "海拔", "height", "elevation", "z", "Z")
_LEVELS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_MAX_NESTED = 8
BEYOND = "geometry_beyond"


class Features:
    """What the shapes of one file have in common."""

    def __init__(self) -> None:
        self.crs: str | None = None
        self._assumed = False  # no system was named before the first shape; one may be behind the last
        self._beyond: LayoutFault | None = None  # what no longitude and latitude can be
        self._metres = False  # a point that is none

    def named(self, value: Any) -> bool:
        """The ``crs`` member of older GeoJSON."""
        inner = value.get("properties") if isinstance(value, Mapping) else None
        inner = inner if isinstance(inner, Mapping) else {}
        name = inner.get("name") or (f"EPSG:{inner['code']}" if "code" in inner else None)
        if not isinstance(name, str):
            return False
        self.crs, self._assumed = crs_of_name(name), False
        return True

    def cells(self, feature: Mapping[str, Any], row: int) -> dict[str, str]:
        """The columns that a feature's geometry gives; what names no system is WGS 84 (RFC 7946)."""
        if self.crs is None:
            self.crs, self._assumed = WGS84, True
        shape = feature.get("geometry")
        if shape is None:
            return {}
        try:
            found = cells(shape, row, degrees=in_degrees(self.crs))
            self._metres = self._metres or (LON in found and abs(float(found[LON])) > 180)
            return found
        except LayoutFault as fault:
            if not self._assumed or fault.reason != BEYOND:
                raise
            self._beyond = self._beyond or fault
            return cells(shape, row, degrees=False)

    @property
    def plane(self) -> bool:
        """Whether its points are metres in a system of metres."""
        return self._metres and not in_degrees(self.crs)

    def close(self) -> None:
        """The file has been read: if it names no system, or one of degrees, what lies nowhere on Earth is refused."""
        if self._beyond is not None and in_degrees(self.crs):
            raise self._beyond


class Number(str):
    """A coordinate of a binary file: as short as it can be read back, whole ones without a point."""

    __slots__ = ()

    def __new__(cls, value: float) -> Number:
        return super().__new__(cls, repr(float(value)).removesuffix(".0"))


def in_degrees(crs: str | None) -> bool:
    """Whether a system's coordinates are longitude and latitude; only of these two do we know it."""
    return crs in (WGS84, CGCS2000)


def cells(shape: Any, row: int, *, degrees: bool) -> dict[str, str]:
    """A GeoJSON geometry as cells. ``degrees``: it is refused if a corner lies nowhere on Earth; a point's columns are
    looked at with the table."""
    if isinstance(shape, Mapping) and shape.get("type") == "Point":
        numbers = _position(shape.get("coordinates"), row)
        if not numbers:
            return {}
        found = {LON: numbers[0], LAT: numbers[1]}
        return found | {HEIGHT: numbers[2]} if len(numbers) > 2 else found
    return {SHAPE: wkt(shape, row, degrees=degrees)}


def labels(present: Mapping[str, int], declared: Sequence[str], *, plane: bool = False) -> dict[str, str]:
    """What the added columns are called: as the dictionary calls them, else as nothing else in the file is called.
    ``plane``: metres, which are no longitude and latitude."""
    names = set(declared)
    taken = {name for name in present if not name.startswith("\0")}
    found: dict[str, str] = {}
    if LON in present:
        fitting = [pair for pair in _PAIRS if set(pair) <= names and not set(pair) & taken]
        free = [pair for pair in _PAIRS if not set(pair) & taken and (not plane or pair[0][0] in "Xx坐")]
        found |= dict(zip((LON, LAT), (fitting or free)[0], strict=True))
    for key, choices in ((HEIGHT, _HEIGHTS), (SHAPE, _SHAPES)):
        if key in present:
            fitting_names = [name for name in choices if name in names and name not in taken]
            found[key] = (fitting_names or [name for name in choices if name not in taken])[0]
    return found


def wkt(shape: Any, row: int, depth: int = 0, *, degrees: bool = False) -> str:
    """A GeoJSON geometry as well-known text, its numbers as written."""
    kind = shape.get("type") if isinstance(shape, Mapping) else None
    if kind == "GeometryCollection" and isinstance(shape.get("geometries"), list) and depth < _MAX_NESTED:
        parts = (wkt(inner, row, depth + 1, degrees=degrees) for inner in shape["geometries"])
        return f"GEOMETRYCOLLECTION ({', '.join(parts)})"
    if kind not in _LEVELS:
        raise LayoutFault("G-40", "geometry", row)
    inner = shape.get("coordinates")
    if not inner:
        return f"{kind.upper()} EMPTY"
    text, dimensions = _coordinates(inner, _LEVELS[kind], row, degrees)
    mark = " Z" if dimensions == 3 else ""
    return f"{kind.upper()}{mark} ({text})" if kind == "Point" else f"{kind.upper()}{mark} {text}"


def _coordinates(value: Any, level: int, row: int, degrees: bool) -> tuple[str, int]:
    if level == 0:
        numbers = _position(value, row)
        if degrees and numbers and (abs(float(numbers[0])) > 180 or abs(float(numbers[1])) > 90):
            raise LayoutFault("G-40", BEYOND, row)
        return " ".join(numbers), len(numbers)
    if not isinstance(value, list) or not value:
        raise LayoutFault("G-40", "geometry", row)
    parts = [_coordinates(one, level - 1, row, degrees) for one in value]
    return f"({', '.join(text for text, _ in parts)})", max(size for _, size in parts)


def _position(value: Any, row: int) -> list[str]:
    """Longitude, latitude, perhaps a height; measures beyond them are no part of GeoJSON."""
    if value == []:
        return []
    if not isinstance(value, list | tuple) or not 2 <= len(value) <= 3 or not all(map(_is_number, value)):
        raise LayoutFault("G-40", "geometry", row)
    return [str(one) for one in value]


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int | float) or (type(value) is not str and isinstance(value, str))


def crs_of_name(name: str) -> str:
    """``urn:ogc:def:crs:EPSG::4490`` → EPSG:4490; CRS84 is WGS 84 with the longitude first."""
    if re.search(r"CRS:?:?84$", name):
        return WGS84
    found = re.search(r"EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})$|/(\d{4,6})$", name, re.IGNORECASE)
    return f"EPSG:{found[1] or found[2]}" if found else name[:60]
