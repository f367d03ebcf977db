"""Under what terms a delivery is to be opened, and what its record says of its data, as far as the look at the cells
depends on it."""

from __future__ import annotations

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
# Where a record may say in which system its coordinates are.
_SPATIAL = ("crs", "spatial_reference", "spatial_ref", "coordinate_system", "notes", "service_info")


@dataclass(frozen=True, slots=True)
class Terms:
    """``conditional``: opened under conditions, so that a person decides on personal data (G-15). ``basis``: the law
    that has names published and which fields it names (G-12), empty if none is cited. ``masks``: what was de-identified
    (G-14), ``needed`` if the record says that it had to be. ``crs``: the system of coordinates that the record names.
    ``about``: the record's title; ``bare``: there is no record."""

    conditional: bool = False
    basis: str = ""
    masks: tuple[Declared, ...] = ()
    needed: bool = False
    crs: str = ""
    about: str = ""
    bare: bool = False

    def discloses(self, label: str) -> bool:
        """Whether the basis names this column."""
        name = _plain(label)
        return bool(name) and name in self.basis


def terms_of(record: Mapping[str, Any] | None) -> Terms:
    """The terms of a record as received; a bare file is judged as if it were open to all."""
    if record is None:
        return Terms(bare=True)
    formed = normalise(record)
    basis, given = formed.get("disclosure_basis"), formed.get("desensitisation")
    return Terms(
        conditional=formed.get("open_type") == "conditional",
        basis=_plain(basis) if isinstance(basis, str) and _LAW.search(basis) else "",
        masks=declared(given),
        needed=asks(given),
        crs=next((found for key in _SPATIAL if (found := system_in(str(formed.get(key) or "")))), ""),
        about=str(formed.get("title") or ""),
    )


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
