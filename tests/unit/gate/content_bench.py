"""What the checks of content say of a table of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gate_bench import Bench

from harvesters.contract import Finding, Severity
from harvesters.messages import finding_json, has_sentence

CITIES = ["济南", "青岛", "淄博", "枣庄", "东营", "烟台", "潍坊", "济宁", "泰安", "威海", "日照", "临沂"]


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def table(labels: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    return "\n".join(",".join(map(str, row)) for row in (labels, *rows)) + "\n"


def said(
    bench: Bench, fields: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[object]], **more: Any
) -> list[Finding]:
    """What the checks of content find, each with its sentences."""
    judgement = bench.full(table([one["name"] for one in fields], rows), fields, **more)
    found = [f for f in judgement.report.findings if f.code[0] == "Q" or f.params.get("type") == "element-differs"]
    for finding in found:
        assert has_sentence(finding.code, finding.params)
        shown = [finding_json(finding, lang) for lang in ("zh", "en")]
        assert all("—" not in one["message"] and "{" not in one["message"] for one in shown), shown
    return [f for f in found if f.severity is not Severity.INFO]


def kinds(found: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(f.code, str(f.params.get("reason", ""))) for f in found]
