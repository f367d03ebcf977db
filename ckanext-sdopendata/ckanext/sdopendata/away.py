"""What is answered while a service behind the portal is away, and the number by which a fault is found in the log."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.lib.redis import connect_to_redis
from ckan.lib.search import SearchError
from ckan.lib.search.common import SolrConnectionError, make_connection
from ckan.plugins import toolkit as tk
from ckanext.datastore.backend.postgres import get_read_engine
from flask import Flask, Request, Response, g, jsonify, make_response, request
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin
from pysolr import SolrError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import InternalServerError

from harvesters.errors import StageError
from harvesters.messages import fix, sentence

from . import asked
from .language import lang
from .publish import faults

#: The search does not answer; CKAN knows two classes that are not related.
SEARCH = (SearchError, SolrConnectionError)
SERVICES = (*SEARCH, OperationalError, RedisConnectionError, RedisTimeoutError)
RETRY_SECONDS, RETRY_BUSY_SECONDS = 30, 3
API = "api.action"
_NUMBER = re.compile(r"[0-9a-f]{32}")  # as nginx makes it

log = logging.getLogger(__name__)


def answers(app: Flask) -> None:
    """A service that is away is no fault of the page: 503 in words, never a traceback."""
    for kind in (*SERVICES, StageError):
        app.register_error_handler(kind, _away)
    app.view_functions[API] = _told(app.view_functions[API])
    if not sa.event.contains(sa.Engine, "handle_error", _note):
        sa.event.listen(sa.Engine, "handle_error", _note)
    of_ckan = app.error_handler_spec[None][500][InternalServerError]

    def fault(error: InternalServerError) -> Any:
        """CKAN's list page makes a 500 of a search that is away."""
        cause = error.original_exception or error.__context__ or error
        return _away(cause) if isinstance(cause, (*SERVICES, StageError)) or faults.passing(cause) else of_ckan(error)

    app.register_error_handler(InternalServerError, fault)
    app.session_interface = _Sessions(app.session_interface)
    app.after_request(_written_down)


def _note(context: sa.engine.ExceptionContext) -> None:
    faults.note(context.sqlalchemy_exception or context.original_exception)


def _told(view: Callable[..., Response]) -> Callable[..., Response]:
    """CKAN's API, where a service that is away is 503 in words, and what crossed another's change is done once more."""

    @functools.wraps(view)
    def action(**arguments: Any) -> Response:
        response = view(**arguments)
        fault = _fault(response)
        if fault is not None and faults.crossed(fault):
            log.warning("crossed another's change, done once more: %s", request.path)
            model.Session.rollback()
            for upload in request.files.values():
                upload.seek(0)
            response = view(**arguments)
            fault = _fault(response)
        return asked.plain(response) if fault is None else _away(fault)

    return action


def _fault(response: Response) -> Exception | None:
    """The service's fault behind an answer of CKAN's API, if it was one."""
    fault = faults.noted()
    if response.status_code < 409:
        return None
    body = response.get_json(silent=True) or {}
    said = body.get("error", {}).get("__type")
    if said == "Search Connection Error" or (said == "Search Error" and not search.is_available()):
        return SolrConnectionError("the search does not answer")
    return fault if response.status_code >= 500 else None


class _NoSession(SecureCookieSession):
    """Stands for one that cannot be read now; never stored, so the reader's own is there again later."""


class _Sessions(SessionInterface):
    """Without their store a reader is a stranger for a while, and whoever needs a session is told so."""

    def __init__(self, stored: SessionInterface) -> None:
        self._stored = stored

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        try:
            return self._stored.open_session(app, request)
        except RedisError as error:
            log.warning("no session: %s", type(error).__name__)
            return _NoSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        try:
            if not isinstance(session, _NoSession):
                self._stored.save_session(app, session, response)
                return
            if not session.modified:
                return
            error: Exception = RedisConnectionError("the session was not read")
        except RedisError as failed:
            error = failed
        said = _away(error)
        response.status_code = said.status_code
        response.set_data(said.get_data())
        response.headers.update({name: said.headers[name] for name in ("Content-Type", "Retry-After")})
        response.headers.pop("Location", None)


def states() -> dict[str, bool]:
    """Which of the services that pages need answer now. This page is the proof for the web application."""
    return {
        "postgres": _answers(lambda: model.Session.execute(sa.select(sa.literal(1)))),
        "datastore": _answers(_ask_datastore),
        "solr": _answers(lambda: make_connection().search(q="*:*", rows=0)),
        "redis": _answers(lambda: connect_to_redis().ping()),
        "web": True,
        "nginx": bool(request_number()),
    }


def _ask_datastore() -> None:
    with get_read_engine().connect() as connection:
        connection.execute(sa.select(sa.literal(1)))


def _answers(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (SolrError, RedisError, SQLAlchemyError) as error:
        log.warning("a service is away: %s", type(error).__name__)
        return False
    return True


def request_number() -> str:
    """nginx's number of this request; empty without nginx."""
    given = str(request.headers.get("X-Request-ID", ""))
    return given if _NUMBER.fullmatch(given) else ""


def _away(error: Exception) -> Response:
    if (refused := asked.unreadable(error)) is not None:
        return refused
    log.warning("a service is away: %s: %s", type(error).__name__, str(error).splitlines()[:1])
    if isinstance(error, SEARCH):
        words = tk._("The search is not available at the moment. Please try again in a minute.")
    elif isinstance(error, StageError):
        end = "。" if lang() == "zh" else ". "
        words = end.join(say(error.code, error.params, lang()) for say in (sentence, fix))
    elif faults.busy(error):
        words = tk._(
            "Somebody else is changing the same data at this moment. Nothing of this request was stored."
            " Please send it again in a few seconds."
        )
    else:
        words = tk._("A service behind this page does not answer. Please try again in a minute.")
    if request.path.startswith("/api/"):
        answer = jsonify(success=False, error={"__type": "Service Unavailable", "message": words})
    else:
        g.pop("_webassets", None)  # a page that was rendered before, and is not sent, has taken styles and scripts
        answer = make_response(tk.render("error_document_template.html", {"code": [503], "content": words}))
    answer.status_code = 503
    answer.headers["Retry-After"] = str(RETRY_BUSY_SECONDS if faults.busy(error) else RETRY_SECONDS)
    return answer


def _written_down(response: Response) -> Response:
    """Every answer from 500 on stands in the log with the number that the reader sees."""
    if response.status_code >= 500:
        log.error(
            "request %s: %s %r answered %s", request_number() or "-", request.method, request.path, response.status_code
        )
    return response
