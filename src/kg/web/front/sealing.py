"""Replies as they are sent: all of their headers, in bytes."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from kg.web.asked import Reply
from kg.web.front.cache import Kept
from kg.web.front.security import SECURITY

__all__ = ["Headers", "matches", "sealed", "without_body"]

Headers = tuple[tuple[bytes, bytes], ...]
# Headers that a reply without its body does not have.
_OF_BODY: Final = (b"content-length", b"content-type", b"content-encoding")
_OK: Final = 200


def sealed(reply: Reply, tag: str = "", *, whole: bool = True) -> Kept:
    """Give a reply with all of its headers.

    Args:
        reply: The reply.
        tag: By which the same reply is known again; none where it is not kept.
        whole: Whether this is all of it, so that its length can be said.
    """
    known = tag if reply.cached and reply.status == _OK else ""
    headers = _raw(reply.media if reply.body or reply.status == _OK else "",
                   tuple(reply.headers.items()), known=bool(known))  # fmt: skip
    if known:
        headers = (*headers, (b"etag", known.encode()))
    if whole:
        headers = (*headers, (b"content-length", b"%d" % len(reply.body)))
    return Kept(reply.status, headers, reply.body, known)


@lru_cache(256)
def _raw(media: str, own: tuple[tuple[str, str], ...], *, known: bool) -> Headers:
    headers = {**SECURITY, **dict(own)}
    if media:
        headers["Content-Type"] = media
    vary = headers.get("Vary")
    headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    headers["Cache-Control"] = "no-cache" if known else "no-store"
    return tuple(
        (n.lower().encode("latin-1"), v.encode("latin-1", "replace")) for n, v in headers.items()
    )


def matches(header: str, tag: str) -> bool:
    """Say whether a client has what is known by this already (RFC 9110, section 13.1.2)."""
    named = (each.strip().removeprefix("W/") for each in header.split(","))
    return tag.removeprefix("W/") in named


def without_body(kept: Kept) -> Kept:
    """Give what says that a reply is as it was."""
    headers = tuple(each for each in kept.headers if each[0] not in _OF_BODY)
    return Kept(304, headers, b"", kept.etag)
