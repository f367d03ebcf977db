"""The catalogue record: its fields (``fields.csv``), the forms of values, what is public, the slug (domain §2.2, §2.4).

A door hands its record to :func:`harvesters.catalogue.rules.check_record` as received and builds the candidate from
:func:`accepted`; :func:`split` then parts what may be shown from what never enters CKAN's package dict.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from harvesters.catalogue import codelists
from harvesters.contract import SourceFacts

CodeScheme = Literal["national", "local", "portal"]

NATIONAL_CODE = re.compile(r"(?P<lei>[123])(?P<xiang>\d{2})(?P<mu>\d{3})(?P<ximu>\d*)/(?P<seq>\d+)", re.ASCII)
PORTAL_PREFIX = "SDP/"
LIST_KINDS = frozenset({"list", "codes"})
_SEPARATORS = re.compile(r"[,，;；、|\n]")
_SLUG_LENGTH = 100  # CKAN's limit for a name
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})  # classes of characters that leave no mark by themselves
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by their class, blank to the eye


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One line of ``fields.csv``. ``origin``: *given* by the department, *derived* from it, written by the *portal*."""

    name: str
    zh: str
    en: str
    level: str
    element: str
    cardinality: str
    group: str
    kind: str
    codelist: str
    internal: bool
    officer_only: bool
    origin: str
    dcat: str
    help_zh: str
    help_en: str

    @property
    def computed(self) -> bool:
        return self.origin != "given"


def _read(level: str) -> Mapping[str, FieldSpec]:
    text = files("harvesters.catalogue").joinpath("fields.csv").read_text(encoding="utf-8")
    found: dict[str, FieldSpec] = {}
    for row in csv.DictReader(text.splitlines()):
        flags = {flag: row.pop(flag) == "1" for flag in ("internal", "officer_only")}
        if row["level"] == level:
            found[row["name"]] = FieldSpec(**row, **flags)  # type: ignore[arg-type]  # the columns are the field names
    return MappingProxyType(found)


FIELDS: Mapping[str, FieldSpec] = _read("dataset")
RESOURCE_FIELDS: Mapping[str, FieldSpec] = _read("resource")


def normalise(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with each known value in its one form and blanks left out; unknown fields and odd values stay.

    Codes are NFKC-trimmed, known names or aliases become codes (每天 → daily); text keeps its punctuation.
    """
    result: dict[str, Any] = {}
    for name, value in record.items():
        spec = FIELDS.get(name)
        formed = value if spec is None else _formed(spec, value)
        if formed is not None and formed != "" and formed != [] and formed != {}:
            result[name] = formed
    frequency = result.get("frequency")
    if "update_cycle" not in result and isinstance(frequency, str):
        result |= [("update_cycle", c.code) for c in codelists.update_cycles().values() if c.eu == frequency]
    identifier = result.get("identifier")
    if "catalog_class" not in result and isinstance(identifier, str) and (code := NATIONAL_CODE.fullmatch(identifier)):
        result["catalog_class"] = identifier[: code.start("seq") - 1]
    return result


def accepted(record: Mapping[str, Any], source: SourceFacts | None = None, *, signed: bool = False) -> dict[str, Any]:
    """What a candidate carries: known fields, normalised, the source's registration filled in, derived ones added.

    Officer-only fields count only in a signed delivery; what the portal computes never counts (V-20 reports both).
    """
    result = {name: value for name, value in normalise(record).items() if _counts(name, signed)}
    if source is not None:
        given = source.registration.get("supplemented")
        more = normalise(given) if isinstance(given, Mapping) else {}
        missing = [name for name in more if name not in result and name in FIELDS and not FIELDS[name].computed]
        result |= {name: more[name] for name in missing}
        result["owner_org"] = source.owner_org
        if source.owner_uscc and "provider_code" not in result:
            result["provider_code"] = source.owner_uscc
        if missing:
            result["supplemented"] = sorted(missing)
    result = normalise(result)
    return result | derived(result)


def derived(record: Mapping[str, Any]) -> dict[str, str]:
    """The derived fields of a normalised record: EU frequency and access right, the name of the class."""
    result: dict[str, str] = {}
    if cycle := _row("update_cycles", record.get("update_cycle")):
        result["frequency"] = codelists.EU_FREQUENCY + cycle["eu"]
    if opening := _row("open_types", record.get("open_type")):
        result["access_rights"] = codelists.EU_ACCESS_RIGHT + opening["access_rights"]
    found = codelists.catalog_class(str(record.get("catalog_class", "")))
    if found:
        result["catalog_class_label"] = found.zh
    return result


def split(record: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(public, internal) of an accepted record. What only the portal writes, and what is unknown, is in neither."""
    known = {n: v for n, v in record.items() if n in FIELDS and FIELDS[n].origin != "portal"}
    public = {n: v for n, v in known.items() if not FIELDS[n].internal}
    return public, {n: v for n, v in known.items() if FIELDS[n].internal}


def unknown_fields(record: Mapping[str, Any]) -> list[str]:
    """Fields that the schema does not have, in the order given (V-20 names each)."""
    return [str(name) for name in record if name not in FIELDS]


def slug(identifier: str) -> str:
    """CKAN's ``name``: ``sd-`` + the lowered code, all outside a–z and 0–9 as "-" (§2.4). Clashes: the ledger's."""
    code = unicodedata.normalize("NFKC", identifier).strip().lower()
    return ("sd-" + re.sub(r"[^a-z0-9]", "-", code))[:_SLUG_LENGTH]


def code_scheme(identifier: str) -> CodeScheme:
    """Whose code it is, by its form: national (§2.4), issued by the portal, or a department's own."""
    if NATIONAL_CODE.fullmatch(identifier):
        return "national"
    return "portal" if identifier.upper().startswith(PORTAL_PREFIX) else "local"


def _counts(name: str, signed: bool) -> bool:
    spec = FIELDS.get(name)
    return spec is not None and not spec.computed and (signed or not spec.officer_only)


def _row(name: str, code: object) -> Mapping[str, str] | None:
    return next((row for row in codelists.load(name) if row["code"] == code), None)


def _formed(spec: FieldSpec, value: Any) -> Any:
    if spec.kind in LIST_KINDS:
        return _listed(spec, value)
    if spec.kind == "json":
        return _parsed(value) if isinstance(value, str) else value
    if spec.kind == "int":
        return value
    return _single(spec, value)


def _single(spec: FieldSpec, value: Any) -> Any:
    """One value as text; what is not a scalar stays as it is, for V-00."""
    if isinstance(value, bool):
        value = "1" if value else "0"
    elif isinstance(value, float) and value.is_integer():
        value = str(int(value))
    elif isinstance(value, int | float):
        value = str(value)
    elif isinstance(value, dt.date):
        value = value.isoformat()[:10]
    if not isinstance(value, str):
        return value
    if spec.kind in {"text", "longtext", "markdown"}:
        return value.strip() if _seen(value) else ""
    value = unicodedata.normalize("NFKC", value).strip()
    if spec.kind == "uscc":
        return re.sub(r"[\s-]", "", value).upper()
    if spec.codelist and spec.kind != "class":
        return codelists.find(spec.codelist, value) or value
    return value


def _seen(text: str) -> bool:
    """Whether a reader sees anything of it; zero-width marks and fillers alone are blank."""
    return any(unicodedata.category(char) not in _UNSEEN and char not in _FILLERS for char in text)


def _listed(spec: FieldSpec, value: Any) -> Any:
    """A list of texts without blanks and repetitions; a text is read as JSON or split at the usual separators."""
    if isinstance(value, str):
        parsed = _parsed(value) if value.strip().startswith("[") else None
        value = parsed if isinstance(parsed, list) else _SEPARATORS.split(value)
    elif isinstance(value, int | float):
        value = [value]
    if not isinstance(value, list | tuple):
        return value
    formed = [_single(spec, item) for item in value]
    kept = [item for item in formed if item is not None and item != ""]
    return list(dict.fromkeys(kept)) if all(isinstance(item, str) for item in kept) else kept


def _parsed(text: str) -> Any:
    """JSON as it reads, or the text itself when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text.strip()
