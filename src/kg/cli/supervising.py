"""One process that works, and one that waits and can end it at once.

The engines run for seconds without a line of Python, and some hold the interpreter's lock, so no
handler and no thread of the process that works can be relied on to end it. On Windows, which has no
fork, Ctrl-C is seen when Python runs again.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from pathlib import Path
from typing import Final

from kg.stopping import note_unfinished_in, remove

__all__ = ["part_in_two"]

_INTERRUPTED: Final = 130
_OF_SIGNALS: Final = 128


def part_in_two() -> int | None:
    """Part this process in two: one that works, and one that waits for it and can end it.

    The one that waits removes what the other had not finished, however it came to its end.

    Returns:
        None in the process that works; in the one that waits, the exit status of the other.
    """
    alone = threading.active_count() == 1 and threading.current_thread() is threading.main_thread()
    if not hasattr(os, "fork") or not alone:
        return None
    ending = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    # What is ignored, as by nohup or behind a shell script's &, stays so.
    heard = [each for each in ending if signal.getsignal(each) != signal.SIG_IGN]
    signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    (told, telling), (alive, living) = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ending)
        os.close(told)
        os.close(living)
        note_unfinished_in(telling)
        threading.Thread(target=_end_with, args=[alive], daemon=True).start()
        return None
    os.close(telling)
    os.close(alive)
    return _wait(child, told, heard)


def _end_with(alive: int) -> None:
    """End this process with the one that waits for it, of which an end of a pipe is left."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def _wait(child: int, told: int, heard: list[signal.Signals]) -> int:
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    for each in heard:
        signal.signal(each, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, heard)
    left: dict[bytes, None] = {}
    rest, stopped_by = b"", 0
    while True:
        ready = select.select([told, woken], [], [])[0]
        if woken in ready and (number := os.read(woken, 1)[0]) in heard and not stopped_by:
            stopped_by = number
            os.kill(child, signal.SIGKILL)
        if told in ready:
            data = os.read(told, 1 << 16)
            if not data:
                break
            # What is finished is forgotten: a command may write a hundred thousand files.
            *notes, rest = (rest + data).split(b"\0")
            _note(notes, left)
    _, result = os.waitpid(child, 0)
    for path in left:
        remove(Path(os.fsdecode(path)))
    if stopped_by == signal.SIGINT:
        return _INTERRUPTED
    if stopped_by:
        signal.signal(stopped_by, signal.SIG_DFL)
        os.kill(os.getpid(), stopped_by)
    status = os.waitstatus_to_exitcode(result)
    if status < 0:
        print(
            f"kg: the process was ended by signal {-status}; memory may have run out.",
            file=sys.stderr,
        )
    return status if status >= 0 else _OF_SIGNALS - status


def _note(notes: list[bytes], left: dict[bytes, None]) -> None:
    """Keep the paths that were begun and not finished."""
    for note in notes:
        if note.startswith(b"+"):
            left[note[1:]] = None
        else:
            left.pop(note[1:], None)
