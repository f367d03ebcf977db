"""What a declared system of coordinates says of its numbers: degrees or metres (Q24)."""

from __future__ import annotations

import re

# Geographic systems in use here: WGS 84, CGCS2000, Beijing 1954, Xi'an 1980, and the wordings of CRS84.
_GEOGRAPHIC = frozenset({4326, 4490, 4214, 4610, 4555, 4979, 4480})
_NUMBER = re.compile(r"(?<![\d.])(\d{4,6})(?![\d.])")
_PLANE = re.compile(
    r"高斯|克吕格|克里格|投影|分?度带|带号|平面|墨卡托|mercator|gauss|kr[uü]ger|(?<![A-Za-z])GK(?![A-Za-z])|_GK_|zone|(?<![A-Za-z])UTM"
    r"|BD-?0?9MC|pseudo|albers|lambert|中央(?:经线|子午线)|城市坐标|地方坐标|独立坐标",
    re.IGNORECASE,
)
_DATUM = re.compile(
    r"WGS|CGCS|2000|GCJ|BD-?0?9|西安|北京|火星|百度|高德|CRS:?84|China_Geodetic|Xian|Beijing", re.IGNORECASE
)


def unit_of(text: str) -> str:
    """``metres`` · ``degrees`` (a system is named whose numbers can be nothing else) · ``datum`` (one is named that has
    both) · "" (nothing that is known)."""
    if _PLANE.search(text):
        return "metres"
    for number in map(int, _NUMBER.findall(text)):
        if number in _GEOGRAPHIC:
            return "degrees"
        if number in (3857, 900913) or 32601 <= number <= 32760 or 4491 <= number <= 4554 or 2327 <= number <= 2442:
            return "metres"
    if re.search(r"GCJ|BD-?0?9(?!MC)|火星|百度|高德|CRS:?84", text, re.IGNORECASE):
        return "degrees"
    return "datum" if _DATUM.search(text) else ""
