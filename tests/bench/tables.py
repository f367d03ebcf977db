"""A department's table as in the notes on validation §1: 11 columns, right check digits, a few faults if asked."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

FIELDS: list[dict[str, Any]] = [
    {"name": "编号", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "[A-Z]\\d{7}"}},
    {"name": "企业名称", "type": "string", "constraints": {"required": True, "maxLength": 60}},
    {"name": "登记日期", "type": "date", "constraints": {"minimum": "1949-10-01"}},
    {"name": "注册资本", "type": "number", "constraints": {"minimum": 0}},
    {"name": "行业", "type": "string", "constraints": {"enum": list("ABCDEFGHIJ")}},
    {"name": "区划代码", "type": "string", "constraints": {"pattern": "37\\d{4}"}},
    {"name": "从业人数", "type": "integer", "constraints": {"minimum": 0, "maximum": 1000000}},
    {"name": "联系单位", "type": "string"},
    {"name": "经度", "type": "number", "constraints": {"minimum": 114, "maximum": 123}},
    {"name": "纬度", "type": "number", "constraints": {"minimum": 34, "maximum": 39}},
    {"name": "备注", "type": "string", "constraints": {"maxLength": 200}},
]
#: Column → a value that its type or constraint refuses; one fault a column.
FAULTS = {2: "去年冬天", 3: "约五百", 4: "Z", 5: "37X101", 6: "1.5", 8: "200", 9: "-1"}


def table(rows: int, faulty: bool = False, seed: int = 20261127) -> bytes:
    dice = random.Random(seed)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([field["name"] for field in FIELDS])
    faults = dict(zip(sorted(dice.sample(range(rows), len(FAULTS))), FAULTS.items(), strict=True)) if faulty else {}
    for number in range(rows):
        row = [
            f"Q{number:07d}",
            f"山东第{number}号实业有限公司",
            f"{dice.randint(1980, 2025)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
            f"{dice.randint(1, 10**6) / 100:.2f}",
            dice.choice("ABCDEFGHIJ"),
            f"37{dice.randint(1, 17):02d}{dice.randint(1, 30):02d}",
            str(dice.randint(1, 9999)),
            f"办公室{dice.randint(1, 99)}，二楼",
            f"{dice.uniform(114.8, 122.7):.6f}",
            f"{dice.uniform(34.4, 38.4):.6f}",
            dice.choice(["", "", '含"引号"的说明', "普通说明，带逗号", "无"]),
        ]
        if number in faults:
            column, value = faults[number]
            row[column] = value
        writer.writerow(row)
    return text.getvalue().encode()
