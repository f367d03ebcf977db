"""G-01 to G-04, G-31, G-32, G-40: what a release must have beside right data."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

from rule_cases.case import CONTEXT, PLAIN, Case, Given, beside, table

(_REVIEW,) = CONTEXT.reviews


def reviewed(**changes: Any) -> Given:
    return Given(context={"reviews": (replace(_REVIEW, **changes),)})


def source(**changes: Any) -> Given:
    assert CONTEXT.source is not None
    return Given(context={"source": replace(CONTEXT.source, **changes)})


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, PLAIN)
    return out.getvalue()


CASES = (
    Case("G-01", "block", reviewed(date=dt.date(2025, 11, 23)), reviewed(date=dt.date(2025, 11, 24))),
    Case("G-01", "review", Given(context={"reviews": ()}), Given()),
    Case("G-02", "block", source(network_domain="gov_intranet"), source(network_domain="administrative")),
    Case(
        "G-03", "block", Given(beside("甲,机密★1年")), Given(beside("甲,《商业秘密保护条例》")), row=14, column="备注"
    ),
    Case("G-03", "review", Given(beside("甲,内部资料")), Given(beside("甲,内部装修")), row=14, column="备注"),
    Case(
        "G-04",
        "block",
        Given(record={"security_level": "general_2"}),
        Given(record={"security_level": "general_2", "open_type": "conditional", "open_condition": "签订协议"}),
    ),
    Case(
        "G-31",
        "block",
        Given(record={"contact_dept_phone": "13800138000"}),
        Given(record={"contact_dept_phone": "0531-12345678"}),
    ),
    Case(
        "G-32",
        "warn",
        Given(table("名称,备注", *(f"站{n},好" for n in range(9)))),
        Given(table("名称,备注", *(f"站{n},好" for n in range(10)))),
    ),
    Case(
        "G-40",
        "block",
        Given(zipped("表.csv", "里层.zip"), resource={"name": "表.zip", "format": "csv"}),
        Given(zipped("表.csv", "说明.txt"), resource={"name": "表.zip", "format": "csv"}),
    ),
    Case(
        "G-40",
        "info",
        Given(zipped("表.csv", "说明.txt"), resource={"name": "表.zip", "format": "csv"}),
        Given(zipped("表.csv"), resource={"name": "表.zip", "format": "csv"}),
    ),
    Case(
        "G-40",
        "block",
        Given(zipped("表.csv", "安装.exe"), resource={"name": "表.zip", "format": "csv"}),
        Given(zipped("表.csv", "安装说明.txt"), resource={"name": "表.zip", "format": "csv"}),
    ),
    Case(
        "G-40",
        "review",
        Given(b"\xff\xd8\xff\xe0" + b"\0" * 50, None, resource={"name": "图.jpg"}),
        Given("一份说明，读得出文字。".encode(), None, resource={"name": "说明.txt"}),
    ),
)
