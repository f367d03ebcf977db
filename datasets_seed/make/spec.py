"""What a seed delivery is made of, and its ``datapackage.json``: record (domain §2.2), dictionary, provenance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harvesters.catalogue import codelists

from .forms import MEDIA, Form, Rows
from .packages import Package, Shelf

Field = dict[str, Any]
DAY = "2025-12-15"
OWNER = "门户演示数据（非官方）"
UNIT = "门户演示数据维护组"
DISCLAIMER = "本数据集用于演示开放平台的功能，由公开的开源资料整理而成，不是任何部门的正式发布，不得作为行政依据。"
DISCLAIMER_OWN = "本数据集由门户自行整理，用于演示开放平台的功能，不是任何部门的正式发布，不得作为行政依据。"
BOX = {"lon": (114.3, 122.9), "lat": (34.2, 38.6)}


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a delivery. ``rows`` None: the file is written by hand and stays as it lies in the tree.

    ``labels``: the header as it is delivered, where it is not the dictionary's.
    """

    key: str
    title: str
    path: str
    fields: Sequence[Field]
    primary_key: Sequence[str] = ()
    rows: Callable[[Shelf], Rows] | None = None
    form: Form = field(default_factory=Form)
    raw: Callable[[], bytes] | None = None
    labels: Sequence[str] | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One delivery. ``about``: what, where, limits; ``origin``: from where and what was changed; ``english``: both."""

    folder: str
    code: str
    title: str
    about: str
    origin: str
    english: str
    category: str
    domains: Sequence[str]
    keywords: Sequence[str]
    tables: Sequence[Table]
    system: str
    packages: Sequence[tuple[Package, str]] = ()
    catalog_class: str = "2"
    cycle: str = "none"
    temporal: tuple[str, str] | None = None
    licence: str = ""
    attribution: str = ""
    sources: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def license_id(self) -> str:
        return self.licence or self.packages[0][0].licence

    @property
    def from_packages(self) -> bool:
        return bool(self.packages)

    def provenance(self) -> list[str]:
        taken = [f"{p.shown}（{p.licence_zh}，{p.credit}），文件 {member}" for p, member in self.packages]
        return [*taken, *self.sources]

    def notes(self) -> str:
        disclaimer = DISCLAIMER if self.from_packages else DISCLAIMER_OWN
        return "\n\n".join(part for part in (self.about, disclaimer, self.origin, self.english) if part)

    def record(self) -> dict[str, Any]:
        credit = self.attribution or "资料取自 " + "；".join(self.provenance())
        found: dict[str, Any] = {
            "identifier": self.code,
            "catalog_class": self.catalog_class,
            "title": self.title,
            "notes": self.notes(),
            "owner_org": "demo",
            "provider_unit": UNIT,
            "source_system": self.system,
            "category": self.category,
            "data_domain": list(self.domains),
            "keywords": list(self.keywords),
            "region_code": "370000",
            "share_type": "1",
            "share_use": "用于平台功能演示和验证，不作为行政依据",
            "share_method_class": "platform",
            "share_method_type": "file",
            "open_type": "unconditional",
            "license_id": self.license_id,
            "attribution": credit,
            "security_level": "general_1",
            "desensitisation": {"needed": False},
            "update_cycle": self.cycle,
            "issued": DAY,
            "contact_dept_phone": "0531-00000000",
            "contact_dept_email": "demo@example.org",
        }
        if self.temporal:
            found |= dict(zip(("temporal_start", "temporal_end"), self.temporal, strict=True))
        return found | dict(self.more)

    def descriptor(self, prefix: str) -> dict[str, Any]:
        """``datapackage.json``: a standard Data Package with the record inside."""
        licence = codelists.licences()[self.license_id]
        shown = {"name": licence.code, "title": licence.zh} | ({"path": licence.url} if licence.url else {})
        return {
            "name": f"sd-{prefix}-{self.folder}",
            "title": self.title,
            "description": self.notes(),
            "created": f"{DAY}T00:00:00+08:00",
            "licenses": [shown],
            "sources": [{"title": title} for title in self.provenance()],
            "contributors": [{"title": OWNER, "role": "publisher"}],
            "sd:record": self.record(),
            "resources": [_resource(table) for table in self.tables],
        }


def _resource(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {"name": table.key, "title": table.title, "path": table.path}
    if table.description:
        found["description"] = table.description
    found |= {"format": table.form.kind, "mediatype": MEDIA[table.form.kind]}
    if table.form.kind in ("csv", "tsv"):
        found["encoding"] = table.form.encoding
    if table.form.kind == "tsv":
        found["dialect"] = {"delimiter": "\t"}
    schema: dict[str, Any] = {"fields": [dict(f) for f in table.fields]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    return {**found, "schema": schema}


def _field(name: str, kind: str, column: str, letter: str, description: str, limits: Mapping[str, Any]) -> Field:
    length = limits.get("length")
    found: Field = {"name": name, "type": kind, "sd:id": column, "sd:type": letter}
    found |= {f"sd:{key}": limits[key] for key in ("length", "unit", "crs") if limits.get(key)}
    if description:
        found["description"] = description
    constraints = {k: v for k, v in limits.items() if k not in ("length", "unit", "crs") and v not in (None, False, ())}
    if length and "maxLength" not in constraints:
        constraints["maxLength"] = length
    if constraints:
        found["constraints"] = {k: list(v) if isinstance(v, tuple) else v for k, v in constraints.items()}
    return found


def text(name: str, column: str, description: str = "", *, length: int = 60, **limits: Any) -> Field:
    """字符型 C. A code of fixed width: ``fixed=6``."""
    fixed = limits.pop("fixed", 0)
    if fixed:
        limits |= {"minLength": fixed, "maxLength": fixed}
    return _field(name, "string", column, "C", description, {"length": fixed or length, **limits})


def remark(name: str, column: str, description: str = "", **limits: Any) -> Field:
    """备注型 M."""
    return _field(name, "string", column, "M", description, limits)


def number(name: str, column: str, description: str = "", **limits: Any) -> Field:
    return _field(name, "number", column, "N", description, limits)


def integer(name: str, column: str, description: str = "", **limits: Any) -> Field:
    return _field(name, "integer", column, "I", description, limits)


def date(name: str, column: str, description: str = "", **limits: Any) -> Field:
    return _field(name, "date", column, "D", description, limits)


def boolean(name: str, column: str, description: str = "", **limits: Any) -> Field:
    found = _field(name, "boolean", column, "L", description, limits)
    return {**found, "trueValues": ["是"], "falseValues": ["否"]}


def coordinates(description: str = "", *, lat_first: bool = True, crs: str = "WGS84") -> list[Field]:
    """纬度 and 经度 inside the box of Shandong."""
    found = [
        number(
            zh,
            axis,
            description.replace("…", zh),
            unit="度",
            crs=crs,
            required=True,
            minimum=BOX[axis][0],
            maximum=BOX[axis][1],
        )
        for zh, axis in (("纬度", "lat"), ("经度", "lon"))
    ]
    return found if lat_first else found[::-1]
