"""Sentences of the gate."""

from __future__ import annotations

from collections.abc import Mapping

GATE: Mapping[str, Mapping[str, tuple[str, str]]] = {}
