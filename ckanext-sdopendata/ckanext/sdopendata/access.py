"""Who may see and do what. One table (D11) says what a stranger sees; the rest of the code asks it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from ckan import authz, model
from ckan.lib.plugins import DefaultPermissionLabels

from . import config
from .ledger import release_table


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


class PermissionLabels(DefaultPermissionLabels):
    """Second wall behind the draft state: ``public`` only for what has a current release."""

    def get_dataset_labels(self, dataset_obj: model.Package) -> list[str]:
        if release_table.has_release(dataset_obj.id):
            return ["public"]
        labels = [f"creator-{dataset_obj.creator_user_id}"]
        if dataset_obj.owner_org:
            labels.append(f"member-{dataset_obj.owner_org}")
        return labels


def is_operator(user: str | None) -> bool:
    return bool(user) and authz.is_sysadmin(user)


def is_reviewer(user: str | None) -> bool:
    """An editor or admin of the regulator's organisation, or an operator."""
    return bool(user) and (is_operator(user) or config.regulator() in owner_orgs(user))


def owner_orgs(user: str | None) -> list[str]:
    """Slugs of the organisations that a user works for as editor or admin."""
    row = model.User.get(user) if user else None
    if row is None or row.state != "active":
        return []
    query = (
        model.Session.query(model.Group.name)
        .join(model.Member, model.Member.group_id == model.Group.id)
        .filter(
            model.Member.table_name == "user",
            model.Member.table_id == row.id,
            model.Member.state == "active",
            model.Member.capacity.in_(("editor", "admin")),
            model.Group.is_organization.is_(True),
            model.Group.state == "active",
        )
        .order_by(model.Group.name)
    )
    return [name for (name,) in query]


def works_for(user: str | None, owner_org: str) -> bool:
    return owner_org in owner_orgs(user)


def may_see_report(user: str | None, report: Mapping[str, Any]) -> bool:
    """A release's report is public; any other belongs to its department, reviewers and operators."""
    return bool(report["published"]) or may_see_inside(user, report["owner_org"])


def may_see_inside(user: str | None, owner_org: str) -> bool:
    """Items, unpublished reports and inner fields of an organisation."""
    return is_reviewer(user) or works_for(user, owner_org)
