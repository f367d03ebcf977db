"""What a stranger may see: one table (DESIGN D11), state × open type × surface → level. What shows data asks it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a dataset stands. A published dataset whose newest delivery is held or returned stays published."""

    DRAFT = "draft"
    HELD = "held"
    RETURNED = "returned"
    PUBLISHED = "published"


class Level(StrEnum):
    """How much of a dataset a surface shows."""

    FULL = "full"
    STRUCTURE = "structure"
    NOTHING = "nothing"


SURFACES = (
    "page",
    "search",
    "facets",
    "autocomplete",
    "tags",
    "feeds",
    "dcat",
    "sitemap",
    "datastore",
    "file",
    "counts",
    "errors",
)
_DATA = ("datastore", "file")  # rows and bytes, as opposed to the description

# state × open type → level by surface, for a stranger. Whatever is not listed is nothing.
VISIBILITY: Mapping[tuple[State, str], Mapping[str, Level]] = {
    (State.PUBLISHED, "unconditional"): dict.fromkeys(SURFACES, Level.FULL),
    (State.PUBLISHED, "conditional"): {
        surface: Level.NOTHING if surface in _DATA else Level.STRUCTURE for surface in SURFACES
    },
}


def level(state: State, open_type: str, surface: str) -> Level:
    """What a stranger sees of such a dataset on such a surface."""
    return VISIBILITY.get((state, open_type), {}).get(surface, Level.NOTHING)


def served(open_type: str) -> bool:
    """Whether a release of this open type has public rows and bytes at all."""
    return all(level(State.PUBLISHED, open_type, surface) is Level.FULL for surface in _DATA)
