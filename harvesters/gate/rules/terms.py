"""Under what terms a delivery is to be opened, as far as the look at its cells depends on the record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# A law or regulation: 《…》, or the number of a document or order
_LAW = re.compile(r"《[^《》]{4,60}》|[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号|第\s*\d+\s*号")


@dataclass(frozen=True, slots=True)
class Terms:
    """``conditional``: opened under conditions, so that a person decides on personal data (G-15). ``basis``: the law
    that has names published and which fields it names (G-12), empty if none is cited."""

    conditional: bool = False
    basis: str = ""

    def discloses(self, label: str) -> bool:
        """Whether the basis names this column."""
        name = _plain(label)
        return bool(name) and name in self.basis


def terms_of(record: Mapping[str, Any] | None) -> Terms:
    """The terms of a record as received; a bare file is judged as if it were open to all."""
    if record is None:
        return Terms()
    basis = record.get("disclosure_basis")
    text = _plain(basis) if isinstance(basis, str) and _LAW.search(basis) else ""
    return Terms(conditional=record.get("open_type") == "conditional", basis=text)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
