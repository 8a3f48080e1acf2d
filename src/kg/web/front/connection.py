"""Connections that nobody finishes: a head has to be whole in some seconds, and of some length."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["patient"]

_LONGEST_HEAD: Final = 80_000
_PIECE: Final = 65_536


def patient(seconds: float) -> type[HttpToolsProtocol]:
    """Give the protocol of a server that waits so long for a whole head."""
    return type("Patient", (_Patient,), {"patience": seconds})


class _Patient(HttpToolsProtocol):
    patience = 20.0
    _timer: asyncio.TimerHandle | None = None
    _length = 0
    _is_head = False

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as asyncio has it
        # asyncio makes room for as much before it reads; its own quarter of a megabyte is fetched
        # from the kernel anew each time.
        transport.max_size = _PIECE
        super().connection_made(transport)
        self._wait()

    def _wait(self) -> None:
        self._rest()
        self._length = 0
        self._timer = self.loop.call_later(self.patience, self.transport.close)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def data_received(self, data: bytes) -> None:
        if self._timer is not None:
            self._length += len(data)
            # What follows a head in the same piece is a body, which has a limit of its own.
            if self._length > _LONGEST_HEAD and b"\r\n\r\n" not in data:
                self.transport.write(b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
                                     b"connection: close\r\ncontent-length: 0\r\n\r\n")  # fmt: skip
                self.transport.close()
                return
        super().data_received(data)
        # Most heads come in one piece, and nobody waits for the rest of them.
        if self._is_head and self._timer is None and not self.transport.is_closing():
            self._wait()
            self._length = len(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        # For who sends to a client that takes nothing: closing would wait for it.
        self.scope["state"]["abort"] = self.transport.abort
        self._is_head = True

    def on_headers_complete(self) -> None:
        self._is_head = False
        self._rest()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)
