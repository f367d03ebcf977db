"""One table of a dataset as a page: what the address asks for, the rows of one page, and the way to all the others."""

from __future__ import annotations

import csv
import datetime as dt
import io
import logging
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from ckan.plugins import toolkit as tk
from flask import Response, after_this_request
from sqlalchemy.exc import SQLAlchemyError

from .. import access, ledger, rows

ROWS = 50
MOST_ROWS = 1_000_000  # that a page goes deep, or a filtered file is long
_KEPT = ("table", "find", "filter", "sort")
_TRUTH = {"true": True, "1": True, "是": True, "yes": True, "false": False, "0": False, "否": False, "no": False}
_NUMBERS = ("number", "integer", "year")

log = logging.getLogger(__name__)


class Wrong(Exception):
    """What of the question cannot be understood, as a sentence."""


def readable(package: Mapping[str, Any], table: Mapping[str, Any]) -> bool:
    """Whether the asker may see rows: the open type serves them (D11) and CKAN lets them read this table."""
    if not access.served(str(package.get("open_type") or "")):
        return False
    try:
        tk.check_access("datastore_search", {}, {"resource_id": table["resource_id"]})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
    return True


def chosen(release: Mapping[str, Any]) -> dict[str, Any]:
    """The table that the address names, else the first."""
    wanted = tk.request.args.get("table")
    tables: list[dict[str, Any]] = [table for table in release["tables"] if not table.get("attachment")]
    return next((table for table in tables if table["resource_id"] == wanted), tables[0])


def view(package: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that ``sd/table.html`` shows. A question that is not understood is answered in words, with 400."""
    fields = {field["sd:id"]: field for field in table["fields"]}
    shown: dict[str, Any] = {"fields": fields, "rows": [], "problem": None, "total": table["rows"], "page": 1}
    shown |= {"pages": 1, "count": 0, "find": "", "conditions": [], "sort": "", "first": 0}
    if not readable(package, table):
        return {**shown, "problem": tk._("The rows are not public.")}
    try:
        question = _question(table, fields)
        page = _page()
        known = None if question.narrowed else int(table["rows"])
        found, count = rows.read(question, (page - 1) * ROWS, ROWS, known)
        pages = max(1, -(-count // ROWS))
        shown |= {"count": count, "pages": pages, "page": page, "first": (page - 1) * ROWS + 1}
        shown |= {"find": question.find, "conditions": [c for c in _conditions(fields) if c], "sort": _sort()}
        if page > pages:
            raise Wrong(tk._("There is no page {page}; the last one is {pages}.").format(page=page, pages=pages))
        shown["rows"] = [
            (row[0], [_cell(v, f) for v, f in zip(row[1:], fields.values(), strict=True)]) for row in found
        ]
    except Wrong as wrong:
        after_this_request(_bad_request)
        return {**shown, "problem": str(wrong)}
    except rows.TooSlow:
        return {**shown, "problem": tk._("This takes too long for a page. Narrow the filter, or download the file.")}
    except SQLAlchemyError as error:
        log.warning("no rows of %s: %s", table["resource_id"], type(error).__name__)
        return {
            **shown,
            "problem": tk._("The preview is not available at the moment. The file can be downloaded."),
        }
    return shown


def address(**change: Any) -> str:
    """This page's address with another page, order or filter; ``None`` takes one away. Filters start on page one."""
    args = [(k, v) for k in _KEPT for v in tk.request.args.getlist(k) if v]
    args = [(k, v) for k, v in args if k != "filter"] + [("filter", text) for text in _texts()]
    for name, value in change.items():
        if name == "without":
            args = [pair for pair in args if pair != ("filter", value)]
            continue
        args = [pair for pair in args if pair[0] != name] + ([(name, value)] if value not in (None, "") else [])
    path = str(tk.h.url_for(str(tk.request.environ.get("CKAN_CURRENT_URL", "/")).split("?")[0]))
    return (f"{path}?{urlencode(args)}" if args else path) + "#preview"


def permanent() -> str:
    """The address of what is shown, to send to somebody: language, filter, order and page."""
    page = str(tk.request.args.get("page") or "")
    return urljoin(str(tk.h.url_for("home.index", locale="default", _external=True)), address(page=page))


def rows_csv(name: str, resource_id: str) -> Response:
    """The filtered rows for a spreadsheet: byte order mark, and no text that it could take for a formula (G-40)."""
    try:
        package = tk.get_action("package_show")({}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404)
    release = ledger.release_of(package["name"])
    table = next((t for t in release["tables"] if t["resource_id"] == resource_id), None) if release else None
    if table is None or not readable(package, table):
        tk.abort(404)
    fields = {field["sd:id"]: field for field in table["fields"]}
    try:
        found, _ = rows.read(_question(table, fields), 0, MOST_ROWS)
    except Wrong as wrong:
        tk.abort(400, str(wrong))
    except rows.TooSlow:
        tk.abort(503)
    answer = Response(_lines(found, list(fields.values())), mimetype="text/csv")
    chosen_rows = tk._("selection")
    filename = quote(f"{table['title']}-{chosen_rows}.csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"selection.csv\"; filename*=UTF-8''{filename}"
    return answer


def _lines(found: list[Any], fields: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "\ufeff"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_harmless(field["name"], field) for field in fields])
    for row in found:
        writer.writerow([_harmless(v, f) for v, f in zip(row[1:], fields, strict=True)])
        if text.tell() > 64_000:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _harmless(value: Any, field: Mapping[str, Any]) -> str:
    text = _text(value)
    risky = isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r")
    return "'" + text if risky else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cell(value: Any, field: Mapping[str, Any]) -> dict[str, Any]:
    right = field.get("type") in _NUMBERS
    if value is None or value == "":
        return {"text": None, "right": right}
    return {"text": (tk._("yes") if value else tk._("no")) if isinstance(value, bool) else _text(value), "right": right}


def _page() -> int:
    given = tk.request.args.get("page") or "1"
    if not (given.isascii() and given.isdigit() and int(given[:9]) > 0 and len(given) < 9):
        raise Wrong(tk._("The number of the page must be a whole number, 1 or more."))
    if int(given) * ROWS > MOST_ROWS:
        raise Wrong(tk._("Pages go to row {rows} at most; the whole table is in the file.").format(rows=MOST_ROWS))
    return int(given)


def _sort() -> str:
    return str(tk.request.args.get("sort") or "")


def _question(table: Mapping[str, Any], fields: Mapping[str, Mapping[str, Any]]) -> rows.Question:
    sort = _sort()
    column = sort.removeprefix("-") or None
    if column is not None and column not in fields:
        raise Wrong(tk._("The table has no column “{name}”.").format(name=column[:40]))
    conditions = []
    for condition in _conditions(fields):
        value = _value(condition["value"], condition["operation"], fields[condition["column"]])
        conditions.append((condition["column"], condition["operation"], value))
    find = (tk.request.args.get("find") or "").replace("\0", "").strip()[:200]
    return rows.Question(table["resource_id"], tuple(fields), find, tuple(conditions), column, sort.startswith("-"))


def _texts() -> list[str]:
    """Each filter as ``column:operation:value``; the form's three fields are one more."""
    args = tk.request.args
    found = [text for text in args.getlist("filter") if text]
    if args.get("col") and (args.get("value") or args.get("op") == "empty"):
        found.append(f"{args['col']}:{args.get('op') or 'contains'}:{args.get('value', '')}")
    return list(dict.fromkeys(found))[:20]


def _conditions(fields: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
    found = []
    for text in _texts():
        column, _, rest = text.partition(":")
        operation, _, value = rest.partition(":")
        if column not in fields:
            raise Wrong(tk._("The table has no column “{name}”.").format(name=column[:40]))
        if operation not in rows.OPERATIONS:
            raise Wrong(tk._("The filter “{text}” cannot be read.").format(text=text[:60]))
        value = value.replace("\0", "").strip()
        found.append({"column": column, "operation": operation, "value": value[:200], "text": text})
    return found


def operations() -> dict[str, str]:
    return {
        "contains": tk._("contains"),
        "equals": tk._("equals"),
        "from": tk._("from"),
        "to": tk._("up to"),
        "empty": tk._("is empty"),
    }


def _value(text: str, operation: str, field: Mapping[str, Any]) -> Any:
    """The typed text as a value of the column's type."""
    if operation in ("contains", "empty"):
        return text
    kind = field.get("type", "string")
    try:
        if kind in _NUMBERS:
            number = Decimal(text.replace(",", ""))
            if not number.is_finite() or abs(number.adjusted()) > 100:
                raise ValueError(text)
            return number
        if kind == "boolean":
            words = {
                **dict.fromkeys(("true", "1", "是", "yes"), True),
                **dict.fromkeys(("false", "0", "否", "no"), False),
            }
            return words[text.lower()]
        if kind == "date":
            return dt.date.fromisoformat(text)
        if kind == "datetime":
            return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except (ValueError, KeyError, InvalidOperation):
        wrong = tk._("“{value}” is no value of the column “{name}”.").format(value=text[:40], name=field["name"])
        raise Wrong(wrong) from None
    return text


def _bad_request(response: Response) -> Response:
    response.status_code = 400
    return response
