"""``sd-harvest``: the gate on a department's own machine, without CKAN and without network."""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from harvesters import handed
from harvesters.contract import Delivery, GateContext, Report, Verdict, today
from harvesters.errors import HarvestError, SourceUnavailable
from harvesters.gate.child import ChildGate
from harvesters.gate.report import report_json
from harvesters.gate.report_html import reports_html
from harvesters.gate.report_text import report_text
from harvesters.gate.rules.sensitive import without_ids
from harvesters.messages import fix, sentence
from harvesters.stage import Stage

EXIT = {Verdict.PASS: 0, Verdict.RETURNED: 1, Verdict.REVIEW: 3}
COULD_NOT = 2
# What the exit code says of several deliveries: the first of these that occurs.
_GRAVITY = (COULD_NOT, 1, 3, 0)


@dataclass(frozen=True, slots=True)
class Checked:
    """One delivery's answer."""

    name: str
    report: Report | None = None
    error: HarvestError | None = None

    @property
    def shown(self) -> str:
        """Its name without numbers of persons."""
        return without_ids(self.name)

    @property
    def exit(self) -> int:
        return COULD_NOT if self.report is None else EXIT[self.report.verdict]


@click.group()
@click.version_option(package_name="sd-opendata")
def main() -> None:
    """山东省公共数据开放：数据汇集与校验。Shandong open data: harvest and check."""


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--record", type=click.Path(path_type=Path), help="目录记录（JSON）。The catalogue record of the files.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="报告格式。Form of the report.",
)
@click.option(
    "--cleaned", type=click.Path(path_type=Path), help="清洗后的表写入此文件夹。Write each table as understood."
)
@click.option("--output", type=click.Path(path_type=Path), help="报告写入此文件（UTF-8）。Write the report there.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言。Language.")
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="按这一天的规则判断。The day to judge by; today."
)
def check(
    paths: tuple[Path, ...],
    record: Path | None,
    form: str,
    cleaned: Path | None,
    output: Path | None,
    lang: str,
    as_of: dt.datetime | None,
) -> None:
    """校验交付文件夹或单个文件，与平台用同一套规则。

    Check delivery folders or files by the portal's own rules. Exit code: 0 passes, 1 returned, 2 could not be checked,
    3 needs a person.
    """
    day = as_of.date() if as_of else today()
    checked = _check(paths, record, cleaned, GateContext(as_of=day))
    _write({"text": _text, "json": _json, "html": _html}[form](checked, lang), form, output)
    codes = {one.exit for one in checked}
    raise SystemExit(next(code for code in _GRAVITY if code in codes))


def _write(report: str, form: str, output: Path | None) -> None:
    """Pages and JSON are UTF-8 wherever they go. Text goes in the console's own encoding; a character that it lacks
    (a rare one in a Chinese console of Windows) is written as its number."""
    if output is not None:
        output.write_text(report, "utf-8", newline="\n")
    elif form == "text":
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        click.echo(report.encode(encoding, "backslashreplace").decode(encoding), nl=False)
    else:
        click.echo(report.encode("utf-8"), nl=False)


def _check(paths: Sequence[Path], record: Path | None, cleaned: Path | None, context: GateContext) -> list[Checked]:
    gate = ChildGate()
    checked: list[Checked] = []
    with tempfile.TemporaryDirectory(prefix="sd-harvest-") as folder:
        stage = Stage(Path(folder))
        try:
            deliveries, refused = handed.deliveries(paths, _read_record(record) if record else None, stage)
        except HarvestError as error:
            return [Checked(str(record), error=error)]
        checked += [Checked(one.name, error=one.error) for one in refused]
        for delivery in deliveries:
            try:
                report = gate.check(delivery, context, stage, _own_folder(cleaned, delivery, len(deliveries)))
                checked.append(Checked(delivery.guid, report))
            except HarvestError as error:
                checked.append(Checked(delivery.guid, error=error))
    return checked


def _read_record(path: Path) -> Mapping[str, Any]:
    try:
        return handed.read_record(path.read_bytes(), str(path))
    except OSError as e:
        raise SourceUnavailable(reason="unreadable", path=str(path)) from e


def _own_folder(cleaned: Path | None, delivery: Delivery, deliveries: int) -> Path | None:
    """With several deliveries each gets a folder, so that equal file names do not meet."""
    if cleaned is None or deliveries == 1:
        return cleaned
    return cleaned / (Path(delivery.guid).name or "delivery")


def _json(checked: Sequence[Checked], lang: str) -> str:
    """One report as it is; of several, the findings and files of all, and each whole under ``reports``."""
    reports = [_one_json(one, lang) for one in checked]
    if len(reports) == 1:
        whole = reports[0]
    else:
        gravest = min(checked, key=lambda one: _GRAVITY.index(one.exit))
        whole = {
            **_one_json(gravest, lang),
            "findings": [finding for report in reports for finding in report["findings"]],
            "files": [file for report in reports for file in report["files"]],
            "reports": reports,
        }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _one_json(one: Checked, lang: str) -> dict[str, Any]:
    if one.report is not None:
        return {"delivery": one.shown, **report_json(one.report, lang)}
    assert one.error is not None
    error = {
        "code": one.error.code,
        "message": sentence(one.error.code, one.error.params, lang),
        "fix": fix(one.error.code, one.error.params, lang),
    }
    return {"delivery": one.shown, "verdict": None, "error": error, "findings": [], "files": []}


def _text(checked: Sequence[Checked], lang: str) -> str:
    parts = []
    for one in checked:
        head = f"== {one.shown}\n" if len(checked) > 1 else ""
        parts.append(head + (report_text(one.report, lang) if one.report else _error_text(one, lang)))
    return "\n".join(parts)


def _error_text(one: Checked, lang: str) -> str:
    assert one.error is not None
    said, mend = (words(one.error.code, one.error.params, lang) for words in (sentence, fix))
    return f"{one.shown}: {said}\n  → {mend}\n" if mend else f"{one.shown}: {said}\n"


def _html(checked: Sequence[Checked], lang: str) -> str:
    parts = [(one.shown, one.report or _error_text(one, lang)) for one in checked]
    return reports_html(parts, lang)


if __name__ == "__main__":
    main()
