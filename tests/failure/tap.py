"""A tap in the pipe to a service: closed, the service is away for who uses the tap, and only for them."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class Tap:
    """Listens on a port of its own and passes bytes on to ``upstream``."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.open = True
        self.refused = 0
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """The service is away: standing connections are cut, new ones end at once."""
        self.open = False
        for pair in list(self._pairs):
            _hang_up(*pair)
        try:
            yield
        finally:
            self.open = True

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if not self.open:
                self.refused += 1
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.upstream))
            except OSError:
                client.close()
                continue
            pair = (client, server)
            self._pairs.add(pair)
            for source, target in (pair, pair[::-1]):
                threading.Thread(target=self._pass_on, args=(source, target, pair), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, pair: tuple[socket.socket, socket.socket]) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        _hang_up(*pair)
        self._pairs.discard(pair)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
