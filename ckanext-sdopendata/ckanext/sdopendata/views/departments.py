"""The list of departments by level: province, cities, public institutions and enterprises."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.catalogue import codelists

from . import catalogue
from .words import language

_INSTITUTIONS = ("J", "Z")  # 事业单位, 其他公共服务机构


def levels() -> list[dict[str, Any]]:
    """The levels as links, with which is on; the first shows all."""
    words = {
        "": tk._("All"),
        "province": tk._("Provincial departments"),
        "city": tk._("Cities"),
        "institution": tk._("Public institutions and enterprises"),
    }
    now = str(tk.request.args.get("level") or "")
    on = now if now in words else ""
    return [
        {
            "label": label,
            "url": tk.h.url_for("organization.index", **({"level": code} if code else {})),
            "on": code == on,
        }
        for code, label in words.items()
    ]


def of_level() -> list[dict[str, Any]]:
    """The departments of the level that the address names, with their numbers of datasets; empty if it names none."""
    wanted = str(tk.request.args.get("level") or "")
    units = [unit for unit in codelists.organisations().values() if _level(unit) == wanted]
    if not units:
        return []
    counts = {item["name"]: item["count"] for item in catalogue.departments_counted()}
    return [
        {
            "name": unit.slug,
            "title": unit.en if language() == "en" and unit.en else unit.zh,
            "uscc": unit.uscc,
            "package_count": counts.get(unit.slug, 0),
        }
        for unit in units
    ]


def _level(unit: codelists.Organisation) -> str:
    return "institution" if unit.org_type in _INSTITUTIONS else unit.level
