"""Being stopped at any point: native work that Ctrl-C ends, and nothing that lies half made.

The engine's calls run no Python, and a signal is only looked at where Python runs. So they run in a
thread beside the one that is told to stop. See docs/decisions/0011-stopping.md.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar
from weakref import finalize

__all__ = [
    "Aside",
    "aside",
    "can_be_interrupted",
    "end_with_parent",
    "is_interactive",
    "note_unfinished_in",
    "remove",
    "scratch",
    "unfinished",
]

_Result = TypeVar("_Result")
_TICK: Final = 0.2
_END_WITH_PARENT: Final = 1
# The descriptor that unfinished paths are told to; see `kg.cli.supervising`.
_ledger: list[int] = []
# What each thread has not finished.
_begun: dict[int, list[Path]] = {}


def can_be_interrupted() -> bool:
    """Say whether Ctrl-C is to raise KeyboardInterrupt in this thread."""
    main = threading.current_thread() is threading.main_thread()
    return main and signal.getsignal(signal.SIGINT) is signal.default_int_handler


def is_interactive() -> bool:
    """Say whether this process goes on after Ctrl-C: a notebook's kernel, or a prompt."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return hasattr(sys, "ps1") or bool(shell and shell())


def end_with_parent() -> None:
    """Have the kernel end this process, whatever it does, with the one that started it (Linux)."""
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415 - only such a process needs it

        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


class Aside:
    """A thread that does one thing after another, waited for by one that Ctrl-C can interrupt.

    What is interrupted is abandoned: what it has not finished is removed, and with it mostly its
    reason to run on. The thread ends with this object, or with the process. Objects that must stay
    in the thread that made them are kept in `held`.
    """

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}
        self._given: SimpleQueue[tuple[Callable[[], Any], SimpleQueue[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=_serve, args=(self._given, self.held), daemon=True)
        self._thread.start()
        finalize(self, self._given.put, None)

    def __call__(self, work: Callable[[], _Result]) -> _Result:
        """Do something in the thread, and give what it gives or raise what it raises."""
        return self.begin(work)()

    def begin(self, work: Callable[[], _Result]) -> Callable[[], _Result]:
        """Begin something in the thread, and give what waits for it."""
        answer: SimpleQueue[tuple[_Result, None] | tuple[None, BaseException]] = SimpleQueue()
        self._given.put((work, answer))

        def wait() -> _Result:
            while True:
                try:
                    # With no end to its patience, it could not be interrupted on every system.
                    result, error = answer.get(timeout=_TICK)
                except Empty:
                    continue
                except BaseException:
                    for path in list(_begun.get(self._thread.ident or 0, ())):
                        remove(path)
                    raise
                if error is None:
                    return result  # type: ignore[return-value]
                try:
                    raise error
                finally:
                    del error  # It and this frame would keep each other, and all that they hold.

        return wait


def _serve(
    given: SimpleQueue[tuple[Callable[[], Any], SimpleQueue[Any]] | None], held: dict[str, Any]
) -> None:
    while (task := given.get()) is not None:
        work, answer = task
        try:
            answer.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            answer.put((None, error))
        del task, work, answer
    held.clear()


def aside(work: Callable[[], _Result], stop: Callable[[], object] | None = None) -> _Result:
    """Do something native so that Ctrl-C interrupts the wait for it, where it may be pressed.

    Args:
        work: What is done.
        stop: What ends it at once, where it can be told to; its end is then waited for.

    Raises:
        KeyboardInterrupt: It was pressed; what was begun has ended, or is abandoned.
    """
    if not can_be_interrupted():
        return work()
    wait = Aside().begin(work)
    try:
        return wait()
    except KeyboardInterrupt:
        if stop is not None:
            stop()
            with suppress(Exception):
                wait()
        raise


def note_unfinished_in(descriptor: int) -> None:
    """Have unfinished paths told to a descriptor, for who removes them when this process ends."""
    _ledger[:] = [descriptor]


def _note(sign: bytes, path: Path) -> None:
    for descriptor in _ledger:
        with suppress(OSError):
            os.write(descriptor, sign + os.fsencode(path.absolute()) + b"\0")


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Hold a path for unfinished: what lies there at the end, or when all is stopped, is removed.

    It may be given another name before, and is finished so.
    """
    own = _begun.setdefault(threading.get_ident(), [])
    own.append(path)
    _note(b"+", path)
    try:
        yield path
    finally:
        remove(path)
        _note(b"-", path)
        own.remove(path)


@contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """Give an empty folder of one's own that is removed at the end, or when all is stopped.

    Raises:
        OSError: No folder can be made where temporary files lie.
    """
    from tempfile import gettempdir  # noqa: PLC0415 - 5 ms

    with unfinished(Path(gettempdir()) / f"{prefix}{os.urandom(8).hex()}") as folder:
        folder.mkdir(mode=0o700)
        yield folder


def remove(path: Path) -> None:
    """Remove a file or a folder, whatever is still written into it, as far as that can be done."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
            return
    if not os.path.lexists(path):
        return
    from shutil import rmtree  # noqa: PLC0415 - 3 ms

    # Under another name nothing new is written into it meanwhile.
    gone = path.with_name(f"{os.urandom(8).hex()}.gone.part")
    with suppress(OSError):
        path = path.rename(gone)
    rmtree(path, ignore_errors=True)
