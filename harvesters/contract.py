"""The values that travel along the road, and what a source must be able to do. Standard library only.

Source.list → Ref → Source.fetch → Delivery → judge(Delivery, GateContext) → Report → Candidate → (promote) release
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, Any, Protocol

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def today() -> dt.date:
    """The day by which rules judge: China's, wherever the machine stands."""
    return dt.datetime.now(SHANGHAI).date()


class Outcome(StrEnum):
    """What became of one item in one run."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    HELD = "held"
    RETURNED = "returned"
    SKIPPED = "skipped"
    FAILED = "failed"


class Severity(StrEnum):
    """block → returned · review → held · warn passes and is shown · info is only noted (domain rules §5.3)."""

    BLOCK = "block"
    REVIEW = "review"
    WARN = "warn"
    INFO = "info"


class Verdict(StrEnum):
    """What the gate says of a delivery, whoever brought it."""

    PASS = "pass"
    REVIEW = "review"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Ref:
    """One entry of a source's listing. ``mark`` changes whenever the delivery may have changed; None = always fetch."""

    guid: str
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class StagedFile:
    """Bytes in the stage. ``path`` is the name in the delivery (POSIX, relative); ``sha256`` hex; ``size`` bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found. ``row`` counts as a person does in the file (header included, from 1).

    ``value`` is already masked; ``params`` fill the sentence of ``code`` in :mod:`harvesters.messages`.
    """

    code: str
    severity: Severity
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    quarantine: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a source handed over for one item: the descriptor as received and the staged files.

    ``findings`` are faults of the hand-over itself (manifest, missing file); the gate returns them with its own.
    ``signed`` is true only if the manifest's signature was verified: else officer-only fields are ignored (V-20).
    """

    guid: str
    descriptor: Mapping[str, Any]
    files: tuple[StagedFile, ...]
    mark: str | None = None
    signed: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyReview:
    """安全审查（含保密审查）: a passed review of a source. ``dictionary`` None covers the first one delivered."""

    officer: str
    date: dt.date
    open_types: tuple[str, ...]
    dictionary: str | None = None


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the operator registered about a source or a publisher account."""

    name: str
    owner_org: str
    owner_uscc: str | None = None
    secret: bool = False
    network_domain: str = "public_service"
    registration: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreviousRelease:
    """The current release of the same dataset, as far as rules compare with it."""

    number: int
    content_hash: str
    identifier: str
    dictionary: str
    open_type: str
    data_updated: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)  # by table
    masters: Mapping[str, str] = field(default_factory=dict)  # by table: the published file's hash


@dataclass(frozen=True, slots=True)
class CatalogueSnapshot:
    """The catalogue as it stood: code → owning organisation's slug; (organisation, normalised title) → code; item set
    (its key) → code of a dataset that the level above has opened; element's name → its kind in nearly all published
    tables that have it, how many datasets that are, code of one."""

    owner_of_code: Mapping[str, str]
    code_of_title: Mapping[tuple[str, str], str]
    opened_above: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, tuple[str, int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateContext:
    """Everything the verdict depends on beside the delivery. Without ``catalogue`` or ``source``: not_checked."""

    as_of: dt.date
    source: SourceFacts | None = None
    reviews: tuple[SafetyReview, ...] = ()
    previous: PreviousRelease | None = None
    catalogue: CatalogueSnapshot | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the gate understood it: ``master`` = UTF-8 (BOM) CSV in the stage, one header row, original labels.

    ``fields`` are Table Schema field descriptors (name = published header; ``sd:id`` = ASCII column id if declared).
    """

    key: str
    title: str
    fields: tuple[Mapping[str, Any], ...]
    master: StagedFile
    original: StagedFile
    rows: int
    primary_key: tuple[str, ...] = ()
    relations: Mapping[str, Any] = field(default_factory=dict)  # foreignKeys, sd:rowRules; by table key
    description: str = ""

    @property
    def attachment(self) -> bool:
        """A document beside the tables, published as it came: no columns, no rows; ``master`` is the original."""
        return not self.fields


@dataclass(frozen=True, slots=True)
class Report:
    """The gate's verdict with all inputs by value or hash (DESIGN §1): same inputs, same report."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    files: tuple[Mapping[str, Any], ...]
    gate_version: str
    rules_version: str
    inputs: Mapping[str, Any]
    not_checked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A judged delivery: the whole record (internal fields too), its tables, its report. A value; no side effects."""

    guid: str
    record: Mapping[str, Any]
    tables: tuple[Table, ...]
    report: Report
    dictionary: str
    content_hash: str

    @property
    def identifier(self) -> str:
        return str(self.record["identifier"])


@dataclass(frozen=True, slots=True)
class ItemState:
    """What the ledger remembers of an item since its last run."""

    mark: str | None
    outcome: Outcome
    content_hash: str | None
    rules_version: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The pipeline's answer for one item. ``candidate`` is set whenever the gate could build one (pass or review)."""

    guid: str
    mark: str | None
    outcome: Outcome
    report: Report | None = None
    candidate: Candidate | None = None
    delivery: Delivery | None = None
    error: Mapping[str, Any] | None = None


class Capability(StrEnum):
    """What a kind of source can do beyond list and fetch."""

    COMPLETE_LISTING = "complete_listing"
    MARKS = "marks"


class Staging(Protocol):
    """Where bytes are put by SHA-256, exactly as received."""

    def put(self, path: str, stream: IO[bytes]) -> StagedFile: ...


class Source(Protocol):
    """One system of a department. ``list`` is stable and ordered by guid; ``fetch`` never decides, it hands over."""

    kind: str
    capabilities: frozenset[Capability]

    def list(self) -> Iterator[Ref]: ...

    def fetch(self, ref: Ref, stage: Staging) -> Delivery: ...


def canonical_hash(value: Any) -> str:
    """SHA-256 hex of the canonical JSON (sorted keys, UTF-8, no spaces) of a JSON-able value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def dictionary_hash(fields_by_table: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Hash of a dataset's data dictionary: table key → its field descriptors, in order."""
    return canonical_hash({key: list(fields) for key, fields in fields_by_table.items()})


def content_hash(public_record: Mapping[str, Any], tables: Sequence[Table]) -> str:
    """The identity of a release: canonical public record + dictionary + file hashes (DESIGN D2)."""
    parts = [
        {
            "key": t.key,
            "title": t.title,
            "fields": list(t.fields),
            "primary_key": list(t.primary_key),
            **({"relations": dict(t.relations)} if t.relations else {}),
            **({"description": t.description} if t.description else {}),
            "sha256": t.master.sha256,
        }
        for t in tables
    ]
    return canonical_hash({"record": dict(public_record), "tables": parts})
