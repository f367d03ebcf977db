"""What a case is, and how it is judged: in process, by the same judge as everywhere."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gate_bench import RECORD, REVIEWED, SOURCE, Bench

from harvesters.contract import CatalogueSnapshot, Report, Verdict
from harvesters.gate.judge import judge
from harvesters.pipeline import listing
from harvesters.sources import registry

USCC = "91370100MA3C00003P"
CONTEXT = replace(REVIEWED, source=replace(SOURCE, owner_uscc=USCC), catalogue=CatalogueSnapshot({}, {}))
FIELDS: tuple[Mapping[str, Any], ...] = ({"name": "名称"}, {"name": "备注"})
ROWS = tuple(f"站点{n:02d},正常" for n in range(1, 13))
# Where a finding stands: row as a person counts, column, field of the record.
Place = tuple[int | None, str | None, str | None]
_VERDICTS = {"block": Verdict.RETURNED, "review": Verdict.REVIEW}


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


PLAIN = table("名称,备注", *ROWS)


def beside(*rows: str, header: str = "名称,备注") -> str:
    """A table of twelve ordinary rows (2 to 13), and these after them (from 14)."""
    return table(header, *ROWS, *rows)


@dataclass(frozen=True)
class Given:
    """A delivery: bytes and dictionary, the record's changes (None takes a field out), the context's."""

    data: bytes | str = PLAIN
    fields: Sequence[Mapping[str, Any]] | None = FIELDS
    record: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    resource: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""  # the table's master of the release before
    signed: bool = False
    bare: bool = False

    def report(self, bench: Bench) -> Report:
        if self.bare:
            return bench(self.data, **self.resource).report
        record = {key: value for key, value in {**RECORD, **self.record}.items() if value is not None}
        delivery = bench.delivery(self.data, self.fields, record=record, **self.resource)
        context = replace(CONTEXT, **self.context)
        if self.before and context.previous is not None:
            master = bench.stage.put("t.csv", io.BytesIO(self.before.encode()))
            context = replace(context, previous=replace(context.previous, masters={"t": master.sha256}))
        return judge(replace(delivery, signed=self.signed), context, bench.stage).report


@dataclass(frozen=True)
class Folder:
    """A delivery as a folder, of which these files are changed (None: taken away)."""

    changes: Mapping[str, bytes | None] = field(default_factory=dict)
    resources: Any = None
    unlisted: tuple[str, ...] = ()

    def report(self, bench: Bench) -> Report:
        root = bench.root / "source" / f"{len(list(bench.root.iterdir()))}"
        folder = root / "d"
        folder.mkdir(parents=True, exist_ok=True)
        resource = {"name": "t", "path": "表.csv", "title": "表", "schema": {"fields": list(FIELDS)}}
        described = {"sd:record": dict(RECORD), "resources": [resource] if self.resources is None else self.resources}
        files: dict[str, bytes | None] = {
            "表.csv": PLAIN.encode(),
            "datapackage.json": json.dumps(described, ensure_ascii=False).encode(),
        }
        hashed = {**files, **{name: data for name, data in self.changes.items() if name not in self.unlisted}}
        listed = {
            name: hashlib.sha256(data or files.get(name) or b"").hexdigest()
            for name, data in hashed.items()
            if name != "manifest.json" and (data is not None or name in files)
        }
        files |= {"manifest.json": json.dumps(listed, ensure_ascii=False).encode(), **self.changes}
        for name, data in files.items():
            (folder / name).unlink(missing_ok=True)
            if data is not None:
                (folder / name).write_bytes(data)
        source = registry.build("file_drop", {"path": str(root)})
        (ref,) = listing(source)
        return judge(source.fetch(ref, bench.stage), CONTEXT, bench.stage).report


@dataclass(frozen=True)
class Case:
    """``verdict`` and ``near_verdict`` only where they are not what the severity says, and a pass."""

    code: str
    severity: str
    hit: Given | Folder
    near: Given | Folder
    row: int | None = None
    column: str | None = None
    field: str | None = None
    verdict: Verdict | None = None
    near_verdict: Verdict = Verdict.PASS

    @property
    def name(self) -> str:
        return f"{self.code}-{self.severity}"

    def prove(self, bench: Bench) -> Report:
        """The rule catches the one, at its place, and not the other; what it says of the one."""
        hit = self.hit.report(bench)
        places = found(hit, self.code, self.severity)
        assert (self.row, self.column, self.field) in places, f"{places}; all: {told(hit)}"
        assert hit.verdict is (self.verdict or _VERDICTS.get(self.severity, Verdict.PASS)), told(hit)
        near = self.near.report(bench)
        assert found(near, self.code, self.severity) == [], told(near)
        assert near.verdict is self.near_verdict, told(near)
        return hit


def found(report: Report, code: str, severity: str) -> list[Place]:
    """Where a rule speaks so hard; a cleaning by the place of its first cell."""
    if severity == "cleaned":
        entries = [entry for file in report.files for entry in file["cleanings"] if entry["rule"] == code]
        return [(entry["first"]["row"], entry["column"] or None, None) for entry in entries]
    return [
        (f.row, f.column, f.params.get("field"))
        for f in report.findings
        if f.code == code and f.severity.value == severity
    ]


def told(report: Report) -> list[tuple[Any, ...]]:
    """All that a report says, short."""
    said: list[tuple[Any, ...]] = [
        (
            f.code,
            f.severity.value,
            f.row,
            f.column,
            f.params.get("field"),
            f.params.get("reason") or f.params.get("type"),
        )
        for f in report.findings
    ]
    return said + [
        (e["rule"], "cleaned", e["first"]["row"], e["column"]) for file in report.files for e in file["cleanings"]
    ]
