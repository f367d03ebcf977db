"""Chinese search (DESIGN D7): :mod:`.document` is what the index holds, :mod:`.request` what becomes of a query."""

from __future__ import annotations

from .document import index_fields
from .request import KNOWN_FIELDS, QUERY_FIELDS, facets, rewrite

__all__ = ["KNOWN_FIELDS", "QUERY_FIELDS", "facets", "index_fields", "rewrite"]
