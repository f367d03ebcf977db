"""Under what terms a delivery is to be opened, as far as the look at its cells depends on the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """``conditional``: opened under conditions, so that a person decides on personal data (G-15)."""

    conditional: bool = False


def terms_of(record: Mapping[str, Any] | None) -> Terms:
    """The terms of a record as received; a bare file is judged as if it were open to all."""
    return Terms(conditional=record is not None and record.get("open_type") == "conditional")
