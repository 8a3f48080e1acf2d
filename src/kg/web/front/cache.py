"""Replies that are kept: the same request has the same reply as long as the data stay."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple, TypeAlias

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


class Cache:
    """Replies by what was asked, the ones that were asked for longest ago left out first.

    Args:
        most: How many bytes all together may take.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self.largest = most // _LARGE
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """Give what is kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, kept: Kept) -> None:
        """Keep a reply."""
        size = _size(key, kept)
        if size > self.largest:
            return
        if old := self._kept.pop(key, None):
            self._size -= _size(key, old)
        self._kept[key] = kept
        self._size += size
        while self._size > self._most:
            self._size -= _size(*self._kept.popitem(last=False))

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0


def _size(key: Key, kept: Kept) -> int:
    return len(kept.body) + len(key) + _BESIDE
