"""One request in, one reply out; where it is long, in pieces, of which one at a time is held.

What can still be refused is refused with its status and in words: so much of an answer is held back
before its first piece is sent. Past that the answer is torn, and who sends it on tears its own.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from io import RawIOBase
from typing import IO, Any, Final, cast

from kg.errors import KgError, QueryError
from kg.web.asked import Asked, Reply, pairs_of, read_frame, write_frame
from kg.web.faults import fault_reply
from kg.web.routes import fault_said, handle
from kg.web.site import Site

__all__ = ["END", "TORN", "reply_to"]

_FIRST: Final = 1_000_000
_PIECE: Final = 65_536
_PACKED: Final = 1_000
_LEVEL: Final = 5
_GZIP: Final = 31
END: Final = bytes(8)
"""The length of no piece: the answer is whole."""

TORN: Final = b"\xff" * 8
"""The length of no piece: what follows is missing."""

_Send = Callable[[bytes], object]


def reply_to(site: Site, frame: bytes, send: _Send) -> None:
    """Answer a request.

    Args:
        site: What is asked.
        frame: The request, as the front writes it.
        send: Takes the reply: a frame, and where its head says ``more`` pieces, each behind its
            length, then `END` or `TORN`.
    """
    asked, reply, packed, whole = _replied(site, frame)
    if reply.write is None:
        send(_one(reply, packed=packed))
        return
    most = site.limits.whole if whole else _FIRST
    out = _Pieces(reply, send, most, packed=packed, whole=whole)
    try:
        reply.write(cast("IO[bytes]", out))
    except Exception as error:  # noqa: BLE001 - said in the reply, or to who runs the server
        said = fault_said(site, asked, error)
        send(TORN if out.begun else _one(said, packed=packed))
        return
    out.end()


def _replied(site: Site, frame: bytes) -> tuple[Asked, Reply, bool, bool]:
    head, body = read_frame(frame)
    text, packed, whole = (head.pop(name) for name in ("query", "packed", "whole"))
    try:
        asked = Asked(query=pairs_of(str(text)), body=body, **head)  # type: ignore[arg-type]
    except KgError as error:
        asked = Asked(body=body, **head)  # type: ignore[arg-type]
        return asked, fault_reply(site, asked, error), bool(packed), bool(whole)
    return asked, handle(site, asked), bool(packed), bool(whole)


def _head(reply: Reply, *, packed: bool, more: bool) -> dict[str, object]:
    headers = {**reply.headers, "Content-Encoding": "gzip"} if packed else reply.headers
    return {"media": reply.media, "status": reply.status, "headers": headers,
            "cached": reply.cached, "more": more}  # fmt: skip


def _one(reply: Reply, *, packed: bool) -> bytes:
    """Give a reply in one frame, packed where that is worth it."""
    packs = packed and len(reply.body) > _PACKED and not reply.media.startswith("image/png")
    body = gzip.compress(reply.body, _LEVEL, mtime=0) if packs else reply.body
    return write_frame(_head(reply, packed=packs, more=False), body)


class _Pieces(RawIOBase):
    """What is written is held up to a length, and beyond it sent piece by piece."""

    def __init__(self, reply: Reply, send: _Send, most: int, *, packed: bool, whole: bool) -> None:
        super().__init__()
        self._reply, self._send, self._most, self._packed = reply, send, most, packed
        self._whole, self._held, self.begun = whole, bytearray(), False
        self._packer: Any = None

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever bytes are
        self._held += self._packer.compress(data) if self.begun and self._packed else data
        if len(self._held) > (_PIECE if self.begun else self._most):
            self._begin()
            self._flush()
        return len(data)

    def _begin(self) -> None:
        if self.begun:
            return
        if self._whole:
            mend = "ask with HTTP/1.1, which takes it in pieces, or for less"
            raise QueryError(f"the answer takes more than {self._most:,} bytes", mend=mend)
        self.begun = True
        self._packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
        self._send(write_frame(_head(self._reply, packed=self._packed, more=True), b""))
        if self._packed:
            self._held = bytearray(self._packer.compress(self._held))

    def _flush(self) -> None:
        for at in range(0, len(self._held), _PIECE):
            piece = self._held[at : at + _PIECE]
            self._send(len(piece).to_bytes(8, "big") + piece)
        self._held.clear()

    def end(self) -> None:
        """Send what is left."""
        if not self.begun:
            self._reply.body = bytes(self._held)
            self._send(_one(self._reply, packed=self._packed))
            return
        if self._packed:
            self._held += self._packer.flush()
        self._flush()
        self._send(END)
