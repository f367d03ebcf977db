"""The gate: a pure function from a delivery and its context to a report, the same at every door (DESIGN §1).

:func:`examine` reads foreign bytes (in a limited child, :mod:`.child`); :func:`conclude` only keeps what came out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from harvesters.catalogue.record import accepted, split
from harvesters.catalogue.rules import RECORD_RULES, check_record, not_checked
from harvesters.contract import (
    Candidate,
    Delivery,
    Finding,
    GateContext,
    Report,
    Severity,
    StagedFile,
    Table,
    Verdict,
    canonical_hash,
    content_hash,
    dictionary_hash,
)
from harvesters.errors import GateUnavailable
from harvesters.gate import keys, past, tables
from harvesters.gate.delivery import DESCRIPTOR, Resource, resources_of
from harvesters.gate.report import verdict_of
from harvesters.gate.rules import masks, release, upkeep
from harvesters.gate.rules.masked import in_report
from harvesters.gate.rules.scan import look_at_texts
from harvesters.gate.rules.sensitive import without_ids
from harvesters.gate.rules.terms import terms_of
from harvesters.gate.version import GATE_VERSION, codelists_hash, rules_version
from harvesters.stage import Stage

# Set by the command line for a file without a record; a source's delivery is never judged so.
BARE = "sd:bare"
_WITHOUT_RECORD = (*RECORD_RULES, "G-01", "G-02", "G-04", "G-14", "G-31", "G-32")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The report, and the candidate if nothing blocks."""

    report: Report
    candidate: Candidate | None


@dataclass(frozen=True, slots=True)
class Examination:
    """What reading gave: the report, and of each table that could be read the facts, its master among them."""

    report: Report
    tables: tuple[dict[str, Any], ...]


def judge(delivery: Delivery, context: GateContext, stage: Stage) -> Judgement:
    """In this process. Services use :class:`harvesters.gate.child.ChildGate`, which is the same in a limited one."""
    with tempfile.TemporaryDirectory(prefix="sd-gate-") as folder:
        work = Path(folder)
        examination = examine(delivery, context, lambda file: stage.path_of(file.sha256), work)
        return conclude(examination, delivery, context, stage, work)


def examine(delivery: Delivery, context: GateContext, path_of: Callable[[StagedFile], Path], work: Path) -> Examination:
    """All rules over all bytes; nothing is stored."""
    record = _record(delivery, context)
    resources, faults = resources_of(delivery)
    findings = [*delivery.findings, *faults]
    unchecked: list[str] = []
    terms = terms_of(record, context.as_of)
    examined = [
        tables.examine(one.file, path_of(one.file), one.reading(record is not None), work, f"{n:03d}.csv", terms)
        for n, one in enumerate(resources)
    ]
    handed_over = not any(finding.severity is Severity.BLOCK for finding in delivery.findings)
    if record is not None and (delivery.descriptor or handed_over):
        findings += _judge_record(record, delivery, context, resources, examined)
        labels = [label for one in examined for label in one.labels]
        fields = [field for one in examined for field in one.fields]
        findings += masks.unheard(terms.masks, terms.needed, labels, fields)
        unchecked += [*not_checked(context), *(("G-01", "G-02") if context.source is None else ())]
    elif record is None:
        unchecked += _WITHOUT_RECORD
    findings += _texts(delivery)
    unchecked += keys.check(resources, examined, work)
    keys.elements(examined, context.catalogue)
    unchecked += past.check(examined, context, path_of, work)
    findings += [finding for one in examined for finding in one.findings]
    report = Report(
        verdict=verdict_of(findings),
        findings=tuple(_shown(finding) for finding in findings),
        files=tuple(_masked(one.summary()) for one in examined),
        gate_version=GATE_VERSION,
        rules_version=rules_version(),
        inputs=_masked(_inputs(delivery, context)),
        not_checked=tuple(_masked(unchecked)),
    )
    return Examination(report, tuple(_facts(one) for one in examined if one.attachment or one.master is not None))


def conclude(examination: Examination, delivery: Delivery, context: GateContext, stage: Stage, work: Path) -> Judgement:
    """Keep the masters by hash and build the candidate, unless something blocks."""
    report = examination.report
    record = _record(delivery, context)
    if report.verdict is Verdict.RETURNED or record is None:
        return Judgement(report, None)
    if len(examination.tables) != len(report.files) or not report.files:
        raise GateUnavailable(reason="table_missing")
    described = {one.key: one.description for one in resources_of(delivery)[0]}
    kept = []
    for facts in examination.tables:
        original = StagedFile(**facts["original"])
        if facts["master"] is None:
            master = original  # an attachment: published as it came
        else:
            master = stage.put_file(f"{PurePosixPath(original.path).stem}.csv", master_path(work, facts))
        kept.append(
            Table(
                key=facts["key"],
                title=facts["title"],
                fields=tuple(facts["fields"]),
                master=master,
                original=original,
                rows=facts["rows"] or 0,
                primary_key=tuple(facts["primary_key"]),
                relations=facts["relations"],
                description=described.get(facts["key"], ""),
            )
        )
    whole = accepted(record, context.source, signed=delivery.signed)
    candidate = Candidate(
        guid=delivery.guid,
        record=whole,
        tables=tuple(kept),
        report=report,
        dictionary=dictionary_hash({table.key: table.fields for table in kept}),
        content_hash=content_hash(split(whole)[0], kept),
    )
    return Judgement(report, candidate)


def master_path(work: Path, facts: Mapping[str, Any]) -> Path:
    """Where a table's master lies."""
    return plain_file(work, facts["master"])


def plain_file(work: Path, name: str) -> Path:
    """A plain file of the work folder, whatever a child may say."""
    path = work / PurePosixPath(name).name
    if path.is_symlink() or not path.is_file():
        raise GateUnavailable(reason="table_missing")
    return path


def _record(delivery: Delivery, context: GateContext) -> Mapping[str, Any] | None:
    """The record as received; an empty one if a delivery has none (V-01 says what is missing); None for a bare file."""
    record = delivery.descriptor.get("sd:record")
    if isinstance(record, Mapping):
        return record
    return None if context.source is None and delivery.descriptor.get(BARE) is True else {}


def _judge_record(
    record: Mapping[str, Any],
    delivery: Delivery,
    context: GateContext,
    resources: list[Resource],
    examined: list[tables.Examined],
) -> list[Finding]:
    meta = [
        {
            "key": r.key,
            "title": r.title,
            "format": r.format,
            "format_class": r.format_class,
            "fields": r.declared_fields,
        }
        for r in resources
    ]
    dictionary = dictionary_hash({one.key: one.fields for one in examined})
    found = check_record(record, meta, context, signed=delivery.signed)
    whole = accepted(record, context.source, signed=delivery.signed)
    found += release.check(whole, dictionary, context)
    delivered = [
        upkeep.Delivered(one.title, one.format, one.declared_fields, read.rows)
        for one, read in zip(resources, examined, strict=True)
    ]
    found += upkeep.check(whole, delivered, context)
    if not resources and not any(f.severity is Severity.BLOCK for f in delivery.findings):
        found.append(Finding("M-05", Severity.BLOCK, file=DESCRIPTOR, params={"reason": "no_tables"}))
    return found


def _texts(delivery: Delivery) -> list[Finding]:
    """Detectors over everything that is not a cell: the descriptor's texts and the files' names."""
    found = [*_name(delivery.guid, "文件夹"), *look_at_texts(delivery.descriptor, file=DESCRIPTOR)]
    for file in delivery.files:
        found += _name(file.path, "文件名", file.path)
    return found


def _name(name: str, what: str, file: str | None = None) -> list[Finding]:
    """A mark says what the file is, and no better name declassifies it; a person's number is in the name alone, so that
    no bytes are locked for it."""
    found = look_at_texts(name, what, file=file)
    return [one if one.code == "G-03" else replace(one, quarantine=False) for one in found]


def quarantined(report: Report, files: Iterable[StagedFile]) -> dict[str, str]:
    """The hashes of the delivered files that a finding locks, each with the rule."""
    named = {finding.file: finding.code for finding in report.findings if finding.quarantine}
    for finding in report.findings:
        if finding.quarantine and finding.code == "G-03" and finding.file in (None, DESCRIPTOR):
            return {file.sha256: finding.code for file in files}  # the mark stands on the whole delivery
    return {file.sha256: named[name] for file in files if (name := without_ids(file.path)) in named}


def _shown(finding: Finding) -> Finding:
    """A finding never holds a number of a person, not even as a name or as a limit of the dictionary."""
    plain = {name: _masked(getattr(finding, name)) for name in ("file", "column", "value", "params")}
    if isinstance(finding.value, str):
        labels = finding.column or (finding.params.get("key") if finding.params.get("type") == "primary-key" else None)
        plain["value"] = _under(labels, plain["value"])
    return replace(finding, **plain)


def _under(labels: Any, value: str) -> str:
    """The value as it may be shown under its header; of a key of several columns each under its own."""
    names, values = str(labels or "").split("、"), value.split("、")
    if len(names) == len(values) > 1:
        return "、".join(map(in_report, names, values))
    return in_report(labels, value)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return without_ids(value)
    if isinstance(value, Mapping):
        return {_masked(key): _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_masked, value))
    return value


def _facts(one: tables.Examined) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "fields": [dict(field) for field in one.fields],
        "primary_key": list(one.primary_key),
        "relations": dict(one.relations),
        "rows": one.rows,
        "master": one.master,
        "original": asdict(one.file),
    }


def _inputs(delivery: Delivery, context: GateContext) -> dict[str, Any]:
    """Every input by value or hash, so that the same report can be made again."""
    return {
        "descriptor": canonical_hash(delivery.descriptor),
        "record": canonical_hash(delivery.descriptor.get("sd:record")),
        "files": {file.path: file.sha256 for file in delivery.files},
        "signed": delivery.signed,
        "as_of": context.as_of.isoformat(),
        "source": canonical_hash(asdict(context.source)) if context.source else "not_checked",
        "reviews": canonical_hash([asdict(review) for review in context.reviews]),
        "previous": context.previous.content_hash if context.previous else None,
        "catalogue": _catalogue(context),
        "codelists": codelists_hash(),
    }


def _catalogue(context: GateContext) -> str:
    if context.catalogue is None:
        return "not_checked"
    titles = sorted([*key, value] for key, value in context.catalogue.code_of_title.items())
    above, elements = dict(context.catalogue.opened_above), dict(context.catalogue.elements)
    return canonical_hash([dict(context.catalogue.owner_of_code), titles, above, elements])
