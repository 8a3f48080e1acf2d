"""What was made lately and may be asked for again, up to so much of it all together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

__all__ = ["Recent"]

_Key = TypeVar("_Key", bound=Hashable)
_Made = TypeVar("_Made")


class Recent(Generic[_Key, _Made]):
    """Values by key, the ones that were asked for longest ago left out first.

    Args:
        most: How much all together may take.
        largest: What one may take; a larger one is not kept.
        size: Says how much one takes, of its key and itself.
    """

    def __init__(self, most: int, largest: int, size: Callable[[_Key, _Made], int]) -> None:
        self._most, self._size, self._taken = most, size, 0
        self.largest = largest
        self._kept: OrderedDict[_Key, _Made] = OrderedDict()

    def get(self, key: _Key) -> _Made | None:
        """Give what is kept."""
        found = self._kept.get(key)
        if found is not None:
            # Another thread may have left it out since.
            with suppress(KeyError):
                self._kept.move_to_end(key)
        return found

    def put(self, key: _Key, made: _Made) -> None:
        """Keep a value."""
        size = self._size(key, made)
        if size > self.largest:
            return
        if (old := self._kept.pop(key, None)) is not None:
            self._taken -= self._size(key, old)
        self._kept[key] = made
        self._taken += size
        with suppress(KeyError):
            while self._taken > self._most:
                self._taken -= self._size(*self._kept.popitem(last=False))

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._taken = 0
