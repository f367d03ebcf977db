"""Kinds of sources by name. A new kind is one module and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from harvesters.contract import Source
from harvesters.errors import SourceMisconfigured
from harvesters.sources.file_drop import FileDrop


class Kind(Protocol):
    """What a source's class offers beside the Source contract: ``OPTIONS`` (name → what it means; all required) and
    a constructor."""

    @property
    def OPTIONS(self) -> Mapping[str, str]: ...

    def from_options(self, options: Mapping[str, object]) -> Source: ...


KINDS: Mapping[str, Kind] = {
    "file_drop": FileDrop,
}


def build(kind: str, options: Mapping[str, object]) -> Source:
    """The source that was registered. Every option is checked here, before any work: SourceMisconfigured names the
    culprit."""
    if kind not in KINDS:
        raise SourceMisconfigured(
            reason="unknown_kind", option="kind", value=str(kind)[:80], known=", ".join(sorted(KINDS))
        )
    cls = KINDS[kind]
    for name in options:
        if name not in cls.OPTIONS:
            raise SourceMisconfigured(
                reason="unknown_option", option=str(name)[:80], known=", ".join(sorted(cls.OPTIONS))
            )
    for name in cls.OPTIONS:
        if name not in options:
            raise SourceMisconfigured(reason="missing_option", option=name)
    return cls.from_options(options)
