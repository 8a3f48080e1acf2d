"""Taking a request off the network, and holding it to its form before anybody is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import unquote_to_bytes

from kg.errors import UsageError
from kg.web.asked import write_frame
from kg.web.faults import Refused
from kg.web.front.hosts import host_allowed
from kg.web.site import Limits

__all__ = ["Form", "Gone", "Requested", "WrongMethod"]

_LONGEST_ADDRESS: Final = 32_000
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")


class TooLarge(Refused):
    """The body or the address is longer than one may be."""

    status = 413


class TooSlow(Refused):
    """The body did not come in time."""

    status = 408


class WrongMethod(Refused):
    """There is no such method here."""

    status = 405


class Misdirected(Refused):
    """The request is for another host (RFC 9110, section 15.5.20)."""

    status = 421


class Gone(Exception):  # noqa: N818 - nobody is there to be told
    """The client went away."""


class Requested(NamedTuple):
    """A request that is of a form that can be answered; its parameters are not read yet."""

    method: str
    path: str
    query: str
    accept: str
    media: str
    charset: str
    base: str
    body: bytes

    @property
    def texts(self) -> tuple[str, ...]:
        """Give all but the body; none of it holds the end of a line."""
        return self[:-1]

    def frame(self, *, packed: bool, whole: bool) -> bytes:
        """Give it as a process takes it."""
        head = {**self._asdict(), "packed": packed, "whole": whole}
        del head["body"]
        return write_frame(head, self.body)


@dataclass(frozen=True)
class Form:
    """What a request is held to.

    Attributes:
        limits: What it may take.
        hosts: Further names of the host.
        root: The path under which the site lies, without a slash at its end.
        address: The address of the site, where it is not the one that a request names.
    """

    limits: Limits
    hosts: Collection[str] = ()
    root: str = ""
    address: str = ""

    async def read(self, scope: Any, headers: dict[bytes, bytes], receive: Any) -> Requested:  # noqa: ANN401 - as ASGI has it
        """Read a request.

        Raises:
            KgError: It is not of a form that is answered.
            Gone: The client went away before it was whole.
        """
        host = self._host(scope, headers)
        if scope["method"] not in _METHODS:
            raise WrongMethod("this method is not taken", mend="take GET, HEAD or POST")
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        if len(raw) + len(query) > _LONGEST_ADDRESS:
            raise TooLarge("the address is too long", mend="send a long query with POST")
        posts = scope["method"] == "POST"
        media, charset = _media_of(headers.get(b"content-type", b"").decode("latin-1"))
        return Requested(
            "POST" if posts else "GET", self._path(raw), query.decode("ascii", "replace"),
            headers.get(b"accept", b"")[:1000].decode("latin-1"), media, charset,
            self.address or f"{scope['scheme']}://{host or 'localhost'}{self.root}",
            await self._body(headers, receive) if posts else b"",
        )  # fmt: skip

    def _host(self, scope: Any, headers: dict[bytes, bytes]) -> str:  # noqa: ANN401
        named = [value for name, value in scope["headers"] if name == b"host"]
        host = headers.get(b"host", b"").decode("latin-1")
        own = (scope.get("server") or ("", 0))[0]
        if len(named) > 1 or (named and not host_allowed(host, self.hosts, own)):
            mend = "kg serve --allow-host NAME allows one more"
            raise Misdirected("this server does not go by this name", where=host[:80], mend=mend)
        return host

    def _path(self, raw: bytes) -> str:
        try:
            path = unquote_to_bytes(raw.partition(b"?")[0]).decode("utf-8")
        except UnicodeDecodeError:
            raise UsageError("the address is not UTF-8", mend="encode it as UTF-8") from None
        if not path.isprintable() or not path.startswith("/"):
            raise UsageError("the address holds what nobody can see")
        # Behind a proxy the path comes with the root or without.
        if self.root and (path == self.root or path.startswith(f"{self.root}/")):
            path = path[len(self.root) :] or "/"
        return path

    async def _body(self, headers: dict[bytes, bytes], receive: Any) -> bytes:  # noqa: ANN401
        most = self.limits.body
        mend = f"send at most {most:,} bytes"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            raise TooLarge("the body is too long", mend=mend)
        body, more = b"", True
        try:
            async with asyncio.timeout(self.limits.patience):
                while more:
                    said = await receive()
                    if said["type"] == "http.disconnect":
                        raise Gone
                    body, more = body + said.get("body", b""), said.get("more_body", False)
                    if len(body) > most:
                        raise TooLarge("the body is too long", mend=mend)
        except TimeoutError:
            raise TooSlow("the body did not come in time", mend="send it faster") from None
        return body


def _media_of(header: str) -> tuple[str, str]:
    if not header:
        return "", ""
    media, *parameters = (part.strip() for part in header.split(";"))
    named = dict(each.partition("=")[::2] for each in parameters)
    charset = next((v for n, v in named.items() if n.strip().lower() == "charset"), "")
    return media.lower(), charset.strip('" ')
