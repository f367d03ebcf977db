"""Under what terms a delivery is to be opened, and what its record says of its data, as far as the look at the cells
depends on it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harvesters.catalogue.record import normalise
from harvesters.gate.rules.masks import Declared, asks, declared
from harvesters.gate.rules.places import system_in

# A law or regulation: 《…》, or the number of a document or order
_LAW = re.compile(r"《[^《》]{4,60}》|[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号|第\s*\d+\s*号")
# 《居民身份证法》 names a law and no column
_TITLE = re.compile(r"《[^《》]{0,80}》")
# What stands around the name of a column, so that 电话 is not named where 办公电话 is
_BEFORE = "[、，,；;。.:/|“”\"'（()）和及与或列项]|公开|公示|公布|发布|披露|包括|包含|字段|内容|为|是|示|布|其"
_AFTER = "[、，,；;。.:/|“”\"'（()）和及与或等列项字信]"
# Where a record may say in which system its coordinates are.
_SPATIAL = ("crs", "spatial_reference", "spatial_ref", "coordinate_system", "notes", "service_info")


@dataclass(frozen=True, slots=True)
class Terms:
    """``conditional``: opened under conditions, so that a person decides on personal data (G-15). ``basis``: the law
    that has names published and which fields it names (G-12), empty if none is cited. ``masks``: what was de-identified
    (G-14), ``needed`` if the record says that it had to be. ``crs``: the system of coordinates that the record names.
    ``about``: the record's title; ``bare``: there is no record. ``as_of``: the day of the judgement."""

    conditional: bool = False
    basis: str = ""
    masks: tuple[Declared, ...] = ()
    needed: bool = False
    crs: str = ""
    about: str = ""
    bare: bool = False
    as_of: dt.date | None = None

    def discloses(self, label: str) -> bool:
        """Whether the basis names this column."""
        name = re.escape(_plain(label))
        return bool(name) and re.search(rf"(?:^|{_BEFORE}){name}(?:$|{_AFTER})", self.basis) is not None


def terms_of(record: Mapping[str, Any] | None, as_of: dt.date | None = None) -> Terms:
    """The terms of a record as received; a bare file is judged as if it were open to all."""
    if record is None:
        return Terms(bare=True, as_of=as_of)
    formed = normalise(record)
    basis, given = formed.get("disclosure_basis"), formed.get("desensitisation")
    return Terms(
        conditional=formed.get("open_type") == "conditional",
        basis=_plain(_TITLE.sub("；", basis)) if isinstance(basis, str) and _LAW.search(basis) else "",
        masks=declared(given),
        needed=asks(given),
        crs=next((found for key in _SPATIAL if (found := system_in(str(formed.get(key) or "")))), ""),
        about=str(formed.get("title") or ""),
        as_of=as_of,
    )


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
