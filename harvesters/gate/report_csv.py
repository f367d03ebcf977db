"""The findings of a report as a table that a spreadsheet program opens as it is, and cannot take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from harvesters.gate.report import groups
from harvesters.gate.report_text import WORDS
from harvesters.messages import rule_name

COLUMNS = ("code", "rule", "severity", "file", "sheet", "row", "column", "value", "message", "fix")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def findings_csv(body: Mapping[str, Any], lang: str = "zh") -> str:
    """One line a finding, in order of gravity; a last line for each rule of which not all occurrences are listed.

    ``body``: a report's JSON with its sentences in ``lang``. The text begins with the mark that Excel looks for.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for group in groups(body, lang):
        for finding in group["findings"]:
            cells = (finding["code"], rule_name(finding["code"], lang), *(finding.get(name) for name in COLUMNS[2:]))
            writer.writerow([harmless(cell) for cell in cells])
        more = group["total"] - len(group["findings"])
        if more > 0:
            said = WORDS[lang]["more"].format(more=more)
            line = {"code": group["code"], "rule": group["name"], "severity": group["severity"], "message": said}
            writer.writerow([harmless(line.get(name)) for name in COLUMNS])
    return "\ufeff" + text.getvalue()


def harmless(value: Any) -> str:
    """A cell that a spreadsheet program cannot take for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.lstrip(" \u3000")[:1] in _FORMULA and text.strip() else text
