"""What a server or the way to it can refuse, each as one clear line."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.error import HTTPError, URLError

from kg.counting import counted
from kg.errors import KgError, QueryError

__all__ = ["EndpointError", "asked_pause", "explain", "first_line", "is_packed"]

_BAD_REQUEST, _SERVER_FAULT = 400, 500
_TOO_MANY, _UNAVAILABLE = 429, 503
_GZIP: Final = 16 + zlib.MAX_WBITS
# Virtuoso keeps what an update changes in memory, and its limit of 50 MB holds for half a million
# statements that change places at once.
_LOG_FULL: Final = "SR325"
_ANSWERS: Final = {
    401: ("the server asks for a name and a password", "put them into ~/.netrc, or pass headers"),
    403: (
        "the server does not allow this",
        "ask who runs it, or give the name and password of who may in ~/.netrc",
    ),
    407: ("the proxy asks for a name and a password", "put them into the proxy's address"),
    404: ("there is no endpoint at this address", "check the path, such as /sparql or /query"),
    405: ("this address takes no queries", "check the path, such as /sparql or /query"),
    413: ("the server takes no body of this size", "send smaller batches"),
    _TOO_MANY: ("the server has too many requests", "try again later"),
    _UNAVAILABLE: ("the server is busy or starting", "try again later"),
}

# What the standard library raises, the narrower first.
_FAULTS: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (
        ssl.SSLCertVerificationError,
        "its certificate is not to be trusted: {why}",
        "check the address, or name its certificate authority's file in SSL_CERT_FILE",
    ),
    (
        ssl.SSLError,
        "it does not speak TLS as it should",
        "check the address, and http against https",
    ),
    (TimeoutError, "the server was silent{after}", "ask for less, or allow more time"),
    (socket.gaierror, "there is no host of this name", "check the address and the network"),
    (ConnectionRefusedError, "nothing listens there", "start the server, or check the port"),
    (
        http.client.IncompleteRead,
        "the server closed before the end of its answer",
        "ask again",
    ),
    (
        ConnectionError,
        "the server closed the connection without an answer",
        "ask again, or look at its log",
    ),
    (http.client.HTTPException, "the server does not speak HTTP", "check the address"),
)


class EndpointError(KgError):
    """A server cannot be reached, does not answer, or not as the protocol says."""


def explain(error: Exception, url: str, timeout: float = 0) -> KgError:
    """Give the error for what went wrong between here and a server.

    Args:
        error: What the standard library raised.
        url: Where the request went.
        timeout: After how many seconds it was given up, where it was.
    """
    if isinstance(error, KgError):
        return error
    if isinstance(error, HTTPError):
        return _answered(error, url)
    reason = error.reason if isinstance(error, URLError) else error
    what, mend = _broken(reason if isinstance(reason, Exception) else error, timeout)
    return EndpointError(what, where=url, mend=mend)


def _broken(reason: Exception, timeout: float) -> tuple[str, str]:
    for kind, what, mend in _FAULTS:
        if isinstance(reason, kind):
            why = getattr(reason, "verify_message", "")
            after = f" for {timeout:g} seconds" if timeout else ""
            return what.format(why=why, after=after), mend
    return f"it cannot be reached: {reason}", "check the address and the network"


def _answered(error: HTTPError, url: str) -> KgError:
    """Give the error for an answer that is a refusal, with what the server says of it."""
    with error:
        said = first_line(_body(error).decode("utf-8", "replace"))
    if error.code == _BAD_REQUEST:
        return QueryError(f"the server refuses the query: {said or error.reason}", where=url)
    what, mend = _ANSWERS.get(error.code, (f"the server answers {error.code}", ""))
    if error.code not in _ANSWERS and said:
        what = f"{what}: {said}"
    if _LOG_FULL in said:
        mend = "have TransactionAfterImageLimit raised in virtuoso.ini, and push again"
    elif (seconds := asked_pause(error)) is not None:
        mend = f"it asks to wait {counted(seconds, 'second')}"
    elif error.code >= _SERVER_FAULT and not mend:
        mend = "ask for less, or look at the server's log"
    return EndpointError(what, where=url, mend=mend)


def _body(error: HTTPError) -> bytes:
    """Give the beginning of what a server says, as much of it as comes."""
    data = b""
    with suppress(OSError, ValueError, ArithmeticError, http.client.HTTPException):
        data = error.read(4096)
    if is_packed(error.headers):
        with suppress(zlib.error):
            return zlib.decompressobj(_GZIP).decompress(data, 4096)
    return data


def is_packed(headers: Message) -> bool:
    """Say whether the body of an answer is packed as gzip does it."""
    return headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")


def asked_pause(error: Exception) -> float | None:
    """Give the seconds that a server asks to wait (``Retry-After``), or None where it does not."""
    said = error.headers.get("Retry-After", "") if isinstance(error, HTTPError) else ""
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        return max((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def first_line(text: str) -> str:
    """Give the first line of what a server says, without markup and without its full stop."""
    body = re.sub(r"(?is)<(style|script|title|head)\b.*?</\1>|<[^>]*>", " ", text)
    line = next((" ".join(each.split()) for each in body.splitlines() if each.strip()), "")
    return line.rstrip(". ")[:300]
