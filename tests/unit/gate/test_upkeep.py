"""G-32: overdue, few rows, one table cut into many, attachments only. A warning that changes no outcome."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from gate_bench import AS_OF, RECORD, REVIEWED, Bench

from harvesters.contract import CatalogueSnapshot, PreviousRelease, Severity, Verdict
from harvesters.gate.judge import Judgement
from harvesters.gate.rules.upkeep import Delivered, check, stem

FIELDS = [{"name": "站名"}, {"name": "数量", "type": "integer"}]
ROWS = "站名,数量\n" + "".join(f"站{n},{n}\n" for n in range(1, 13))


def reasons(judgement: Judgement) -> list[str]:
    found = [f for f in judgement.report.findings if f.code == "G-32"]
    assert {f.severity for f in found} <= {Severity.WARN}
    return [str(f.params["reason"]) for f in found]


def test_overdue_by_the_release_that_stands_or_by_the_record(bench: Bench) -> None:
    def judged(days: int, cycle: str = "yearly", previous: bool = True) -> list[str]:
        day = (AS_OF - dt.timedelta(days=days)).isoformat()
        standing = PreviousRelease(1, "0", str(RECORD["identifier"]), "d", "unconditional", day)
        record = {**RECORD, "update_cycle": cycle, **({} if previous else {"issued": "2010-01-01", "modified": day})}
        context = replace(REVIEWED, previous=standing if previous else None)
        return reasons(bench.full(ROWS, FIELDS, record=record, context=context))

    for previous in (True, False):
        assert judged(401, previous=previous) == ["overdue"]
        assert judged(400, previous=previous) == []
        assert judged(4000, "irregular", previous) == []
    assert reasons(bench.full(ROWS, FIELDS)) == []


def test_few_rows_are_a_warning_with_a_record_only(bench: Bench) -> None:
    nine = "\n".join(ROWS.splitlines()[:10]) + "\n"
    judgement = bench.full(nine, FIELDS)
    assert reasons(judgement) == ["few_rows"]
    assert judgement.report.verdict is Verdict.PASS
    assert reasons(bench.full("\n".join(ROWS.splitlines()[:11]) + "\n", FIELDS)) == []
    assert reasons(bench(nine)) == []
    assert "G-32" in bench(nine).report.not_checked


def tables(*titles: str, fields: Any = FIELDS, form: str = "csv", rows: int | None = 50) -> list[Delivered]:
    return [Delivered(title, form, fields, rows) for title in titles]


def told(*args: Any, **more: Any) -> list[str]:
    context = replace(REVIEWED, **more)
    return [str(f.params["reason"]) for f in check(RECORD, *args, context)]


def test_one_table_cut_by_area_or_month() -> None:
    assert told(tables("济南市客运站", "青岛市客运站", "淄博市客运站")) == ["cut_tables"]
    assert told(tables("客运量2024年1月", "客运量2024年2月", "客运量2024年3月")) == ["cut_tables"]
    assert told(tables("济南市客运站", "青岛市客运站")) == []
    assert told(tables("客运站", "货运站", "停车场")) == []
    assert told([*tables("济南市客运站", "青岛市客运站"), *tables("淄博市客运站", fields=[{"name": "别的"}])]) == []


def test_one_dataset_cut_by_area_or_year() -> None:
    record = {**RECORD, "title": "济南市公路客运站"}

    def snapshot(*titles: str, owner: str = "sd-transport") -> CatalogueSnapshot:
        return CatalogueSnapshot({}, {(owner, title): f"c{n}" for n, title in enumerate(titles)})

    def cut(catalogue: CatalogueSnapshot) -> list[str]:
        found = check(record, tables("表"), replace(REVIEWED, catalogue=catalogue))
        return [str(f.params["reason"]) for f in found]

    assert cut(snapshot("青岛市公路客运站", "淄博市公路客运站")) == ["cut_datasets"]
    assert cut(snapshot("青岛市公路客运站")) == []
    assert cut(snapshot("青岛市公路客运站", "淄博市公路客运站", owner="sd-other")) == []
    assert cut(snapshot("青岛市停车场", "淄博市水库")) == []


def test_attachments_alone() -> None:
    assert told(tables("公报", form="pdf", rows=None)) == ["attached"]
    assert told([*tables("公报", form="pdf", rows=None), *tables("表")]) == []
    assert told(tables("表", rows=None)) == []


def test_what_is_left_of_a_title() -> None:
    assert stem("2024年济南市历下区公交线路") == stem("2023年青岛市市南区公交线路") == "公交线路"
    assert stem("公交线路") == "公交线路"
