"""信息项: the dictionary as catalogue systems write it (domain §2.3, §2.9) and as Table Schema fields.

:func:`items_to_fields` and :func:`fields_to_items` translate; what a name says of its content (V-15) is decided here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.dictionary import COLUMN_ID, MAX_COLUMNS, shown_name
from harvesters.catalogue.limits import shown
from harvesters.contract import Finding, Severity

LETTERS: Mapping[str, str] = {r["code"]: r["table_schema"] for r in codelists.load("item_types")}
NUMERIC = frozenset({"number", "integer"})
_KINDS = {**dict.fromkeys(NUMERIC, "number"), **dict.fromkeys(("date", "datetime"), "date")}
TRUE_VALUES = ("是", "1", "Y", "true", "有")
FALSE_VALUES = ("否", "0", "N", "false", "无")
MONEY = "Y"
# The box of Shandong, Q24: sea and islands included, neighbours' border posts not excluded.
BOX: Mapping[str, tuple[float, float]] = {"lon": (114.3, 122.9), "lat": (34.2, 38.6)}
SMALL_LIST = 200
MAX_LISTED = 50
_Fault = tuple[str, str, Mapping[str, Any]]
_LETTER_OF = {"string": "C", "number": "N", "integer": "I", "date": "D", "datetime": "T", "boolean": "L", "any": "G"}
_ITEM_KEYS = frozenset(
    {
        "name_zh",
        "name_en",
        "type",
        "length",
        "length_unit",
        "unit",
        "required",
        "unique",
        "enum",
        "codelist",
        "crs",
        "description",
        "sensitivity",
    }
)
_IDENTIFIER_ZH = re.compile(
    r"(代码|编码|编号|号码|序列号|电话|手机|手机号|传真|邮编|账号|帐号|卡号|证号|证书号|许可证号|文号|批号|工号|学号|户号|站号|区号|"
    r"身份证|身份证号|条码|条形码|行政区划|区划码|登记号|备案号|车牌号?)\d*"
)
_IDENTIFIER_EN = re.compile(r"(.*[_ ])?(code|codes|id|phone|tel|mobile|fax|zip|zipcode|postcode|account)")
_MONEY_ZH = re.compile(
    r".*(金额|总额|投资额?|收入|支出|费用|价格|单价|总价|价款|造价|资金|产值|生产总值|增加值|经费|预算|决算|工资|税额|税收|余额|注册资本|补贴|罚款)"
)
_RATE_ZH = re.compile(r".*(?<![频速功汇曲斜辨概])(率|比例|占比|比重|百分比|增速|增幅|同比|环比)")
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_UNIT_IN_LABEL = re.compile(r"[（(\[【][^）)\]】]*(元|美元|欧元|%|％|‰|百分点|/)[^）)\]】]*[）)\]】]")


def read_items(value: object) -> tuple[list[Mapping[str, Any]], list[Finding]]:
    """A delivered dictionary: a list of items, or its JSON text. Findings say what could not be read (V-13, V-20)."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, list | tuple):
        return [], [Finding("V-13", Severity.BLOCK, params={"reason": "unreadable"})]
    items = [item for item in value if isinstance(item, Mapping)]
    odd = [n for n, item in enumerate(value, start=1) if not isinstance(item, Mapping)][:MAX_LISTED]
    findings = [Finding("V-13", Severity.BLOCK, params={"reason": "not_an_item", "position": n}) for n in odd]
    unknown = [*dict.fromkeys(shown(key, 60) for item in items for key in item if key not in _ITEM_KEYS)]
    findings += [
        Finding("V-20", Severity.WARN, params={"reason": "item", "field": key}) for key in unknown[:MAX_LISTED]
    ]
    if len(unknown) > MAX_LISTED:
        findings.append(Finding("V-20", Severity.WARN, params={"reason": "more", "count": len(unknown) - MAX_LISTED}))
    return items, findings


def items_to_fields(items: Sequence[Mapping[str, Any]] | str) -> list[dict[str, Any]]:
    """Table Schema fields of a dictionary. An unknown letter stays as the type, so that G-30 names it."""
    return [_to_field(item) for item in read_items(items)[0]]


def fields_to_items(fields: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The dictionary of Table Schema fields, as a catalogue system takes it."""
    return [_to_item(field) for field in fields]


def check_items(fields: object, *, table: str, file: str | None = None) -> list[Finding]:
    """V-13 and V-15 of one table's fields: there are some, names and ids are unique, types and units fit."""
    listed = fields if isinstance(fields, list | tuple) else []
    whole = [field for field in listed if isinstance(field, Mapping)]
    if not whole:
        return [Finding("V-13", Severity.BLOCK, file=file, params={"reason": "none", "table": table})]
    found: list[Finding] = []
    seen: dict[str, set[str]] = {"name": set(), "sd:id": set()}
    for position, field in enumerate(whole[:MAX_COLUMNS], start=1):  # more are refused by G-30
        column = shown_name(field.get("name"), position)
        for code, reason, facts in (*_v13(field, seen), *_v15(field)):
            params = {"reason": reason, "table": table, "column": column, "position": position, **facts}
            found.append(Finding(code, Severity.BLOCK, file=file, column=column, params=params))
    return found


def _v13(field: Mapping[str, Any], seen: Mapping[str, set[str]]) -> Iterator[_Fault]:
    name, column = field.get("name"), field.get("sd:id")
    label = unicodedata.normalize("NFKC", name).strip() if isinstance(name, str) else ""
    if not label:
        yield "V-13", "no_name", {}
    elif label in seen["name"]:
        yield "V-13", "name_twice", {}
    seen["name"].add(label)
    if column is None or column == "":
        return  # the ledger mints one
    if not isinstance(column, str) or not COLUMN_ID.fullmatch(column):
        yield "V-13", "bad_id", {"value": shown(column)}
    elif column in seen["sd:id"]:
        yield "V-13", "id_twice", {"value": column}
    else:
        seen["sd:id"].add(column)


def _v15(field: Mapping[str, Any]) -> Iterator[_Fault]:
    name, column, kind, letter = (_text(field, key) for key in ("name", "sd:id", "type", "sd:type"))
    numeric = kind in NUMERIC
    if is_identifier(name, column):
        if numeric or LETTERS.get(letter, "") in NUMERIC:
            yield "V-15", "identifier", {"type": shown(letter or kind)}
    elif numeric and not has_unit(field):
        if letter == MONEY or is_money(name):
            yield "V-15", "money", {}
        elif is_rate(name):
            yield "V-15", "rate", {}


def is_identifier(name: str, column: str = "") -> bool:
    """Whether an item by its name holds identifiers, which are never numbers (V-15): 邮政编码, 电话, 行政区划代码 …"""
    bare = _bare(name)
    if bare.isascii():
        return any(_IDENTIFIER_EN.fullmatch(text.lower()) is not None for text in (bare, column) if text)
    return re.fullmatch(r".*" + _IDENTIFIER_ZH.pattern, bare) is not None


def is_money(name: str) -> bool:
    """Whether an item by its name holds amounts of money."""
    return _MONEY_ZH.fullmatch(_bare(name)) is not None


def is_rate(name: str) -> bool:
    """Whether an item by its name holds rates in % or ‰ (not 频率, 汇率 and the like)."""
    return _RATE_ZH.fullmatch(_bare(name)) is not None


def kind_of(declared: str) -> str:
    """What a type is to whoever joins two tables: whole numbers and others are numbers, days and moments are dates."""
    return _KINDS.get(declared, declared)


def has_unit(field: Mapping[str, Any]) -> bool:
    """Whether a field says its unit, as ``sd:unit`` or in brackets in its name: 投资额（万元）."""
    unit = field.get("sd:unit")
    if isinstance(unit, str) and unit.strip():
        return True
    return _UNIT_IN_LABEL.search(_text(field, "name")) is not None


def _text(part: Mapping[str, Any], key: str) -> str:
    value = part.get(key)
    return value if isinstance(value, str) else ""


def _bare(name: str) -> str:
    """A label without brackets and what stands in them."""
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", name)).strip()


def _to_field(item: Mapping[str, Any]) -> dict[str, Any]:
    name, column, letter = (_text(item, key).strip() for key in ("name_zh", "name_en", "type"))
    name, letter = name or column, letter.upper()
    # identifiers are text whatever was declared; V-15 still says so, by sd:type
    kind = "string" if letter in LETTERS and is_identifier(name, column) else LETTERS.get(letter, letter)
    field: dict[str, Any] = {"name": name, "type": kind, "sd:type": letter}
    named = {"sd:id": column, "description": item.get("description")}
    named |= {f"sd:{key}": item.get(key) for key in ("unit", "length", "length_unit", "codelist", "crs")}
    field |= {key: value for key, value in named.items() if value not in (None, "")}
    if kind == "boolean":
        field |= {"trueValues": list(TRUE_VALUES), "falseValues": list(FALSE_VALUES)}
    if constraints := _constraints(item, kind, name, column):
        field["constraints"] = constraints
    return field


def _constraints(item: Mapping[str, Any], kind: str, name: str, column: str) -> dict[str, Any]:
    found: dict[str, Any] = {key: True for key in ("required", "unique") if item.get(key) is True}
    length = item.get("length")
    if kind == "string" and _text(item, "type").upper() != "M" and length not in (None, ""):
        # a length in bytes is exceeded under both readings only if it is exceeded in characters (§2.2, 8c)
        found["maxLength"] = (
            int(length) if isinstance(length, str) and length.isascii() and length.isdigit() else length
        )
    if item.get("enum") not in (None, "", []):
        found["enum"] = item["enum"]
    elif kind == "string" and isinstance(item.get("codelist"), str):
        found |= _codelist_constraint(item["codelist"])
    axis = _axis(name, column)
    if kind in NUMERIC and axis:
        found |= dict(zip(("minimum", "maximum"), BOX[axis], strict=True))
    return found


def _codelist_constraint(name: str) -> dict[str, Any]:
    """A pattern or the codes themselves, for lists that are small and known here; else the list is only named."""
    if re.fullmatch(r"gbt2260-37", name):
        return {"pattern": r"^37\d{4}$"}
    try:
        codes = list(codelists.entries(name)) if re.fullmatch(r"[a-z_]+", name) else []
    except (FileNotFoundError, KeyError):
        codes = []
    return {"enum": codes} if 0 < len(codes) <= SMALL_LIST else {}


def _axis(name: str, column: str) -> str | None:
    bare = _bare(name).lower()
    if bare.endswith("经度") or {bare, column} & {"lon", "lng", "longitude"}:
        return "lon"
    return "lat" if bare.endswith("纬度") or {bare, column} & {"lat", "latitude"} else None


def _to_item(field: Mapping[str, Any]) -> dict[str, Any]:
    constraints = field.get("constraints")
    limits: Mapping[str, Any] = constraints if isinstance(constraints, Mapping) else {}
    item: dict[str, Any] = {
        "name_zh": field.get("name", ""),
        "name_en": field.get("sd:id"),
        "type": _text(field, "sd:type") or _LETTER_OF.get(_text(field, "type"), "C"),
        "length": field.get("sd:length", limits.get("maxLength")),
        "length_unit": field.get("sd:length_unit"),
        "unit": field.get("sd:unit"),
        "required": limits.get("required"),
        "unique": limits.get("unique"),
        "enum": None if field.get("sd:codelist") else limits.get("enum"),
        "codelist": field.get("sd:codelist"),
        "crs": field.get("sd:crs"),
        "description": field.get("description"),
    }
    return {key: value for key, value in item.items() if value not in (None, "")}
