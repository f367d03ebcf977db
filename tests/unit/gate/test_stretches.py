"""The whole gate on columns and on rows: one report, one master, whatever a file holds."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
from pathlib import Path
from typing import Any

import differential
import polars as pl
import pytest

from harvesters.contract import Delivery, GateContext
from harvesters.gate import batch, frictionless_run
from harvesters.gate.judge import BARE, examine
from harvesters.gate.reading import blocks, stretches
from harvesters.gate.report import report_json
from harvesters.stage import Stage

SEED, TABLES = 7, 120
# What stands in tables beside data, and in cells beside what belongs there
CELLS = (
    *(
        "合计",
        "全省合计",
        "注：初步数",
        "第 1 页 共 3 页",
        "资料来源：统计局",
        "机密★10年",
        "11010519491231002X",
        "13800138000",
    ),
    *(
        "3.70102E+17",
        "\u200b济南",
        "\ue123",
        "１２",
        " 5 ",
        "2024年3月5日",
        "1,234.5",
        "是",
        "N/A",
        "—",
        "0531",
        "张三",
    ),
    *("\x1f", "a@qq.com", "鲁A12345", "6222020200112233", "12 亿", "\u3000", "370102199001011234"),
)


def table(dice: random.Random) -> tuple[bytes, list[dict[str, Any]]]:
    """A generated table with rows and cells among it that are something else."""
    one = differential.case(dice)
    text = one.data.decode(one.encoding, "ignore").lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=one.delimiter, quotechar=one.quote))
    width = len(one.schema["fields"])
    for _ in range(dice.choice([0, 1, 5])):
        row = dice.choice([[dice.choice(CELLS)] + [""] * (width - 1), rows[0], [""] * width, [dice.choice(CELLS)]])
        rows.insert(dice.randint(1, len(rows)), list(row))
    often = dice.choice([0, 0.003, 0.1])
    for row in rows[1:]:
        if row and dice.random() < often:
            row[dice.randrange(len(row))] = dice.choice(CELLS)
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=dice.choice(["\n", "\r\n"])).writerows(rows)
    text = stream.getvalue()
    if dice.random() < 0.1:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(['"', "\n\n", "\r"]) + text[at:]
    return text.encode(dice.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"]), "ignore"), one.schema[
        "fields"
    ]


def judged(data: bytes, fields: list[dict[str, Any]] | None, folder: Path) -> tuple[str, list[bytes]]:
    folder.mkdir()
    stage = Stage(folder / "stage")
    staged = stage.put("t.csv", io.BytesIO(data))
    resource: dict[str, Any] = {"name": "t", "path": "t.csv", "title": "表"}
    if fields is not None:
        resource["schema"] = {"fields": fields}
    delivery = Delivery(guid="g", descriptor={BARE: True, "resources": [resource]}, files=(staged,))
    work = folder / "work"
    work.mkdir()
    context = GateContext(as_of=dt.date(2026, 11, 27))
    report = report_json(examine(delivery, context, lambda file: stage.path_of(file.sha256), work).report)
    for file in report["files"]:
        del file["frictionless_rows"]
    return json.dumps(report, ensure_ascii=False, indent=1), [path.read_bytes() for path in sorted(work.iterdir())]


def test_columns_and_rows_give_one_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    written = batch.written

    def seen(frame: pl.DataFrame) -> memoryview:
        taken.append(frame.height)
        return written(frame)

    for n, dice in enumerate(differential.dices(TABLES, SEED)):
        data, fields = table(dice)
        declared = fields if dice.random() < 0.8 else None
        with monkeypatch.context() as changed:
            changed.setattr(stretches, "LARGE", 0)
            changed.setattr(stretches, "HEAD", 25)
            changed.setattr(blocks, "FIRST", 600)
            changed.setattr(blocks, "LARGEST", 3000)
            changed.setattr(frictionless_run, "CERTIFY_FROM", 0)
            changed.setattr(batch, "written", seen)
            changed.setattr(batch, "SIZE", 16)
            fast = judged(data, declared, tmp_path / f"{n}-fast")
        with monkeypatch.context() as changed:
            changed.setattr(batch, "SIZE", 16)
            slow = judged(data, declared, tmp_path / f"{n}-slow")
        assert fast == slow, f"{SEED}-{n}"
    assert len(taken) > TABLES
