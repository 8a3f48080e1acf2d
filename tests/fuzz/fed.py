"""A process in which libFuzzer grows the bytes that a target's chance comes from."""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from random import Random

import atheris

__all__ = ["Fed"]

with atheris.instrument_imports(include=["kg"]):
    from fuzz.target import FAULTS, became
    from fuzz.targets import target

_EVERY = 200


class Fed(Random):
    """Chance that comes from bytes, and is nothing but zeros behind their end."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data, self._at = data, 0

    def getrandbits(self, k: int, /) -> int:
        """Give an integer of so many bits."""
        size = (k + 7) // 8
        part = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(part.ljust(size, b"\0"), "big") >> (8 * size - k)

    def random(self) -> float:
        """Give a number from 0 up to 1."""
        return self.getrandbits(16) / (1 << 16)


def main(name: str, seconds: int, limit: float) -> None:
    """Try what libFuzzer grows, and write what became of it as lines of JSON."""
    door, tally = target(name), Counter[str]()
    out = sys.__stdout__
    assert out is not None
    logging.disable()

    def one(data: bytes) -> None:
        given = door.make(Fed(data))
        outcome, why = became(judge, given, limit)
        tally[outcome] += 1
        if outcome in FAULTS:
            fault = {"number": data.hex(), "outcome": outcome, "why": why}
            out.write(json.dumps({**fault, "made": ascii(given)[:4000]}) + "\n")
        if outcome in FAULTS or tally.total() % _EVERY == 0:
            out.write(json.dumps({"tally": tally}) + "\n")
            out.flush()

    with door.judging() as judge:
        atheris.Setup([name, f"-max_total_time={seconds}", "-max_len=600", "-rss_limit_mb=0"], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
