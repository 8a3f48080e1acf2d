"""What is made in bulk and kept is no garbage: while it is made, nothing looks for any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python's collector of cycles wait; it looks through all that is made, again and again.

    A quarter of the time of a large network goes that way. Reference counts free what they free.
    Afterwards what was made counts as old, or the next thing that is made would have all of it
    looked through.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()
