"""Inputs for one target, tried by processes that may hang or die."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any, Final

from fuzz.target import Target
from fuzz.working import Work

__all__ = ["LIMIT", "Run"]

LIMIT: Final = 10.0
COMMAND = ["-m", "fuzz.working"]
# Seconds without a word after which a process is given up, whatever it does.
_SILENT: Final = 150.0


@dataclass
class Run:
    """A target's inputs, and what became of those that were tried.

    Attributes:
        faults: Each with its number, its outcome, why, and the input.
    """

    target: Target
    count: int
    seed: str
    tally: Counter[str] = field(default_factory=Counter)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def all(self) -> None:
        """Try all inputs."""
        done, ended = 0, list[int]()
        while done < self.count:
            before, told = Counter(self.tally), len(self.faults)
            for said in self._worker(done, ended):
                if "tally" in said:
                    done, told = said["next"], len(self.faults)
                    self.tally = before + Counter(said["tally"])
                else:
                    self.faults.append(said)
            if done < self.count:
                # What was not counted yet is tried again.
                last = self.faults.pop()
                del self.faults[told:]
                self.faults.append(last)
                ended.append(last["number"])
                self.tally[last["outcome"]] += 1

    def _worker(self, start: int, without: list[int]) -> Iterator[dict[str, Any]]:
        """Give what a process says; at the end, where it hung or died, that as a fault."""
        with tempfile.TemporaryFile() as place:
            number = place.fileno()
            asked = Work(self.target.name, self.seed, start, self.count, without, LIMIT, number)
            command = [sys.executable, *COMMAND, json.dumps(asked)]
            folder = Path(__file__).parents[1]
            with subprocess.Popen(
                command, stdout=subprocess.PIPE, pass_fds=[number], cwd=folder
            ) as process:
                last, hung = start, False
                for said in _said(process.stdout):
                    if said is None:
                        hung = True
                        process.kill()
                        break
                    last = said.get("next", last)
                    yield said
            status = process.returncode
            if last < self.count:
                place.seek(0)
                why = "past every limit" if hung else f"the process ended with {status}"
                outcome = "hung" if hung else "traceback"
                at = int(place.read() or start)
                yield {"number": at, "outcome": outcome, "why": why, "made": ""}


def _said(source: IO[bytes] | None) -> Iterator[dict[str, Any] | None]:
    """Give what a process says until it ends; None where it says nothing for too long."""
    lines: Queue[bytes] = Queue()
    threading.Thread(target=_read, args=(source, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=_SILENT)
        except Empty:
            yield None
            return
        if not line:
            return
        yield json.loads(line)


def _read(source: IO[bytes] | None, lines: Queue[bytes]) -> None:
    for line in source or ():
        lines.put(line)
    lines.put(b"")
