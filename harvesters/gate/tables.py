"""One delivered file becomes one proved table: bytes → encoding → layout → cleaning → dictionary → Frictionless."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from harvesters.contract import Finding, Severity, StagedFile
from harvesters.gate import attachments, heading, layout, opening, sheets
from harvesters.gate import header as headers
from harvesters.gate.batch import batches
from harvesters.gate.cleaning import Cleaner, clean_label
from harvesters.gate.content import relations
from harvesters.gate.content.table import Content
from harvesters.gate.content.watch import ContentWatch
from harvesters.gate.errors import Explained
from harvesters.gate.findings import Findings
from harvesters.gate.gaps import Gaps
from harvesters.gate.numbering import Numbering
from harvesters.gate.reading import container
from harvesters.gate.reading import csv as reading
from harvesters.gate.reading.encoding import EncodingFault
from harvesters.gate.reading.stretches import Stretch
from harvesters.gate.rules.masks import MaskWatch
from harvesters.gate.rules.places import system_in
from harvesters.gate.rules.scan import TableScan, look_at_texts
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.rules.table import CodeWatch
from harvesters.gate.rules.terms import Terms

_REMOVED = "（去除该行）"
_LINES = ("jsonl", "ndjson")  # formats in which a line is a row
_ROWS = frozenset({"first_row", "row", "line", "header_at"})  # facts of a finding that are rows


@dataclass(slots=True)
class Examined:
    """What is known of one file. ``master`` names the written table, if one could be made."""

    file: StagedFile
    key: str
    title: str
    kind: str
    about: str = ""
    found: Findings = field(default_factory=Findings)
    encoding: str | None = None
    crs: str | None = None
    member: str | None = None
    sheets: list[str] = field(default_factory=list)
    rows: int | None = None
    frictionless_rows: int | None = None
    labels: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)  # the same with the columns that have no name
    fields: tuple[Mapping[str, Any], ...] = ()
    primary_key: tuple[str, ...] = ()
    relations: Mapping[str, Any] = field(default_factory=dict)
    cleanings: list[dict[str, Any]] = field(default_factory=list)
    master: str | None = None
    row_of: Callable[[int], int] = lambda row: row  # the file's row for a row of the master

    @property
    def attachment(self) -> bool:
        """Whether it is declared as what is no table, and published as it came."""
        return self.kind in opening.ATTACHMENTS

    @property
    def findings(self) -> tuple[Finding, ...]:
        """With the sheet's name; the header of a file of records (row 0) stands nowhere."""
        return tuple(self._placed(one) if one.row is not None else one for one in self.found.result())

    def _placed(self, one: Finding) -> Finding:
        if one.row == 0:
            return replace(one, row=None)
        if one.sheet is not None:  # found in a sheet that is not the table's
            return replace(one, params={**one.params, "in_sheet": one.sheet})
        if not self.sheets:
            return one
        number, row = divmod(one.row or 0, sheets.STEP)
        params = {
            key: value % sheets.STEP if key in _ROWS and isinstance(value, int) else value
            for key, value in one.params.items()
        }
        sheet = safe(self.sheets[number])
        return replace(
            one, sheet=sheet, row=row, params={**params, "in_sheet": sheet} if len(self.sheets) > 1 else params
        )

    def summary(self) -> dict[str, Any]:
        """The report's entry of this file."""
        return {
            "name": self.file.path,
            "sha256": self.file.sha256,
            "size": self.file.size,
            "format": self.kind,
            "encoding": self.encoding,
            "sheet": safe(self.sheets[0]) if len(self.sheets) == 1 else None,
            **({"sheets": [safe(name) for name in self.sheets]} if len(self.sheets) > 1 else {}),
            **({"member": safe(self.member, 120)} if self.member else {}),
            **({"crs": safe(self.crs)} if self.crs else {}),
            "rows": self.rows,
            "frictionless_rows": self.frictionless_rows,
            "columns": [safe(label, 60) for label in self.labels],
            **({"header": [safe(label, 60) for label in self.header]} if self.header != self.labels else {}),
            "cleanings": self.cleanings,
            "totals": self.found.totals(self.file.path),
        }


def examine(
    file: StagedFile, path: Path, resource: Mapping[str, Any], work: Path, master: str, terms: Terms
) -> Examined:
    """Read one table. ``resource``: key, title, format, schema (None = judge by the file rules alone), dialect."""
    kind = str(resource.get("format") or PurePosixPath(file.path).suffix.lstrip(".")).strip().lower()
    result = Examined(file, str(resource["key"]), str(resource["title"]), kind, str(resource.get("about") or ""))
    try:
        if _refused(result, path, kind):
            attachments.look_raw(path, file.path, result.found)
        elif result.attachment:
            attachments.look(path, kind, file.path, result.found)
        else:
            _read(result, path, kind, resource, _Reading(result, resource.get("schema"), work / master, terms))
    except EncodingFault as fault:
        params = {"reason": fault.reason, **fault.params, "near": safe(str(fault.params.get("near", "")))}
        result.found.add(Finding("Q01", Severity.BLOCK, file=file.path, row=fault.params.get("line"), params=params))
        attachments.look_raw(path, file.path, result.found)
    except reading.LayoutFault as fault:
        params = {"reason": fault.reason, **fault.params}
        row = fault.params.get("line") if fault.row is None and kind in _LINES else fault.row
        result.found.add(Finding(fault.code, Severity.BLOCK, file=file.path, row=row, params=params))
        attachments.look_raw(path, file.path, result.found)
    return result


def _read(result: Examined, path: Path, kind: str, resource: Mapping[str, Any], table: _Reading) -> None:
    """The records of the file, or of the one table in an archive, on their way."""
    declared, name = headers.declared_names(resource.get("schema")), result.file.path
    unpacked = opening.unpack(path, kind, resource.get("member"))
    if unpacked is not None:
        result.member = unpacked.member
        result.found.extend(look_at_texts(unpacked.names, "压缩包中的文件名", file=name))
        said = [unpacked.comment.decode(codec, "ignore") for codec in ("utf-8", "gb18030")]
        result.found.extend(one for one in look_at_texts(said, "压缩包的注释", file=name) if one.quarantine)
        unused = [one for one, other in unpacked.others if attachments.look_beside(other, one, name, result.found)]
        if unused := unpacked.told(unused):
            params = {"reason": "zip_beside", "members": safe(container.listed(unused), 200), "count": len(unused)}
            result.found.add(Finding("G-40", Severity.INFO, file=name, params=params))
        path, kind = unpacked.path, unpacked.kind
        if kind != "shp" and _refused(result, path, kind):
            return
    if kind in opening.WORKBOOKS:
        table.grid = True
        dialect, found = resource.get("dialect"), result.found
        result.sheets = sheets.read(path, kind, name, dialect, declared, table.terms, found, table.run)
        for entry in result.cleanings if len(result.sheets) > 1 else ():
            entry["first"]["row"] %= sheets.STEP
        return
    if unpacked is not None and kind == "shp":
        opened = opening.read_map(unpacked, declared)
    else:
        opened = opening.read(path, kind, resource.get("dialect"), declared)
    result.encoding, result.crs, table.notes = opened.encoding, opened.crs, opened.notes
    for place, value in opened.aside:
        result.found.extend(look_at_texts(value, place, file=name))
    table.run(opened.records)


def _refused(result: Examined, path: Path, kind: str) -> bool:
    """What is no table that we can read, by its first bytes or its declared format (G-40, Q25); an empty file (Q26)."""
    size = path.stat().st_size
    if size == 0 or (size <= 4 and not path.read_bytes().strip(b"\xef\xbb\xbf\xff\xfe\r\n ")):
        result.found.add(Finding("Q26", Severity.BLOCK, file=result.file.path, params={"reason": "no_bytes"}))
        return True
    params: dict[str, Any] = {"format": kind or "—"}
    if size > reading.MAX_FILE:
        params |= {"reason": "too_large", "size": size, "limit": reading.MAX_FILE}
    elif (refusal := opening.refusal(path, kind)) is not None:
        params |= refusal
    else:
        return False
    result.found.add(Finding("G-40", Severity.BLOCK, file=result.file.path, params=params))
    return True


class _Reading:
    """The way of one file's rows: scanned raw, cleaned, scanned again, watched, written, validated."""

    def __init__(self, result: Examined, schema: Mapping[str, Any] | None, target: Path, terms: Terms) -> None:
        self.result, self.schema, self.target, self.terms = result, schema, target, terms
        self.notes: Sequence[opening.Note] = ()  # what the reader of the file changed
        self.grid = False  # a sheet: what was not written to the right of a row's last cell is empty, not missing

    def run(self, records: Iterator[reading.Record | Stretch]) -> tuple[list[str], int]:
        """The cells of the header, and the row in which they stand."""
        result, name = self.result, self.result.file.path
        head = heading.head(records, headers.declared_names(self.schema))
        if head is None or not any(cell.strip() for cell in head.cells):
            result.found.add(Finding("Q26", Severity.BLOCK, file=name, row=1, params={"reason": "no_header"}))
            if head is None:
                return [], 1
        head, said = heading.error_text(head, headers.declared_names(self.schema))
        if said is not None:
            params = {"reason": "error_text", "format": result.kind}
            result.found.add(Finding("G-40", Severity.BLOCK, file=name, row=1, value=safe(said, 60), params=params))
            _scan_alone(TableScan(name, [], terms=self.terms, found=result.found), head)
            return [], head.row
        result.header = [clean_label(cell) for cell in head.cells]
        gaps = Gaps(head.cells, head.rows)
        head = head.without(gaps)
        names = headers.declared_names(self.schema)
        result.labels = heading.as_declared([clean_label(cell) for cell in head.cells], names)
        result.found.extend(
            replace(f, row=head.row) for cell in head.cells for f in look_at_texts(cell, cell, file=name)
        )
        plan = headers.plan(result.labels, self.schema, file=name, table=result.title, row=head.row, found=result.found)
        unnamed = [f"#{place + 1}" for place in gaps.places]
        scan = TableScan(name, [*result.labels, *unnamed], terms=self.terms, found=result.found)
        _scan_rows(scan, head.above)
        try:
            if plan is not None:
                self._build(plan, head, gaps, scan)
            else:
                # the table cannot be built, but what must never be kept is looked for all the same
                for batch in batches(head.rows):
                    scan.look(batch)
                    _scan_rows(scan, gaps.take())
                    result.rows = (result.rows or 0) + len(batch)
            headers.unnamed(gaps, file=name, row=head.row, found=result.found)
        finally:
            scan.close(plan.fields if plan else _declared(self.schema), self.result.crs or system_in(self.result.about))
        return result.header, head.row

    def _build(self, plan: headers.Plan, head: heading.Head, gaps: Gaps, scan: TableScan) -> None:
        result, name = self.result, self.result.file.path
        cleaner = Cleaner(name, plan.fields, plan.missing, result.found)
        self._note_form(cleaner, head)
        watch = CodeWatch(name, plan.fields, result.found)
        masks = MaskWatch(name, plan.fields, self.terms.masks, result.found)
        about = f"{self.terms.about} {result.title}"
        crs = result.crs or (result.about if system_in(result.about) else self.terms.crs)
        table = Content(name, plan.fields, plan.key, result.found, as_of=self.terms.as_of, about=about, crs=crs)
        content = ContentWatch(table, declared=self.schema is not None)
        declared = relations.RowRules(name, self.schema, plan.fields, result.found)
        body, merged = layout.Body(head, plan.fields), layout.Merged.watch(plan.fields, plan.key)
        count = 0
        with self.target.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, lineterminator="\r\n").writerow(result.labels)
            for batch in batches(_whole(body, len(result.labels)) if self.grid else body):
                count += len(batch)
                scan.look(batch)
                _scan_rows(scan, gaps.take())
                cleaned, changed = cleaner.clean(batch)
                if changed is not None:
                    scan.look(changed, again=True)
                watch.see(cleaned)
                masks.see(cleaned)
                content.see(cleaned)
                declared.see(cleaned)
                merged.see(cleaned)
                cleaned.write(stream)
        _scan_rows(scan, body.left_out)
        result.rows = count
        if count == 0:
            result.found.add(Finding("Q26", Severity.BLOCK, file=name, params={"reason": "no_rows"}))
        cleaner.propose()
        plan = plan.amended(cleaner.undeclared(), cleaner.periods(), cleaner.units())
        if decided := cleaner.words():
            words = [decided.get(label, {}) for label in result.labels]
            _rewrite(self.target, lambda rows: ([w.get(c, c) for c, w in zip(r, words, strict=False)] for r in rows))
        restore = watch.restorable()
        if restore:
            widths = [restore.get(label) for label in result.labels]
            _rewrite(self.target, lambda rows: ([_padded(c, w) for c, w in zip(r, widths, strict=False)] for r in rows))
        self._propose(plan, head, body, merged.fill())
        content.close()
        if content.mends:
            _rewrite(self.target, content.mended)
        if content.repeated:
            _rewrite(self.target, lambda rows: body.numbering.leave_out(rows, content.repeated))
            result.rows = count - len(content.repeated)
        for place in sorted(set(gaps.places) - gaps.filled.keys()):
            cleaner.note("Q26", f"#{place + 1}", head.row, str(place + 1), "", cells=0)
        for one in body.dropped:
            cleaner.note(one.rule, "", one.row, one.text, "")
        if body.blank_rows:
            cleaner.note("Q18", "", body.first_blank, "（空行）", "", cells=body.blank_rows)
        result.row_of = body.numbering.of
        self._validate(plan, lambda *cell: watch.explained(*cell) or cleaner.explained(*cell), body.numbering)
        if plan.shuffled and all(f.severity is not Severity.BLOCK for f in result.findings):
            _rewrite(self.target, lambda rows: ([r[place] for place in plan.order] if r else r for r in rows), 0)
        result.cleanings = cleaner.log()
        result.fields, result.primary_key, result.master = plan.published, plan.key, self.target.name
        result.relations = relations.published(self.schema or {})

    def _propose(self, plan: headers.Plan, head: heading.Head, body: layout.Body, merged: Sequence[Any]) -> None:
        """Q04, Q05, Q07: the master is made as proposed; a person approves it, or returns it. Q21 returns."""
        name = self.result.file.path

        def ask(code: str, row: int, column: str | None, value: str, times: int = 1, **params: Any) -> None:
            place: dict[str, Any] = {"file": name, "row": row, "column": column and safe(column, 60)}
            severity = Severity.BLOCK if code == "Q21" else Severity.REVIEW
            self.result.found.add(Finding(code, severity, **place, value=safe(value), params=params), times)

        if head.two_rows:
            ask("Q04", head.row - 1, None, "", labels="、".join(safe(label, 30) for label in self.result.labels))
        if merged:
            _rewrite(self.target, lambda rows: layout.filled(rows, merged))
        for key in merged:
            row, value = key.first
            ask("Q05", row, key.label, "", key.blanks, proposal=safe(value), cells=key.blanks)
        if body.another is not None:
            ask("Q21", body.another[0], None, body.another[1], reason="another_table")
        for total in body.total_rows:
            sums = layout.agrees(total, self.target, plan.fields)
            reason = "mean" if total.mean else "" if sums is None else "agrees" if sums else "differs"
            ask("Q07", total.row, self.result.labels[total.column], total.label, reason=reason, proposal=_REMOVED)

    def _validate(self, plan: headers.Plan, explained: Explained, numbering: Numbering) -> None:
        """The master before Frictionless: every row of a small one, of a large one those that are not certified, a
        sample of the others, and all that share a key (D6). That none was passed over is part of the proof."""
        from harvesters.gate.frictionless_run import CERTIFY_FROM, validate

        result, name = self.result, self.result.file.path
        before = sum(result.found.totals(name).values())
        read, result.frictionless_rows = validate(
            self.target,
            file=name,
            fields=plan.fields,
            primary_key=plan.key,
            found=result.found,
            explained=explained,
            row_of=numbering.of,
            certify=(result.rows or 0) >= CERTIFY_FROM,
            seed=result.file.sha256,
        )
        if read != result.rows and sum(result.found.totals(name).values()) == before:
            params = {"type": "rows-differ", "read": read, "rows": result.rows}
            result.found.add(Finding("G-30", Severity.BLOCK, file=name, params=params))

    def _note_form(self, cleaner: Cleaner, head: heading.Head) -> None:
        """Encoding, titles and header are cleaned too, and said."""
        if self.result.encoding not in (None, "utf-8"):
            cleaner.note("Q01", "", 1, str(self.result.encoding), "utf-8", cells=0)
        for rule, column, before, after, cells in self.notes:
            cleaner.note(rule, column, head.row + 1, before, after, cells)
        for record in head.above:
            if not record.blank:
                cleaner.note("Q03", "", record.row, layout.shown(record), "")
        for raw, label in zip(head.cells, self.result.labels, strict=True):
            if raw != label:
                rule = "Q14" if raw.strip().startswith(f"{label}.") else "Q30" if clean_label(raw) == label else "Q08"
                cleaner.note(rule, label, head.row, raw, label)


def _declared(schema: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """The dictionary as far as it can be read, for a table that does not fit it."""
    fields = schema.get("fields") if schema is not None else None
    return [one for one in fields if isinstance(one, Mapping)] if isinstance(fields, list) else []


def _whole(records: Iterable[reading.Record | Stretch], width: int) -> Iterator[reading.Record | Stretch]:
    """Rows of a sheet as wide as its header."""
    for record in records:
        if isinstance(record, reading.Record) and not record.blank and len(record.cells) < width:
            yield replace(record, cells=[*record.cells, *[""] * (width - len(record.cells))])
        else:
            yield record


def _scan_rows(scan: TableScan, records: Iterable[reading.Record]) -> None:
    """The detectors see what is left out of the table, too."""
    for batch in batches(records):
        scan.look(batch)


def _scan_alone(scan: TableScan, head: heading.Head) -> None:
    """What is no table says only that, and whatever must be locked."""
    _scan_rows(scan, [*head.above, reading.Record(head.row, head.row, head.cells)])
    for batch in batches(head.rows):
        scan.look(batch)
    scan.close()


def _rewrite(path: Path, change: Callable[[Iterator[list[str]]], Iterable[list[str]]], keep: int = 1) -> None:
    """The master once more with its rows changed, the first ``keep`` as they are."""
    old = path.with_name(path.name + ".old")
    path.rename(old)
    with old.open(encoding="utf-8-sig", newline="") as source, path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        rows = csv.reader(source)
        writer.writerows(islice(rows, keep))
        writer.writerows(change(rows))
    old.unlink()


def _padded(cell: str, width: int | None) -> str:
    return cell.zfill(width) if width and cell.isascii() and cell.isdigit() else cell
