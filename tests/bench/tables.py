"""The reference table of the notes on validation (§1): 11 columns, 4 required, a unique one that is the primary key,
three patterns, a list, seven bounds, a greatest length; about 30 % of the lines have a quote. The two personal columns
are an institution's instead, so that our gate has nothing to say of the clean one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

FIELDS: list[dict[str, Any]] = [
    {"name": "编号", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "[A-Z]\\d{7}"}},
    {"name": "企业名称", "type": "string", "constraints": {"required": True}},
    {"name": "登记日期", "type": "date", "constraints": {"required": True, "minimum": "1949-10-01"}},
    {"name": "注册资本", "type": "number", "constraints": {"minimum": 0}},
    {"name": "行业", "type": "string", "constraints": {"required": True, "enum": list("ABCDEFGHIJ")}},
    {"name": "区划代码", "type": "string", "constraints": {"pattern": "37\\d{4}"}},
    {"name": "从业人数", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "办公电话", "type": "string", "constraints": {"pattern": "0531-8\\d{7}"}},
    {"name": "经度", "type": "number", "constraints": {"minimum": 114, "maximum": 123}},
    {"name": "纬度", "type": "number", "constraints": {"minimum": 34, "maximum": 39}},
    {"name": "备注", "type": "string", "constraints": {"maxLength": 200}},
]
SCHEMA: dict[str, Any] = {"fields": FIELDS, "primaryKey": ["编号"]}
#: The same columns in notations of which the certifier knows nothing.
UNUSUAL: dict[str, Any] = {
    "fields": [
        {**FIELDS[0], "constraints": {"pattern": "(?=[A-Z])\\S+"}},
        {**FIELDS[1], "constraints": {"pattern": "(?!无)\\S+"}},
        {"name": "登记日期", "type": "date", "format": "%Y-%m-%d"},
        {"name": "注册资本", "type": "number", "groupChar": ","},
        {**FIELDS[4], "constraints": {"pattern": "(?i:[a-j])"}},
        {"name": "区划代码", "type": "any"},
        {"name": "从业人数", "type": "integer", "bareNumber": False},
        {**FIELDS[7], "constraints": {"pattern": "[^\\s]+"}},
        {"name": "经度", "type": "number", "bareNumber": False},
        {"name": "纬度", "type": "number", "groupChar": ","},
        {**FIELDS[10], "constraints": {"pattern": "(?s:.*)"}},
    ]
}
#: Column → a value that its type or limit refuses.
FAULTS = {
    0: "q-1",
    1: "",
    2: "去年冬天",
    3: "约五百",
    4: "Z",
    5: "37X101",
    6: "-3",
    7: "电话",
    8: "200",
    9: "-1",
}


def lines(rows: int, seed: int) -> Iterator[list[str]]:
    """The cells of each row, those with a comma or a quote as they stand in the file."""
    dice = random.Random(seed)
    remarks = ("", "", "", "无", "一般说明", '"含""引号""的说明"', '"说明, 带逗号"')
    for number in range(rows):
        yield [
            f"Q{number:07d}",
            f"山东第{number}号实业有限公司",
            f"{dice.randint(1980, 2025)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
            f"{dice.randint(1, 10**6) / 100:.2f}",
            "ABCDEFGHIJ"[number * 7 % 10],
            f"37{number % 17:02d}{number % 29:02d}",
            str(dice.randint(1, 9999)),
            f"0531-8{dice.randint(0, 9999999):07d}",
            f"{114.8 + dice.random() * 7.9:.6f}",
            f"{34.4 + dice.random() * 4:.6f}",
            remarks[number % 7],
        ]


def table(rows: int, seed: int, *, every: int = 0, until: int | None = None, quotes: bool = False) -> bytes:
    """As a CSV file. ``every``: one row of so many up to row ``until`` has a fault. ``quotes``: one remark in twenty
    has a quote where none belongs."""
    header = ",".join(field["name"] for field in FIELDS)
    text = [header]
    for number, row in enumerate(lines(rows, seed)):
        if every and number % every == every // 2 and (until is None or number < until):
            column = number // every % len(FAULTS)
            row[column] = FAULTS[column]
        if quotes and number % 20 == 7:
            row[10] = '5" 钢管 "热轧"'
        text.append(",".join(row))
    return ("\r\n".join(text) + "\r\n").encode()
