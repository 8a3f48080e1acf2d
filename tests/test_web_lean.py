"""What is taken in fewer steps is the same as before, and what is kept takes what it may."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kg
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.query import rows
from kg.sparql import Query, kept, prefixes_in
from kg.terms import expand
from kg.vocabulary import ID, PREFIXES
from kg.web.asked import pairs_of, read_frame, write_frame
from kg.web.front.app import Answers, Front
from kg.web.front.cache import Cache, Kept
from kg.web.pages.asking import _records
from kg.web.site import Limits
from kg.web.workers import Pool, Started

Given = TypeVar("Given")


def run(work: Coroutine[Any, Any, Given]) -> Given:
    """Run a coroutine in a thread of its own: a browser of another test may have a loop in this."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


KINDS = "SELECT ?kind { ?thing kg:kind ?kind }"
PIECES = st.sampled_from(
    ["%", "%2", "%41", "%e2%82%ac", "%ff", "%00", "%3D", "=", "==", "&", "+", "%2B", "a", "_", "é"]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=12))
@example("a=%25%32%35&%zz=%C3%BC&=&b")
@example("x==3D&y=%0D%0A&z=\r\n%\n")
def test_parameters_are_read_as_the_standard_library_reads_them(text: str) -> None:
    try:
        read = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        read = [("\0", "")]
    if any("\0" in each for pair in read for each in pair):
        with pytest.raises(UsageError, match=r"UTF-8|code 0"):
            pairs_of(text)
    else:
        assert pairs_of(text) == read


CELLS = st.none() | st.booleans() | st.integers() | st.text(max_size=6)


@given(st.integers(1, 3).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n))))
def test_records_are_what_json_indents(table: Sequence[Sequence[str | int | None]]) -> None:
    names = [f'n"{at}' for at in range(len(table[0]) if table else 1)]
    columns = list(zip(*table, strict=True)) or [() for _ in names]
    records = [dict(zip(names, row, strict=True)) for row in table]
    assert _records(names, columns) == json.dumps(records, ensure_ascii=False, indent=1)


def test_numbers_of_one_value_keep_their_own_digits() -> None:
    read = json.loads(_records(["n"], [[Decimal("1.0"), Decimal("1.00"), True, 1, "1"]]))
    assert [each["n"] for each in read] == ["1.0", "1.00", True, 1, "1"]


@pytest.mark.parametrize("name", PREFIXES)
@pytest.mark.parametrize(
    "text",
    [
        "ASK {{ ?s {0}:x ?o }}",
        "ASK {{ ?s {0}:x '\\u0041' }}",
        "ASK {{ ?s ?p '1'^^{0}:x }}",
        "ASK {{ ?s {0}: ?o }}",
    ],
)
def test_a_prefix_that_a_query_uses_is_known_however_it_is_written(
    sample: OxigraphEngine, text: str, name: str
) -> None:
    sparql = text.format(name)
    assert name in prefixes_in(sparql)
    said = sample.store.query(sparql, prefixes=PREFIXES)
    assert sample.query(Query(sparql)) is bool(said)


def test_what_is_found_in_a_short_text_is_found_once_and_in_a_long_one_not_kept() -> None:
    found: list[str] = []

    def note(text: str) -> int:
        found.append(text)
        return len(text)

    find = kept(note)
    short, long = "a", "a" * 5_000
    assert [find(short), find(short), find(long), find(long)] == [1, 1, 5_000, 5_000]
    assert found == [short, long, long]


def test_what_is_remembered_of_a_graph_is_nobodys_to_change(engine: OxigraphEngine) -> None:
    def read() -> list[list[str]]:
        return list(rows(engine, KINDS, thing=f"{ID}cento"))

    first = read()
    first[0].append("more")
    assert read() != first
    assert read()[0] == first[0][:1]


def test_of_a_graph_that_changes_nothing_is_remembered() -> None:
    graph = kg.load(writable=True)
    asked = "SELECT ?kind { ?thing a ?kind }"
    for kind in ("kg:State", "kg:Organization"):
        graph.update(f"INSERT DATA {{ id:own a {kind} }}")
        assert [expand(kind)] in list(rows(graph.engine, asked, thing=f"{ID}own"))


def test_replies_that_are_kept_take_what_they_may_all_told() -> None:
    most, dice = 2_000_000, random.Random(1)
    tracemalloc.start()
    cache = Cache(most)
    for number in range(6_000):
        body, tag = os.urandom(dice.choice((0, 200, 900, 7_000, 60_000))), f'W/"{number:032x}"'
        headers = ((b"etag", tag.encode()), (b"content-length", b"%d" % len(body)))
        cache.put(f"{number:032x}", Kept(200, headers, body, tag))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most / 2 < taken < most
    assert cache.get(f"{5_999:032x}") is not None
    assert cache.get(f"{0:032x}") is None


def test_a_thousand_requests_fill_what_is_kept() -> None:
    cache = Front(cast("Answers", Slow())).cache
    for number in range(1_000):
        cache.put(str(number), Kept(200, (), bytes(8_000), ""))
    assert cache.get("0") is None


class Slow:
    """Forks what answers each frame with its own body, after as many seconds as that says."""

    version = "1"

    def __init__(self) -> None:
        self.forked: list[subprocess.Popen[bytes]] = []

    def fork(self) -> tuple[int, socket.socket]:
        ours, theirs = socket.socketpair()
        self.forked.append(subprocess.Popen(["sleep", "60"]))
        threading.Thread(target=self._answer, args=[ours], daemon=True).start()
        return self.forked[-1].pid, theirs

    def _answer(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as read, suppress(OSError):
            while size := read.read(8):
                _, body = read_frame(read.read(int.from_bytes(size, "big")))
                time.sleep(float(body))
                line.sendall(write_frame({"more": False}, body))

    def close(self) -> None:
        for each in self.forked:
            each.kill()
            each.wait()


@pytest.mark.parametrize(("seconds", "forked"), [("0.05", 1), ("5.00", 2)])
def test_a_process_whose_client_goes_away_is_ended_where_its_end_is_not_near(
    seconds: str, forked: int
) -> None:
    async def leave(pool: Pool) -> bytes:
        await pool.open()
        left = asyncio.create_task(pool.ask(write_frame({}, seconds.encode())))
        await asyncio.sleep(0.01)
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        given = await pool.ask(write_frame({}, b"0"))
        assert pool.running == 0
        await pool.close(1)
        return given.body

    slow = Slow()
    try:
        assert run(leave(Pool(cast("Started", slow), 1, Limits()))) == b"0"
        assert len(slow.forked) == forked
    finally:
        slow.close()


def test_a_process_that_has_answered_for_long_is_relieved_without_a_gap() -> None:
    async def ask_on(pool: Pool) -> None:
        await pool.open()
        for number in range(2_500):
            given = await pool.ask(write_frame({}, b"0.0"))
            assert given.body == b"0.0", number
        await asyncio.sleep(0.2)
        assert pool.running == 0
        assert sum(each.poll() is None for each in slow.forked) == 1
        await pool.close(1)

    slow = Slow()
    try:
        run(ask_on(Pool(cast("Started", slow), 1, Limits())))
        assert len(slow.forked) == 3
    finally:
        slow.close()
