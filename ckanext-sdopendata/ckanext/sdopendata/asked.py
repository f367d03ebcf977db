"""What was asked and cannot be answered: refused in words, never as a fault or an outage of the portal, and never
with what the portal asked its database or its search."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ckan.lib import search
from ckan.logic import auth_audit_exempt
from ckan.plugins import toolkit as tk
from ckan.types import Context
from ckanext.datastore.blueprint import DUMP_FORMATS
from ckanext.dcat.utils import CONTENT_TYPES
from flask import Flask, Response, jsonify, make_response, request
from werkzeug.datastructures import ImmutableMultiDict

from .language import lang
from .refusals import in_chinese

View = Callable[..., Any]
Action = Callable[..., Any]
Start = Callable[..., Any]

SEARCH_WORDS = (
    "检索条件无法识别，请核对引号、括号和字段名。The search cannot read this: check quotes, brackets and fields."
)
TABLE_WORDS = "查询条件无法识别，请核对字段名和取值。The query cannot be read: check its fields and values."
NO_CALLBACK = (
    "接口只返回 JSON，不支持 callback（JSONP）；网页中请用 fetch，任何网站都可以跨域读取。"
    "The API answers JSON, with no callback (JSONP): pages of any site may fetch it."
)
# Characters that no text holds, as an address writes them: controls and non-characters. No database takes a NUL.
_UNSEEN = re.compile(r"%(?:0[0-8bcef]|1[0-9a-f]|7f)|%ef%bf%b[ef]", re.IGNORECASE)
# What an address in a graph cannot hold.
_SAFE = "!$'()*+,-./:;=?@_~"


def answers(app: Flask) -> None:
    app.before_request(_json_only)
    app.wsgi_app = _legible(app.wsgi_app)  # type: ignore[method-assign]
    for endpoint in ("dcat.read_catalog", "dcat.read_dataset"):
        if endpoint in app.view_functions:
            app.view_functions[endpoint] = _of_known_format(app.view_functions[endpoint])
    app.view_functions["datastore.dump"] = _dump(app.view_functions["datastore.dump"])


def _legible(app: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> Any:
    """The address without what nobody sees: left out, a search finds what was meant and nothing falls over it."""

    def cleaned(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if "%" in environ.get("QUERY_STRING", ""):
            environ["QUERY_STRING"] = _UNSEEN.sub("", environ["QUERY_STRING"])
        return app(environ, start)

    return cleaned


def _json_only() -> Response | None:
    """With ``callback`` CKAN answers a script of any text from this origin, which ``script-src 'self'`` lets run."""
    if "callback" not in request.args or not request.path.startswith("/api/"):
        return None
    answer = jsonify(success=False, error={"__type": "Bad Request", "message": NO_CALLBACK})
    answer.status_code = 400
    return answer


def _of_known_format(view: View) -> View:
    """ckanext-dcat takes any word for a format."""

    @functools.wraps(view)
    def known(*args: Any, **arguments: Any) -> Any:
        if (arguments.get("_format") or "xml") not in CONTENT_TYPES:
            tk.abort(404)
        return view(*args, **arguments)

    return known


def _dump(view: View) -> View:
    """CKAN cannot say which formats it knows."""

    @functools.wraps(view)
    def known(resource_id: str) -> Any:
        if request.args.get("format", "csv") not in DUMP_FORMATS:
            tk.abort(400, f"format：{'、'.join(DUMP_FORMATS)}")
        return view(resource_id)

    return known


def unreadable(error: BaseException) -> Response | None:
    """The page for a search that Solr refused although it answers."""
    if not isinstance(error, search.SearchError) or not search.is_available():
        return None
    if request.path.startswith("/api/"):
        answer = jsonify(success=False, error={"__type": "Search Query Error", "message": SEARCH_WORDS})
    else:
        answer = make_response(tk.render("error_document_template.html", {"code": [400], "content": SEARCH_WORDS}))
    answer.status_code = 400
    return answer


def plain(response: Response) -> Response:
    """An answer of CKAN's API without the query that failed, and in the reader's language."""
    if response.status_code not in (400, 403, 409):
        return response
    body = response.get_json(silent=True)
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return response
    if error.get("__type") == "Search Error":
        error["message"] = SEARCH_WORDS
    elif "info" in error and "query" in error:
        error = {"__type": error.get("__type"), "query": [TABLE_WORDS]}
    if lang() == "zh":
        error = in_chinese(error)
    response.set_data(json.dumps({**body, "error": error}))
    return response


def _parsed(value: Any) -> Any:
    """In an address, conditions are JSON."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return value


def holds_nul(value: Any) -> bool:
    """PostgreSQL keeps no NUL in a text."""
    if isinstance(value, Mapping):
        return any(holds_nul(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(holds_nul(part) for part in value)
    return isinstance(value, str) and "\0" in value


@auth_audit_exempt  # as CKAN takes every action of a plugin that is not chained; the DataStore's asks by itself
@tk.chained_action
@tk.side_effect_free
def datastore_search(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A NUL is in no cell."""
    if holds_nul({name: _parsed(value) for name, value in data_dict.items()}):
        raise tk.ValidationError({"query": [TABLE_WORDS]})
    return next_action(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The addresses of its pages repeat what was asked, as it came: here as an address can hold it."""
    _check_format(data_dict)
    given = request.args
    try:
        request.args = ImmutableMultiDict((name, quote(value, _SAFE)) for name, value in given.items())
        return next_action(context, data_dict)
    finally:
        request.args = given


@tk.chained_action
def dcat_dataset_show(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    _check_format(data_dict)
    return next_action(context, data_dict)


def _check_format(data_dict: dict[str, Any]) -> None:
    """ckanext-dcat takes any word for a format here, too."""
    if (data_dict.get("format") or "xml") not in CONTENT_TYPES:
        raise tk.ValidationError({"format": [f"format：{'、'.join(CONTENT_TYPES)}"]})
