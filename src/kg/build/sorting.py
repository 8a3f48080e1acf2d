"""Sorting lines of any number: in runs on disk that are merged, so that memory does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from typing import Final
from weakref import finalize

from kg.stopping import scratch

__all__ = ["Sorter"]

_RUN: Final = 200_000


class Sorter:
    """Takes lines in any order, and gives them sorted, as often as it is asked.

    Up to a run of lines stays in memory; each further run is written to a temporary folder, which
    is removed with the sorter. Each line ends with a line break and holds no other.

    Args:
        lines: The first lines.
        run: How many lines are kept in memory.
    """

    def __init__(self, lines: Iterable[str] = (), *, run: int | None = None) -> None:
        self._run = _RUN if run is None else run
        self._lines: list[str] = []
        self._folder: Path | None = None
        self._runs: list[Path] = []
        for line in lines:
            self.add(line)

    def add(self, line: str) -> None:
        """Take a line."""
        self._lines.append(line)
        if len(self._lines) >= self._run:
            self._write()

    def __iter__(self) -> Iterator[str]:
        """Give every line that was taken, in the order of their code points."""
        self._lines.sort()
        with ExitStack() as stack:
            files = [
                stack.enter_context(path.open(encoding="utf-8", newline="\n"))
                for path in self._runs
            ]
            yield from merge(*files, self._lines) if files else self._lines

    def _write(self) -> None:
        if self._folder is None:
            stack = ExitStack()
            self._folder = stack.enter_context(scratch("khyber-sort-"))
            finalize(self, stack.close)
        path = self._folder / f"{len(self._runs)}.run"
        self._lines.sort()
        path.write_text("".join(self._lines), encoding="utf-8", newline="\n")
        self._runs.append(path)
        self._lines = []
