"""JSON Lines by columns and value by value: the same records, whatever stands in them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from harvesters.gate.reading import json as values
from harvesters.gate.reading import json_lines
from harvesters.gate.reading.encoding import Encoding
from harvesters.gate.reading.stretches import one_by_one

SEED, FILES = 11, 120
UTF8 = Encoding("utf-8", "utf-8")
NAMES = ("编号", "名 称", "n", 'a"b', "x, y", "续\\行", "备注", "null")
TEXTS = (
    *("", "济南", '5" 钢管', ', "', '", "n": "', "a\\", "\\", "null", "true", "12.50", "a\tb", "a\nb", "\u2028", "😀"),
    *("}", "{}", "\x00", "\x1f", "\x7f", "\ufeff", "  ", "e" * 300),
)
RAW = (
    *("0", "-0", "1e5", "1E+400", "12345678901234567890123", "0.10", "-1.5e-7", "true", "false", "null"),
    *('"\\u6d4e"', '"\\ud83d\\ude00"', '"\\/"', '"\t"', '"\x01"'),
)
STRANGE = ("NaN", "01", "+1", ".5", "1.", "{}", "[]", '"\\ud800"', '"\\x"', "'a'", "tru", '"', "")


def test_columns_and_values_give_the_same_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "_PIECE", 2000)
    path, by_columns = tmp_path / "t.jsonl", 0
    for n in range(FILES):
        dice = random.Random(f"{SEED}/{n}")
        path.write_bytes(_file(dice))
        try:
            table = json_lines.read(path, UTF8)
        except Exception as e:
            raise AssertionError(f"{SEED}/{n}") from e
        if table is None:
            continue  # the other reader has the word
        by_columns += 1
        found = [(one.row, one.cells) for one in one_by_one(table.records(()))]
        wanted = [(one.row, one.cells) for one in values.Table(path, UTF8, lines=True).records(())]
        assert found == wanted, f"{SEED}/{n}"
    assert by_columns > 0.3 * FILES


def test_what_no_cell_holds_is_left_to_the_other_reader(tmp_path: Path) -> None:
    for strange in STRANGE:
        path = tmp_path / "t.jsonl"
        path.write_text('{"a": "x", "b": 1}\n' * 30 + f'{{"a": {strange}, "b": 1}}\n', "utf-8")
        assert json_lines.read(path, UTF8) is None, strange


def _file(dice: random.Random) -> bytes:
    names = dice.sample(NAMES, dice.randrange(1, 6))
    gap, colon = dice.choice([(", ", ": "), (",", ":"), (", ", ":")])
    plain = dice.random() < 0.5
    kinds = [dice.choice(["text", "number", "any"]) for _ in names]
    odd = dice.choice([0, 0, 0.02, 0.2])
    lines = []
    for number in range(dice.randrange(1, 120)):
        members = [(name, _value(dice, kind, number, plain=plain)) for name, kind in zip(names, kinds, strict=True)]
        if number and dice.random() < odd:
            members = _otherwise(dice, members)
        text = gap.join(f"{json.dumps(name, ensure_ascii=False)}{colon}{value}" for name, value in members)
        lines.append(dice.choice(("", " ", "\t")) * (dice.random() < odd) + f"{{{text}}}" + " " * (dice.random() < odd))
        if dice.random() < odd / 4:
            lines.append(dice.choice(["", "  ", "\t"]))
    end = dice.choice(["\n", "\n", "\r\n"])
    return (end.join(lines) + dice.choice([end, ""])).encode("utf-8", "surrogatepass")


def _value(dice: random.Random, kind: str, number: int, *, plain: bool) -> str:
    if kind == "number":
        return dice.choice([str(number), f"{number / 7:.3f}", *(() if plain else ("null", "-0.0", "1e3"))])
    if kind == "text" or dice.random() < 0.7:
        said: Any = f"第{number}号" if plain else dice.choice(TEXTS)
        return json.dumps(said, ensure_ascii=dice.random() < 0.1)
    return dice.choice(RAW)


def _otherwise(dice: random.Random, members: list[tuple[str, str]]) -> list[tuple[str, str]]:
    way = dice.randrange(5)
    if way == 0:
        return dice.sample(members, len(members))
    if way == 1:
        return members[:-1] or members
    if way == 2:
        return [*members, dice.choice(members)]
    if way == 3:
        return [*members, ("新列", '"x"')]
    return [(name, dice.choice((*RAW, *STRANGE))) for name, _ in members]
