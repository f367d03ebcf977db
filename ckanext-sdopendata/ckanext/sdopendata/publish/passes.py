"""The one thing that opens CKAN's write actions: a pass bound to the digest of exactly one package dict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harvesters.contract import canonical_hash

KEY = "sdopendata_pass"


@dataclass(frozen=True, slots=True)
class Pass:
    """Made by ``promote`` and by the choke's draft branch only. No client can send one: CKAN builds the context."""

    digest: str

    @classmethod
    def of(cls, package: Mapping[str, Any]) -> Pass:
        return cls(canonical_hash(package))

    def covers(self, package: Mapping[str, Any]) -> bool:
        return self.digest == canonical_hash(package)
