"""Counts what a piece of work asks of its services: statements and commits of both databases, requests to Solr.

For this thread alone: a heartbeat beside it does not count. Runs in the peer's environment too.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pysolr
import sqlalchemy as sa

_WRITE = re.compile(
    r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|CREATE|DROP|ALTER|TRUNCATE|COPY)\s+"?(\w+)', re.IGNORECASE
)


class Meter:
    """Counts while it is entered."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.written: Counter[str] = Counter()

    @contextmanager
    def running(self) -> Iterator[None]:
        from ckan import model
        from ckanext.datastore.backend.postgres import get_read_engine, get_write_engine

        engines = {model.meta.engine: "ckan", get_write_engine(): "datastore", get_read_engine(): "datastore"}
        assert len(set(engines.values())) == 2
        thread = threading.get_ident()

        def listeners(name: str) -> dict[str, Any]:
            def statement(_conn: Any, _cursor: Any, text: str, *_: Any) -> None:
                if threading.get_ident() == thread:
                    self.counts[f"sql {name}"] += 1
                    if write := _WRITE.match(text):
                        self.written[write[1]] += 1

            def commit(_conn: Any) -> None:
                if threading.get_ident() == thread:
                    self.counts[f"commits {name}"] += 1

            return {"before_cursor_execute": statement, "commit": commit}

        send = pysolr.Solr._send_request

        def counted(solr: Any, method: str, path: str = "", body: Any = None, *rest: Any, **more: Any) -> Any:
            kind = "search" if "update" not in path else "commit" if "commit=true" in path else "add"
            self.counts[f"solr {kind}"] += 1
            return send(solr, method, path, body, *rest, **more)

        heard = [(e, what, f) for e, n in engines.items() for what, f in listeners(n).items()]
        pysolr.Solr._send_request = counted
        for engine, what, function in heard:
            sa.event.listen(engine, what, function)
        try:
            yield
        finally:
            pysolr.Solr._send_request = send
            for engine, what, function in heard:
                sa.event.remove(engine, what, function)
