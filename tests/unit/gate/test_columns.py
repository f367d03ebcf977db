"""Files of records that are read as columns say the same as record by record."""

from __future__ import annotations

import datetime as dt
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

from harvesters.gate.batch import SIZE, StretchBatch, batches
from harvesters.gate.reading import json as one_by_one
from harvesters.gate.reading import json_lines, parquet
from harvesters.gate.reading.csv import LayoutFault, Record
from harvesters.gate.reading.encoding import decide
from harvesters.gate.reading.stretches import Stretch

ROWS = 700


def flat(items: Any) -> tuple[list[tuple[int, list[str]]], int]:
    """All records, and how many came as columns."""
    found: list[Record] = []
    fast = 0
    for item in items:
        fast += len(item) if isinstance(item, Stretch) else 0
        found += item.records() if isinstance(item, Stretch) else [item]
    return [(one.row, one.cells) for one in found], fast


def record(n: int, dice: random.Random) -> dict[str, Any]:
    return {
        "名称": f"站{n}" if n % 7 else None,
        "数": dice.choice([n, n / 3, 1e300, -0.0, 10**20]),
        "是": bool(n % 2),
        "码": dice.choice(["007", "", "a\\b", 'q"q', "x\ty", "行\n行", "null", "𠮷"]),
    }


def odd_line(n: int) -> str:
    return ('{"数":1.50,"码":"\\u6d4e"}', "  ", '{ "名称" : "a" }\r', '{"名称":"\\u0041","数":-1E5}')[n % 4]


@pytest.mark.parametrize("ascii_", [False, True])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("odd", [0, 50])
def test_lines_of_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ascii_: bool, separators: tuple[str, str], odd: int
) -> None:
    monkeypatch.setattr(json_lines, "_PIECE", 16_000)
    monkeypatch.setattr(json_lines, "_HOLD", 30_000 if ascii_ else 1 << 20)
    dice = random.Random(5)
    lines = [
        odd_line(n) if odd and n % odd == 7 else json.dumps(record(n, dice), ensure_ascii=ascii_, separators=separators)
        for n in range(1, ROWS)
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    encoding = decide(path)
    table = json_lines.read(path, encoding)
    assert table is not None
    said, fast = flat(table.records([]))
    assert said == flat(one_by_one.Table(path, encoding, lines=True).records([]))[0]
    assert fast > ROWS / 3 or odd


@pytest.mark.parametrize(
    "line",
    [
        '{"a":[1]}',
        '{"a":1,"a":2}',
        '{"a":NaN}',
        '{"a":"\\ud800"}',
        '{"a":1}{"a":2}',
        '{"a":01}',
        '{"a":1',
        "[1]",
        '{"a":"x\ny"}',
        '{"b":1}',
        '{"a":"x\ty"}',
        '{"a":"x\\qy"}',
        '{"a":"x\\u12"}',
        '{"a":"x\x01y"}',
        '\ufeff{"a":1}',
        '{"a":1}\r\r',
        '\r{"a":"x\ry"}',
    ],
)
def test_a_line_that_is_none_of_these_is_left_to_the_other_reader(tmp_path: Path, line: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join([*('{"a":1}',) * 300, line, '{"a":1}']), "utf-8", newline="")
    encoding = decide(path)
    table = json_lines.read(path, encoding)
    try:
        said = flat(one_by_one.Table(path, encoding, lines=True).records([]))[0]
    except LayoutFault:
        assert table is None
    else:
        assert table is None or flat(table.records([]))[0] == said


@pytest.mark.parametrize("before", [0, 1, 1999, 2000, 2001])
def test_rows_and_stretches_of_any_size_give_the_same_batches(before: int) -> None:
    dice = random.Random(before)
    items: list[Record | Stretch] = []
    row = 0
    for size in [-before, *(dice.choice([-1, 1, 700, 2000, 9000]) for _ in range(40))]:
        if size > 0:
            items.append(Stretch(row, pl.DataFrame({"c0": [str(row + n) for n in range(size)], "c1": ["a"] * size})))
        else:
            items += [Record(row + n, 0, [str(row + n), "a"]) for n in range(-size)]
        row += abs(size)
    found = list(batches(items))
    assert [len(one) for one in found[:-1]] == [SIZE] * (row // SIZE if row % SIZE else row // SIZE - 1)
    assert [n for one in found for n in one.numbers] == list(range(row))
    assert [int(cells[0]) for one in found for cells in one.cells] == list(range(row))
    assert sum(isinstance(one, StretchBatch) for one in found) > 0.6 * len(found)


def test_parquet(tmp_path: Path) -> None:
    path, n = tmp_path / "t.parquet", range(ROWS)
    moment = dt.datetime(2024, 1, 5, 20, 0)
    columns = {
        "文": pa.array([None if one in (300, 301, 650) else f"站{one}" for one in n]),
        "整": pa.array([None if one in (300, 301, 650) else one for one in n]),
        "数": pa.array([None if one in (300, 301, 650) else one / 4 for one in n]),
        "元": pa.array([None if one in (300, 301, 650) else Decimal(one) / 100 for one in n], pa.decimal128(20, 9)),
        "时": pa.array([None if one in (300, 301, 650) else moment for one in n], pa.timestamp("us", "UTC")),
        "刻": pa.array([None if one in (300, 301, 650) else dt.time(1, 2, 3, one * 1000) for one in n]),
    }
    pyarrow.parquet.write_table(pa.table(columns), path)
    said, fast = flat(parquet.Table(path).records())
    assert fast >= ROWS - 203
    assert said[0] == (0, list(columns))
    for one, (row, cells) in enumerate(said[1:]):
        assert row == one + 1
        if one in (300, 301, 650):
            assert cells == [""] * 6
            continue
        micro = f".{one:03d}".rstrip("0") if one else ""
        assert cells == [
            f"站{one}", str(one), repr(one / 4).removesuffix(".0"), f"{one // 100}.{one % 100:02d}0000000",
            "2024-01-06T04:00:00", f"01:02:03{micro}",
        ]  # fmt: skip


def test_text_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    text = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe"))
    pyarrow.parquet.write_table(pa.table({"a": text}), path)
    with pytest.raises(LayoutFault, match="parquet_broken"):
        flat(parquet.Table(path).records())
