"""Whose fault an error is: of the moment (try the whole again), or of what was being written (leave it out)."""

from __future__ import annotations

import psycopg2
from sqlalchemy.exc import DBAPIError

# Connection lost, silent for too long, rolled back by the server, out of resources, lock not had, server going down.
_PASSING = ("08", "25P03", "40", "53", "55", "57")


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
