"""Replies that are kept: the same request has the same reply as long as the data stay."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

from kg.recent import Recent

__all__ = ["Cache", "Kept", "Key"]

Key: TypeAlias = str
# What takes more than this part of all the room is made anew each time.
_LARGE: Final = 2
# What the objects of one reply take beside its body, its key and its headers twice told.
_BESIDE: Final = 1_000


class Kept(NamedTuple):
    """A reply that is ready to be sent."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: str


class Cache(Recent[Key, Kept]):
    """Replies by what was asked, the ones that were asked for longest ago left out first.

    Args:
        most: How many bytes all together may take.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most, most // _LARGE, _size)


def _size(key: Key, kept: Kept) -> int:
    return len(kept.body) + len(key) + _BESIDE
