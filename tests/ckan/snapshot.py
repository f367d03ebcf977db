"""Everything that the databases hold, as one figure a table; and whether CKAN shows exactly what the ledger released.

Used inside an application context.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

# Noise: who was here last, which run the portal's own clock began, its heartbeat.
VOLATILE = {
    "user": ("last_active",),
    "api_token": ("last_access",),
    "sd_source": ("lease_epoch", "lease_holder", "lease_until"),
}
CLOCKWORK = frozenset({"sd_run", "sd_heartbeat"})


def everything() -> dict[str, str]:
    """Table → its columns and a hash of its rows, over both databases."""
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine

    model.Session.rollback()
    with get_write_engine().connect() as datastore:
        found = {f"datastore {name}": value for name, value in _tables(datastore)}
    return found | dict(_tables(model.Session.connection()))


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _tables(connection: sa.engine.Connection) -> Iterable[tuple[str, str]]:
    """Columns, number of rows and the sum of their hashes: the same in any order, so nothing is sorted."""
    columns = (
        "SELECT relname, string_agg(format('%I %s', attname, atttypid), ',' ORDER BY attnum) FROM pg_class"
        " JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' GROUP BY relname ORDER BY relname"
    )
    for name, described in connection.execute(sa.text(columns)).all():
        if name in CLOCKWORK:
            continue
        ignored = "".join(f" - '{column}'" for column in VOLATILE.get(name, ()))
        row = f"(to_jsonb(t){ignored})::text" if ignored else "t::text"
        query = f'SELECT count(*), sum(hashtextextended({row}, 0)::numeric) FROM "{name}" t'
        count, hashed = connection.execute(sa.text(query)).one()
        yield name, f"{described}: {count} {hashed}"


def second_roads() -> list[str]:
    """Where CKAN's tables say something that no release said: empty unless somebody found a way around the choke."""
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine
    from ckanext.sdopendata.model import Dataset, Release
    from ckanext.sdopendata.publish.package import package_dict

    model.Session.rollback()
    released = (
        model.Session.query(Dataset, Release)
        .join(Release, sa.and_(Release.dataset_id == Dataset.id, Release.number == Dataset.release_number))
        .all()
    )
    with get_write_engine().connect() as connection:
        loaded = set(
            connection.execute(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        )
    faults = []
    wanted = set()
    for dataset, release in released:
        promised = package_dict(dataset, release.record, release.tables, release.number, dataset.owner_org)
        faults += [f"{dataset.name}: {fault}" for fault in _differences(promised)]
        wanted |= {r["id"] for r in promised["resources"] if r["datastore_active"]}
    faults += [f"no table of a released resource: {name}" for name in sorted(wanted - loaded)]
    faults += [f"a table that no release has: {name}" for name in sorted(loaded - wanted) if name[0] != "_"]
    known = {dataset.id for dataset, _ in released}
    for package in model.Session.query(model.Package).filter(model.Package.state != "draft"):
        if package.id not in known:
            faults.append(f"{package.name} is {package.state}, and was never released")
    strays = {"resource view": model.ResourceView, "relation": model.PackageRelationship, "tag": model.PackageTag}
    faults += [f"there is a {name}" for name, table in strays.items() if model.Session.query(table).count()]
    return faults


def _differences(promised: dict[str, Any]) -> Iterable[str]:
    from ckan.plugins import toolkit as tk

    context = {"ignore_auth": True, "use_cache": False}
    try:
        shown = tk.get_action("package_show")(context, {"id": promised["id"]})
    except tk.ObjectNotFound:
        yield "it is gone"
        return
    shown = {**shown, "owner_org": shown["organization"]["name"]}
    for key in promised.keys() - {"resources", "groups"}:
        if _plain(promised[key]) != _plain(shown.get(key)):
            yield f"{key} is {shown.get(key)!r}, released was {promised[key]!r}"
    if [group["name"] for group in shown["groups"]] != [group["name"] for group in promised["groups"]]:
        yield f"its categories are {shown['groups']!r}"
    if [resource["id"] for resource in shown["resources"]] != [resource["id"] for resource in promised["resources"]]:
        yield "it has other resources"
        return
    for there, said in zip(shown["resources"], promised["resources"], strict=True):
        for key in said.keys() - {"url"}:
            if _plain(said[key]) != _plain(there.get(key)):
                yield f"{key} of its file is {there.get(key)!r}, released was {said[key]!r}"


def _plain(value: Any) -> str:
    """One text for a value, whether CKAN keeps it as a number, a text or JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
