"""Tables by chance (types × dialects × encodings × defects × dictionary settings), read by Frictionless alone and by it
with the certifier: what the two report must be one and the same. ``./portal bench gate-differential`` runs many.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvesters.gate import certify
from harvesters.gate.frictionless_run import Reading
from harvesters.gate.reading import blocks
from harvesters.gate.reading.blocks import Uncovered

Fields = list[dict[str, Any]]

# type → values in form, and values that are not, or hardly
VALUES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "string": (
        ("济南", "a", "青岛市", "无", "B-12", "山东省第一人民医院"),
        ("", " ", "a,b", 'q"q', "x\ny", "é", "𠮷", "-", "a\r\nb", "NaN"),
    ),
    "integer": (
        ("0", "7", "-12", "370102", "42"),
        ("1.0", "１２", "1_000", "+5", "", "x", "9" * 20, " 8", "0x1F", "-"),
    ),
    "number": (
        ("0", "1.5", "-3.25", "117.12", "1", "1.0"),
        (
            "1e3",
            "NaN",
            "Infinity",
            "1,5",
            "１",
            "+2",
            "",
            "-0",
            "1.50",
            ".5",
            "5.",
            "1_0",
            "x",
            "123456789.123456789",
            "sNaN",
        ),
    ),
    "date": (
        ("2024-01-05", "1999-12-31", "2020-02-28"),
        ("2024-1-5", "2024-02-29", "2023-02-29", "0000-01-01", "2024/01/05", "", "２０２４-01-05", "2024-01-05 ", "-"),
    ),
    "datetime": (
        ("2024-01-05T10:00:00", "1999-12-31T23:59:59"),
        (
            "2024-01-05T10:00",
            "2024-01-05 10:00:00",
            "2024-01-05T10:00:00Z",
            "2024-01-05T24:00:00",
            "2024-01-05T10:00:00.000",
            "",
        ),
    ),
    "time": (("10:00:00", "23:59:59"), ("10:00", "24:00:00", "10:00:00Z", "", "1:00:00")),
    "year": (("2024", "1999", "0000"), ("24", "+024", "２０２４", "", "20240", "-044")),
    "yearmonth": (("2024-01", "1999-12"), ("2024-13", "2024-1", "24-01", "", "2024-00", " 2024-01")),
    "boolean": (("true", "false", "1", "0"), ("tRuE", "是", "", "t", "True")),
    "any": (("x", "1", "是"), ("", "-")),
    "duration": (("P1Y", "PT5M"), ("P", "1", "")),
    "geopoint": (("117.1, 36.6", "1,2"), ("200,1", "x", "")),
}
PATTERNS = (
    "[A-Z]\\d{3}",
    "a|b",
    "\\d+",
    "[\\u4e00-\\u9fa5]+",
    "(?:济南|青岛).*",
    "[^a]*",
    "\\w+",
    "(?i)A",
    "^[a-z-]+$",
    ".{1,3}",
    "\\S+",
    "[\\d-]+",
    "a{2}+",
    "(x|y)?[0-9]\\.",
    "",
)
CONSTRAINTS: dict[str, dict[str, tuple[Any, ...]]] = {
    "string": {"minLength": (1, 2), "maxLength": (1, 3, 8), "pattern": PATTERNS, "enum": (["济南", "a", "B-12"],)},
    "integer": {"minimum": (0, "-5", 10**16), "maximum": (100, "370102"), "enum": ([0, 7, 42],)},
    "number": {"minimum": (0, "1.0", "0.1234567890123456789"), "maximum": (1.5, "117.12", "x")},
    "date": {"minimum": ("2000-01-01",), "maximum": ("2024-01-05", "2030-1-1")},
    "datetime": {"minimum": ("2000-01-01T00:00:00", "2000-01-01T00:00:00Z")},
    "time": {"maximum": ("12:00:00",)},
    "year": {"minimum": (1990, "0000"), "maximum": (2024,)},
    "yearmonth": {"minimum": ("2000-01",)},
    "boolean": {"enum": ([True],)},
}


@dataclass(frozen=True)
class Case:
    """One table as bytes, and how it is to be read."""

    data: bytes
    schema: dict[str, Any]
    encoding: str
    delimiter: str
    quote: str
    limit: int
    reference: bytes | None


def case(dice: random.Random) -> Case:
    """A table. Half of them are such as a department would hand in, with few faults."""
    tame = dice.random() < 0.6
    fields = [_field(dice, n, tame) for n in range(dice.randint(1 if not tame else 2, 8))]
    schema: dict[str, Any] = {"fields": fields}
    if dice.random() < 0.3:
        schema["missingValues"] = dice.choice([["", "-"], ["-"], [], ["", "NaN", "无"]])
    if dice.random() < 0.4:
        schema["primaryKey"] = [one["name"] for one in dice.sample(fields, min(len(fields), dice.randint(1, 2)))]
    reference = None
    words = [one["name"] for one in fields if one["type"] == "string"]
    if words and dice.random() < 0.2:
        schema["foreignKeys"] = [{"fields": [words[0]], "reference": {"resource": "other", "fields": ["code"]}}]
        reference = "code\n济南\na\n青岛市\n无\n".encode()
    rows = _rows(dice, fields, dice.choice([0, 1, 3, 30, 130, 400]), dice.choice([0, 0.002, 0.01]) if tame else 0.15)
    header = [one["name"] for one in fields]
    if not tame and dice.random() < 0.1:
        dice.shuffle(header)
    delimiter, quote = dice.choice([",", ",", ";", "\t", "|"]), dice.choice(['"', '"', '"', "'"])
    end = dice.choice(["\n", "\r\n", "\r\n", "\r"] if not tame else ["\n", "\r\n"])
    text = io.StringIO()
    quoting: Any = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    writer = csv.writer(text, delimiter=delimiter, quotechar=quote, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    whole = text.getvalue()
    if not tame:
        whole = _spoilt(dice, whole)
    if dice.random() < 0.2:
        whole = whole.rstrip("\r\n")
    encoding = dice.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16-le"])
    data = whole.encode(encoding)
    if not tame and dice.random() < 0.05:
        data = data[: len(data) // 2] + b"\xff" + data[len(data) // 2 :]
    limit = dice.choice([0, 1000, 1, 3, 20])
    return Case(data, schema, encoding, delimiter, quote, limit, reference)


def _field(dice: random.Random, n: int, tame: bool) -> dict[str, Any]:
    common = ("string", "integer", "number", "date", "string", "number", "year", "yearmonth", "boolean", "datetime")
    kind = dice.choice(common if tame else tuple(VALUES))
    one: dict[str, Any] = {"name": f"列{n}", "type": kind}
    limits: dict[str, Any] = {}
    for name, values in CONSTRAINTS.get(kind, {}).items():
        if dice.random() < (0.15 if tame else 0.3):
            limits[name] = dice.choice(values)
    if dice.random() < 0.2:
        limits["required"] = True
    if dice.random() < 0.1:
        limits["unique"] = True
    if limits:
        one["constraints"] = limits
    if dice.random() < 0.1:
        one["missingValues"] = dice.choice([["-"], ["", "-"], ["无"]])
    if not tame and dice.random() < 0.15:
        extra: dict[str, dict[str, Any]] = {
            "number": {"groupChar": ",", "bareNumber": False},
            "integer": {"bareNumber": False},
            "date": {"format": "%Y/%m/%d"},
            "boolean": {"trueValues": ["是"], "falseValues": ["否"]},
            "string": {"format": "email"},
        }
        one |= extra.get(kind, {})
    return one


def _rows(dice: random.Random, fields: Fields, count: int, faults: float) -> Iterator[list[str]]:
    for number in range(count):
        row = []
        for one in fields:
            good, bad = VALUES[one["type"]]
            if dice.random() < faults:
                row.append(dice.choice(bad))
            elif one["type"] == "string" and dice.random() < 0.5:
                row.append(f"{dice.choice(good)}{number}")
            elif one["type"] in ("integer", "number") and dice.random() < 0.7:
                row.append(str(number))
            else:
                row.append(dice.choice(good))
        if dice.random() < faults:
            row = dice.choice([row[:-1], [*row, "x"], [], [""] * len(row), row[: len(row) // 2], [*row, "", ""]])
        yield row


def _spoilt(dice: random.Random, text: str) -> str:
    for _ in range(dice.choice([0, 0, 1, 3])):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(['"', "'", "\r", "\n", "\n\n", ",", '""', "\0", ' "']) + text[at:]
    return text


@contextmanager
def small_blocks(size: int) -> Iterator[None]:
    """So that a small table has several."""
    kept = blocks.FIRST, blocks.LARGEST, certify.SAMPLE
    blocks.FIRST, blocks.LARGEST, certify.SAMPLE = size, size, 50
    try:
        yield
    finally:
        blocks.FIRST, blocks.LARGEST, certify.SAMPLE = kept


def report(one: Case, folder: Path, *, certified: bool) -> tuple[Any, bool]:
    """The whole report but for its seconds, or what was raised; and whether the fast path was taken."""
    path = folder / "table.csv"
    path.write_bytes(one.data)
    if one.reference is not None:
        (folder / "other.csv").write_bytes(one.reference)
    reading = None
    try:
        reading = Reading(
            path,
            one.schema,
            encoding=one.encoding,
            delimiter=one.delimiter,
            quote=one.quote,
            references={"other": (folder / "other.csv", {"fields": [{"name": "code"}]})} if one.reference else {},
            certify=certified,
            stats=True,
        )
        found = reading.report(limit=one.limit).to_descriptor()
    except Uncovered:
        return report(one, folder, certified=False)[0], False
    except Exception as error:
        return repr(error), reading is not None and reading.certified
    found["stats"].pop("seconds")
    for task in found["tasks"]:
        task["stats"].pop("seconds")
    return found, reading.certified


def differs(one: Case, folder: Path) -> tuple[bool, bool]:
    """(whether the two reports differ, whether the fast path was taken)"""
    with small_blocks(random.Random(len(one.data)).choice([97, 700, 5000, 1 << 16])):
        ours, fast = report(one, folder, certified=True)
    return ours != report(one, folder, certified=False)[0], fast


def dices(count: int, seed: int) -> Iterator[random.Random]:
    """One for each table, so that each can be made alone."""
    return (random.Random(f"{seed}-{n}") for n in range(count))
