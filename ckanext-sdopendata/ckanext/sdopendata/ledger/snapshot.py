"""The catalogue as rules may ask it (V-02, V-12, V-14, V-18): read once a slice, handed over in few entries."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from harvesters.catalogue.items import kind_of
from harvesters.catalogue.record import normalise
from harvesters.catalogue.rules.standing import items_key, title_key
from harvesters.contract import CatalogueSnapshot, Judged

from .. import config
from ..model import Dataset

MAX_RELATED = 20
# Titles of a department: what it has published, and what waits of it (source and guid say which item that is).
_TITLES = sa.text(
    """
    SELECT d.identifier, r.record->>'title', '', ''
    FROM sd_dataset d JOIN sd_release r ON r.dataset_id = d.id AND r.number = d.release_number
    WHERE d.owner_org = :owner
    UNION ALL
    SELECT i.identifier, i.title, i.source, i.guid
    FROM sd_item i JOIN sd_source s ON s.name = i.source
    WHERE s.owner_org = :owner AND i.outcome = 'held'
    """
)
# Item sets of all tables that the province (or, for a county, its city) has opened without conditions; the key is
# that of ``items_key``: names trimmed, NFKC, each once, sorted by code point.
_ABOVE = sa.text(
    """
    WITH named AS (
      SELECT d.identifier, t.n,
             normalize(btrim(f->>'name', E' \\t\\r\\n\\u3000\\u00a0'), NFKC) COLLATE "C" AS name
      FROM sd_dataset d
      JOIN sd_release r ON r.dataset_id = d.id AND r.number = d.release_number
      JOIN "group" g ON g.name = d.owner_org AND g.is_organization
      CROSS JOIN LATERAL jsonb_array_elements(r.tables) WITH ORDINALITY AS t(value, n)
      CROSS JOIN LATERAL jsonb_array_elements(t.value->'fields') AS f
      WHERE r.record->>'open_type' = 'unconditional' AND d.owner_org NOT IN (:owner, :demo)
        AND (g.extras->>'level' = 'province' OR :below_city AND g.extras->>'level' = 'city'
             AND left(g.extras->>'region_code', 4) = left(:region, 4))
    ), sets AS (
      SELECT identifier,
             encode(sha256(convert_to(string_agg(DISTINCT name, E'\\n' ORDER BY name), 'UTF8')), 'hex') AS key
      FROM named WHERE name <> '' GROUP BY identifier, n
    )
    SELECT key, min(identifier) FROM sets GROUP BY key
    """
)
# The elements of the datasets published last: enough to tell the custom, whatever the catalogue's size. What was
# published since the run was asked for does not count: a killed run must judge as an undisturbed one does.
_ELEMENTS = sa.text(
    """
    SELECT DISTINCT f->>'name', coalesce(f->>'type', 'string'), d.identifier
    FROM (
      SELECT d.identifier, r.id AS release
      FROM sd_dataset d CROSS JOIN LATERAL (
        SELECT id, published_at FROM sd_release
        WHERE dataset_id = d.id AND number <= d.release_number
          AND published_at < CAST(coalesce(:before, 'infinity') AS timestamptz)
        ORDER BY number DESC LIMIT 1
      ) r
      WHERE d.owner_org <> :demo OR :owner = :demo
      ORDER BY r.published_at DESC, d.identifier LIMIT 200
    ) d
    JOIN sd_release r ON r.id = d.release
    CROSS JOIN LATERAL jsonb_array_elements(r.tables) AS t(value)
    CROSS JOIN LATERAL jsonb_array_elements(t.value->'fields') AS f
    ORDER BY 3, 1, 2
    """
).bindparams(sa.bindparam("before", type_=sa.DateTime(timezone=True)))
# Fewer datasets do not make a custom, nor do such that disagree.
_CUSTOM, _AGREED = 2, 0.8
_BELOW = {"city", "county", "township"}


class Standing:
    """What stands of one department and above it. Candidates of the same slice count as soon as they are noted.
    ``before``: when the run was asked for of which it is a slice."""

    def __init__(self, owner_org: str, organization: Mapping[str, Any], before: dt.datetime | None = None) -> None:
        self._owner, self._organization, self._before = owner_org, organization, before
        self._titles: dict[str, list[tuple[str, str, str]]] | None = None
        self._above: dict[str, str] | None = None
        self._elements: dict[str, list[tuple[str, str]]] | None = None

    def snapshot(self, source: str, guid: str, descriptor: Any, owner_of_code: Mapping[str, str]) -> CatalogueSnapshot:
        """The entries that rules will ask about this delivery."""
        record = _record(descriptor)
        related = _texts(record.get("related_codes"))[:MAX_RELATED]
        return CatalogueSnapshot(
            owner_of_code={**_owners(related), **owner_of_code},
            code_of_title=self._same_title(source, guid, record),
            opened_above=self._same_items(descriptor),
            elements=self._custom(descriptor, str(record.get("identifier") or "")),
        )

    def note(self, source: str, judged: Judged) -> None:
        """A candidate judged in this slice: it is published or held before the next slice reads the database."""
        if judged.candidate is not None and self._titles is not None:
            entry = judged.candidate.identifier, source, judged.guid
            for others in self._titles.values():
                others[:] = [other for other in others if other[0] != entry[0] and other[1:] != entry[1:]]
            self._titles[title_key(str(judged.candidate.record.get("title") or ""))].append(entry)

    def _same_title(self, source: str, guid: str, record: Mapping[str, Any]) -> dict[tuple[str, str], str]:
        title, code = record.get("title"), record.get("identifier")
        if not isinstance(title, str) or not title:
            return {}
        if self._titles is None:
            self._titles = defaultdict(list)
            for identifier, other, *item in model.Session.execute(_TITLES, {"owner": self._owner}):
                self._titles[title_key(str(other or ""))].append((str(identifier), *item))
        key = title_key(title)
        others = [entry for entry in self._titles[key] if entry[1:] != (source, guid)]
        if not others or any(entry[0] == code for entry in others):
            return {}
        return {(self._owner, key): min(entry[0] for entry in others)}

    def _same_items(self, descriptor: Any) -> dict[str, str]:
        level = self._organization.get("level")
        wanted = _item_sets(descriptor) if level in _BELOW else set()
        if not wanted:
            return {}
        if self._above is None:
            values = {
                "owner": self._owner,
                "demo": config.demo_organization(),
                "below_city": level != "city",
                "region": str(self._organization.get("region_code") or ""),
            }
            self._above = dict(model.Session.execute(_ABOVE, values).tuples().all())
        return {key: self._above[key] for key in wanted if key in self._above}

    def _custom(self, descriptor: Any, code: str) -> dict[str, tuple[str, int, str]]:
        """Of each element of this delivery: its type in other datasets, in how many, and one of them."""
        if self._elements is None:
            self._elements = defaultdict(list)
            values = {"owner": self._owner, "demo": config.demo_organization(), "before": self._before}
            for name, declared, identifier in model.Session.execute(_ELEMENTS, values):
                self._elements[name].append((kind_of(str(declared)), identifier))
        found = {}
        for name in sorted(_names(descriptor) & self._elements.keys()):
            kinds = [one for one in self._elements[name] if one[1] != code]
            kind, count = Counter(kind for kind, _ in kinds).most_common(1)[0] if kinds else ("", 0)
            if count >= max(_CUSTOM, _AGREED * len(kinds)):
                found[name] = kind, count, next(identifier for known, identifier in kinds if known == kind)
        return found


def _owners(codes: list[str]) -> dict[str, str]:
    if not codes:
        return {}
    query = model.Session.query(Dataset.identifier, Dataset.owner_org).filter(Dataset.identifier.in_(codes))
    return dict(query.tuples().all())


def _record(descriptor: Any) -> dict[str, Any]:
    record = descriptor.get("sd:record") if hasattr(descriptor, "get") else None
    return normalise(record) if isinstance(record, Mapping) else {}


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str) and one.isprintable()] if isinstance(value, list) else []


def _names(descriptor: Any) -> set[str]:
    """The names of the dictionaries as they will be published."""
    listed = [schema.get("fields") for schema in _schemas(descriptor)]
    fields = [field for one in listed if isinstance(one, list) for field in one if isinstance(field, Mapping)]
    return {name.strip() for field in fields if isinstance(name := field.get("name"), str) and name.isprintable()}


def _item_sets(descriptor: Any) -> set[str]:
    keys = [items_key(schema.get("fields")) for schema in _schemas(descriptor)]
    return {key for key in keys if key}


def _schemas(descriptor: Any) -> list[Mapping[str, Any]]:
    listed: Iterable[Any] = descriptor.get("resources") or () if hasattr(descriptor, "get") else ()
    schemas = [one.get("schema") for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return [schema for schema in schemas if isinstance(schema, Mapping)]
