"""Processes that share work: each is forked with all that was read, and ends with its maker."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Final, TypeAlias, TypeVar

from kg.engine import ask_on
from kg.errors import UsageError
from kg.stopping import end_with_parent

__all__ = ["Sharing", "crew"]

_Given = TypeVar("_Given")
_Done = TypeVar("_Done")
Sharing: TypeAlias = Callable[[Sequence[_Given]], Iterator[_Done]]
"""What has a piece of work done for each of some things, and gives what each came to."""

_FEW: Final = 4
# What a forked process finds in its memory: what it does, and whether it was told to stop.
_own: dict[str, Any] = {}


@contextmanager
def crew(work: Callable[[_Given], _Done], processes: int) -> Iterator[Sharing[_Given, _Done]]:
    """Give what shares work among processes; without fork this one does it all.

    Args:
        work: What is done.
        processes: How many processes do it.

    Raises:
        UsageError: A process was ended from outside, or for want of memory.
    """
    if processes < 2 or not hasattr(os, "fork"):  # noqa: PLR2004
        yield lambda given: map(work, given)
        return
    _own.update(work=work, stopped=False)
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes, context, _alone)
    try:
        yield lambda given: pool.map(_called, given, chunksize=_FEW)
    except BaseException as error:
        for each in set(multiprocessing.active_children()) - others:
            each.terminate()
        if isinstance(error, BrokenProcessPool):
            mend = "free memory, or take fewer with --workers"
            raise UsageError("a process that wrote pages was ended", mend=mend) from None
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _alone() -> None:
    """Begin in a forked process: Ctrl-C is for who waits, and threads of before are not there."""
    end_with_parent()
    ask_on()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)


def _stop(*_: object) -> None:
    """Give up what is done, so that nothing lies half made, and whatever would come next."""
    _own["stopped"] = True
    raise SystemExit


def _called(given: Any) -> Any:  # noqa: ANN401 - what the work takes and gives
    if _own["stopped"]:
        raise SystemExit
    return _own["work"](given)
