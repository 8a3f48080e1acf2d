"""HTTP to one server: who it is, how long to wait, what to try again, what to refuse.

Requests go through the standard library: certificates are verified, proxies of the environment are
respected, and nothing is installed for who never leaves the embedded engine.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from gzip import GzipFile
from netrc import NetrcParseError, netrc
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, Final, cast
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlsplit

from kg.engine import checked_limit
from kg.errors import KgError, QueryError, UsageError
from kg.paths import in_home, is_file
from kg.remote.refusals import EndpointError, asked_pause, explain, is_packed

__all__ = ["Reply", "Transport", "checked_address"]

_BUSY: Final = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE: Final = 30.0
_NO_HTTP: Final = http.client.HTTPException()
_KEEP: Final = frozenset({301, 302, 307, 308})


def checked_address(url: str) -> str:
    """Give the address of a server as it was given, if it is one.

    Raises:
        UsageError: It is no http or https address, or holds a name and password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        mend = "write it as https://host/path"
        raise UsageError("this is no address of an endpoint", where=url, mend=mend)
    if parts.username or parts.password:
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        mend = "put the name and the password into ~/.netrc"
        raise UsageError("an address holds no password", where=bare, mend=mend)
    return url


class Limit:
    """A time limit that runs from when it is made.

    Raises:
        UsageError: It is no number of seconds.
    """

    def __init__(self, seconds: float) -> None:
        checked_limit(seconds)
        self.seconds, self._end = seconds, time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds that are left, at least a thousandth, or 0 past the end."""
        left = self._end - time.monotonic()
        return max(left, 0.001) if left > 0 else 0.0


class Reply:
    """The body of an answer as a stream, which ends in a clear error where it is cut short.

    Attributes:
        headers: The answer's headers.
        kind: Its media type, without parameters.
        fault: What went wrong while it was read; None while nothing did.
    """

    def __init__(
        self, response: http.client.HTTPResponse, url: str, limit: Limit | None = None
    ) -> None:
        self._response, self._url, self._limit = response, url, limit
        self.headers: Message = response.headers
        self.kind = response.headers.get_content_type()
        self.fault: KgError | None = None
        # Some servers pack what nobody asked them to.
        packed = is_packed(self.headers)
        source = cast("IO[bytes]", SimpleNamespace(read=self._read))
        self._packed = GzipFile(fileobj=source) if packed else None

    def read(self, size: int = -1, /) -> bytes:
        """Read some bytes, unpacked; none at the end.

        Raises:
            EndpointError: The server fell silent, closed before the end, or packs it wrongly.
            QueryError: The query ran past its limit.
        """
        if self._packed is None:
            return self._read(size)
        try:
            return self._packed.read(size)
        except (EOFError, OSError, zlib.error):
            self.fault = explain(http.client.IncompleteRead(b""), self._url)
            raise self.fault from None

    def _read(self, size: int = -1, /) -> bytes:
        try:
            if self._limit and self._limit.left() <= 0:
                raise TimeoutError
            data = self._response.read(size) if size >= 0 else self._response.read()
        except (OSError, http.client.HTTPException) as error:
            self.fault = _fault(error, self._url, 0, self._limit)
            raise self.fault from None
        # A read of a given size reports an early end by silence alone (CPython issue 50120).
        if 0 <= len(data) < size and self._response.length:
            self.fault = explain(http.client.IncompleteRead(b""), self._url)
            raise self.fault
        return data

    def close(self) -> None:
        """Close the connection."""
        self._response.close()


class _Head:
    """What a response reads its head from, which keeps the last line."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.last = file, b""
        self.close = file.close

    def readline(self, size: int = -1, /) -> bytes:
        """Give the next line."""
        self.last = self._file.readline(size)
        return self.last


class _WithWholeHead(http.client.HTTPResponse):
    """A response that refuses a head that breaks off, which the library takes for whole."""

    def begin(self) -> None:
        """Read the head.

        Raises:
            http.client.HTTPException: The server closed before its end, or says that more is to
                come than can be.
        """
        file, head = self.fp, _Head(self.fp)
        self.fp = cast("Any", head)
        try:
            super().begin()
        finally:
            if self.fp is not None:
                self.fp = file
        if head.last not in (b"\r\n", b"\n"):
            raise http.client.IncompleteRead(b"")
        if (self.length or 0) > sys.maxsize:
            raise http.client.HTTPException(self.length)


class _Plain(http.client.HTTPConnection):
    response_class = _WithWholeHead


class _Secure(http.client.HTTPSConnection):
    response_class = _WithWholeHead


class _OverPlain(request.HTTPHandler):
    def http_open(self, req: request.Request) -> http.client.HTTPResponse:
        """Open a request over HTTP."""
        return self.do_open(_Plain, req)


class _OverSecure(request.HTTPSHandler):
    def https_open(self, req: request.Request) -> http.client.HTTPResponse:
        """Open a request over HTTPS."""
        return self.do_open(_Secure, req)


class _SameHost(request.HTTPRedirectHandler):
    """Follow a redirect to the same server, or to it over TLS, with method and body kept."""

    def redirect_request(
        self,
        req: request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,  # noqa: ANN401 - http.client.HTTPMessage, which typeshed does not say
        newurl: str,
    ) -> request.Request | None:
        """Give the request to make instead.

        Raises:
            EndpointError: It leads to another server, or from TLS to plain text.
        """
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        same = old.netloc == new.netloc and old.scheme == new.scheme
        safer = old.hostname == new.hostname and (old.scheme, new.scheme) == ("http", "https")
        if not (same or safer):
            fp.close()
            raise EndpointError(
                f"the server redirects to {new.scheme}://{new.netloc}, and nothing is sent there",
                where=req.full_url,
                mend="give that address if you trust it",
            )
        if code not in _KEEP:
            return super().redirect_request(req, fp, code, msg, headers, newurl)
        return request.Request(  # noqa: S310 - the scheme is checked above
            newurl, data=req.data, headers=req.headers, method=req.get_method()
        )


@dataclass(frozen=True)
class Transport:
    """How a server is spoken to.

    Attributes:
        headers: Headers for every request, such as ``Authorization``; without one, the name and
            password that ``~/.netrc`` (or the file that ``NETRC`` names) holds for the host.
        timeout: Seconds of silence after which a request is given up.
        pauses: Seconds to wait before each further try of a safe request.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 60.0
    pauses: Sequence[float] = (0.2, 1.0, 3.0)

    def send(
        self, url: str, body: bytes, headers: Mapping[str, str], *, within: float | None = None
    ) -> Reply:
        """Post a request that may be sent twice, and give the answer.

        Args:
            url: Where to.
            body: What.
            headers: Headers beside the transport's own.
            within: Seconds in which the whole answer is to be there; no limit if None.

        Raises:
            EndpointError: The server cannot be reached, does not answer, or refuses.
            QueryError: It says that the query is wrong, or the query runs past its limit.
        """
        limit = None if within is None else Limit(within)
        asked = request.Request(  # noqa: S310 - checked_address looked at the scheme
            url, data=body, headers={**self.headers, **headers}, method="POST"
        )
        opener = self._opener(url)
        for pause in (*self.pauses, None):
            try:
                patience = min(self.timeout, limit.left() or 0.001) if limit else self.timeout
                return Reply(opener.open(asked, timeout=patience), url, limit)
            except ValueError as error:
                # urllib raises it for a way of asking who one is, such as Bearer, that it does not
                # know, and for an address to go on to that is none.
                asked_who = "AuthHandler" in str(error)
                fault = HTTPError(url, 401, "", Message(), None) if asked_who else _NO_HTTP
                raise explain(fault, url) from None
            except (OSError, http.client.HTTPException) as error:
                wait = None if pause is None else _pause(error, pause)
                late = limit is not None and wait is not None and wait >= limit.left()
                if wait is None or late or not _passing(error):
                    raise _fault(error, url, self.timeout, limit) from None
                if isinstance(error, HTTPError):
                    error.close()
                time.sleep(wait)
        raise AssertionError

    def _opener(self, url: str) -> request.OpenerDirector:
        handlers: list[request.BaseHandler] = [_SameHost(), _OverPlain(), _OverSecure()]
        if found := _from_netrc(urlsplit(url).hostname or ""):
            known = request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, url, *found)
            handlers += [request.HTTPDigestAuthHandler(known), request.HTTPBasicAuthHandler(known)]
        return request.build_opener(*handlers)


def _fault(error: Exception, url: str, timeout: float, limit: Limit | None) -> KgError:
    if limit and limit.left() <= 0 and isinstance(getattr(error, "reason", error), TimeoutError):
        return QueryError(
            f"the query ran past its limit of {limit.seconds:g} s and was given up",
            where=url,
            mend="ask for less, or raise the limit",
        )
    return explain(error, url, timeout)


def _passing(error: Exception) -> bool:
    """Say whether a fault may have passed when the same request is sent again."""
    if isinstance(error, HTTPError):
        return error.code in _BUSY
    reason = getattr(error, "reason", error)
    return isinstance(reason, ConnectionError | http.client.HTTPException)


def _pause(error: Exception, pause: float) -> float | None:
    """Give the seconds to wait before the next try; None where the server asks for too many."""
    asked = asked_pause(error)
    if asked is None:
        return pause
    return asked if asked <= _LONGEST_PAUSE else None


def _from_netrc(host: str) -> tuple[str, str] | None:
    """Give name and password for a host, or None where no file holds them.

    Raises:
        UsageError: The file is not well formed, or others may read it.
    """
    named = os.environ.get("NETRC")
    path = Path(named) if named else in_home(".netrc")
    if path is None or not is_file(path):
        return None
    try:
        found = netrc(path).authenticators(host)
    except (NetrcParseError, OSError) as error:
        raise UsageError(f"cannot be read: {error}", where=str(path), mend="mend it") from None
    return (found[0], found[2] or "") if found else None
