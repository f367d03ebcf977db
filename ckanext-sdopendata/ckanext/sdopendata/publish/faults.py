"""Whose fault an error is: of the moment (try the whole again), or of what was being written (leave it out)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from flask import g, has_request_context
from sqlalchemy.exc import DBAPIError

from harvesters.errors import StageError

# Connection lost, silent for too long, rolled back by the server, out of resources, lock not had, server going down.
_PASSING = ("08", "25P03", "40", "53", "55", "57")
# Rolled back because of what somebody else wrote at the same moment; a lock that was not had in time.
_CROSSED, _NOT_HAD = ("40001", "40P01"), ("55P03",)


def passing(error: BaseException) -> bool:
    """Would the same writing succeed later, unchanged?"""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return True
        error = error.orig or error
    if not isinstance(error, psycopg2.Error):
        return False
    code = error.pgcode
    # without a code the server never answered
    return code.startswith(_PASSING) if code else isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError)


def note(error: BaseException) -> None:
    """Keep it for whoever answers this request: CKAN's API turns every exception into a 500 before anybody sees it."""
    if has_request_context() and (passing(error) or of_the_disk(error)):
        g.sd_fault = error


def of_the_disk(error: BaseException) -> bool:
    """Bytes could not be kept: nothing is wrong with what was sent. Bytes that are damaged must be sent anew."""
    return isinstance(error, StageError) and error.params.get("reason") != "damaged"


@contextmanager
def noting() -> Iterator[None]:
    """What is no database's fault, and so heard of nowhere else, is kept too."""
    try:
        yield
    except StageError as error:
        note(error)
        raise


def noted() -> Exception | None:
    """What was kept, once."""
    fault: Exception | None = g.pop("sd_fault", None)
    return fault


def crossed(error: BaseException) -> bool:
    """A deadlock's victim, or one whose reading was overtaken: everything was undone, and done again it succeeds."""
    return _code(error) in _CROSSED


def busy(error: BaseException) -> bool:
    """The database answers; somebody else is at work on the same rows."""
    return _code(error) in (*_CROSSED, *_NOT_HAD)


def _code(error: BaseException) -> str | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return cause.pgcode if isinstance(cause, psycopg2.Error) else None
