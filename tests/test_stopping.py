"""Ctrl-C at any point: the end within two seconds, status 130, no child and no file left."""

from __future__ import annotations

import os
import pty
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.cli.format import formatted
from kg.engine import OxigraphEngine
from kg.engine.answer import evaluated
from kg.engine.limit import end_waiting
from kg.errors import UsageError
from kg.sparql import Query
from kg.stopping import Aside, aside, scratch, unfinished
from samples import SAMPLE
from servers import oxigraph
from test_limits import CENTO, HOURS, children

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX only")

MOMENTS = int(os.environ.get("KHYBER_MOMENTS", "20"))
SECONDS = 2.0


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Hear Ctrl-C in tests that are run in the background, where a shell has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def fed(*arguments: str, **environment: str) -> tuple[int, int]:
    """Start the command on a terminal of its own, and give process and terminal."""
    process, terminal = pty.fork()
    if not process:
        os.environ.update(environment)
        os.execv(sys.executable, [sys.executable, "-m", "kg", *arguments])  # noqa: S606
    return process, terminal


def ended(process: int, terminal: int, after: float) -> tuple[float, int, bytes]:
    """Press Ctrl-C after a while; give how long the end took, the status, and what was said."""
    said = b""
    os.set_blocking(terminal, False)
    pressed = 0.0
    start = time.monotonic()
    while True:
        if not pressed and time.monotonic() - start >= after:
            with suppress(OSError):
                os.write(terminal, b"\x03")
            pressed = time.monotonic()
        with suppress(OSError):
            said += os.read(terminal, 1 << 16)
        done, result = os.waitpid(process, os.WNOHANG)
        if done:
            break
        assert time.monotonic() - start < after + 60
        time.sleep(0.005)
    os.close(terminal)
    status = os.waitstatus_to_exitcode(result)
    # As a shell says it: before Python is up, the signal itself ends the process.
    return (
        (time.monotonic() - pressed if pressed else 0.0),
        128 - status if status < 0 else status,
        said,
    )


def running(mark: str) -> list[str]:
    """Give the processes with a mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().decode())
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give a folder with files to be worked on, and one for each thing that is kept."""
    for name in ("cache", "tmp", "out"):
        (tmp_path / name).mkdir()
    lines = (f'<http://e.org/s{n}> <http://e.org/p> "value {n}" .\n' for n in range(150_000))
    (tmp_path / "big.nt").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "own.ttl").write_bytes(SAMPLE.read_bytes())
    return tmp_path


def test_ctrl_c_at_any_moment_ends_any_command_and_leaves_nothing(
    place: Path, survived: Callable[[str, int], None]
) -> None:
    chance, took, interrupted = random.Random(4), [], 0
    mark = f"KG_CACHE={place / 'cache'}"
    environment = {"KG_CACHE": str(place / "cache"), "TMPDIR": str(place / "tmp")}
    with oxigraph() as server:
        calls = [
            ["ask", HOURS],
            ["load", str(place / "big.nt")],
            ["check", str(place / "own.ttl")],
            [
                "draw",
                "--on",
                "1957-01-01",
                "--force",
                "pakistan",
                "iran",
                "-o",
                str(place / "out" / "x.png"),
            ],
            [
                "push",
                server.addresses.query,
                "--update",
                server.addresses.update or "",
                "--batch",
                "50",
            ],
            ["format", str(place / "own.ttl")],
            ["ask", HOURS, "--time-limit", "60"],
            ["diff", str(place / "own.ttl"), str(place / "big.nt")],
        ]
        for number in range(MOMENTS):
            call = calls[number % len(calls)]
            before = (place / "own.ttl").read_bytes()
            seconds, status, said = ended(*fed(*call, **environment), chance.uniform(0.0, 2.5))
            assert status in ((130,) if seconds else (0, 1)) or status in (0, 1), (call, said)
            interrupted += status == 130
            took.append(seconds)
            wait_until(lambda: running(mark) == [], 0.5)
            assert list((place / "tmp").iterdir()) == [], call
            kept = [each.name for each in (place / "cache").iterdir() if each.suffix]
            assert kept == [], call
            assert {each.name for each in (place / "out").iterdir()} <= {"x.png"}, call
            assert (place / "own.ttl").read_bytes() in (before, formatted_once(place))
    assert max(took) < SECONDS
    worst, usual = max(took), sorted(took)[len(took) // 2]
    survived(f"commands by Ctrl-C (at most {worst:.2f} s, usually {usual:.2f} s)", interrupted)


def formatted_once(place: Path) -> bytes:
    return formatted(place / "own.ttl").encode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_service_that_is_ended_leaves_nothing(place: Path, number: int) -> None:
    environment = {**os.environ, "KG_CACHE": str(place / "cache")}
    process = subprocess.Popen([sys.executable, "-m", "kg", "ask", HOURS], env=environment)
    time.sleep(1.5)
    process.send_signal(number)
    assert process.wait(timeout=SECONDS) == -number
    assert running(environment["KG_CACHE"]) == []


def test_what_works_ends_when_what_waits_is_killed(place: Path) -> None:
    environment = {**os.environ, "KG_CACHE": str(place / "cache")}
    process = subprocess.Popen([sys.executable, "-m", "kg", "ask", HOURS], env=environment)
    time.sleep(2)
    process.kill()
    process.wait()
    wait_until(lambda: running(environment["KG_CACHE"]) == [])


def wait_until(true: Callable[[], bool], seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


# From Python


@contextmanager
def pressed(after: float) -> Iterator[None]:
    """Press Ctrl-C after a while, and see that it raises within two seconds."""
    pid = os.getpid()
    if not (child := os.fork()):
        time.sleep(after)
        os.kill(pid, signal.SIGINT)
        os._exit(0)
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - the caller's own block
        yield
        time.sleep(60)
    os.waitpid(child, 0)
    assert time.monotonic() - start < after + SECONDS


@pytest.mark.usefixtures("graph")
def test_a_query_without_a_limit_is_interrupted() -> None:
    code = f"""
import kg, time
graph = kg.load()
print("ready", flush=True)
try:
    kg.ask(graph, {HOURS!r})
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    assert process.communicate(timeout=10)[0] == "interrupted\n"
    assert process.returncode == 0
    assert time.monotonic() - start < SECONDS


def test_a_kernel_ends_the_query_too(graph: kg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    end_waiting()
    before = children()
    assert len(kg.ask(graph, "members-at", **CENTO)) == 5  # type: ignore[arg-type]
    (kept,) = children() - before
    with pressed(0.5):
        kg.ask(graph, HOURS)
    assert kept not in children()
    assert len(kg.ask(graph, "members-at", **CENTO)) == 5  # type: ignore[arg-type]
    end_waiting()
    assert children() == before


def test_what_is_interrupted_while_it_is_built_is_removed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_CACHE", str(place / "cache"))
    kg.load()
    with pressed(1.0):
        kg.load(place / "big.nt")
    wait_until(lambda: not [x for x in (place / "cache").iterdir() if x.suffix], 10)


def test_a_worker_ends_at_its_limit_when_nobody_can_end_it(place: Path) -> None:
    code = f"import kg; kg.ask(kg.load(), {HOURS!r}, time_limit=3)"
    environment = {**os.environ, "KG_CACHE": str(place / "cache")}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment)
    wait_until(lambda: any("worker" in each for each in running(environment["KG_CACHE"])), 20)
    process.kill()
    process.wait()
    wait_until(lambda: running(environment["KG_CACHE"]) == [])


def test_a_folder_with_modules_named_as_pythons_does_not_matter(tmp_path: Path) -> None:
    for name in ("json", "queue", "threading", "pyoxigraph", "kg"):
        (tmp_path / f"{name}.py").write_text("x = 1", encoding="utf-8")
    script = Path(sys.executable).with_name("kg")
    done = subprocess.run(
        [str(script), "ask", "ASK {}", "--time-limit", "20"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("yes\n", "", 0)


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -float("inf"), 1e10, -1, -1e-9])
def test_what_is_no_limit_in_time_is_refused(graph: kg.Graph, seconds: float) -> None:
    with pytest.raises(UsageError, match="is no limit in time"):
        kg.ask(graph, "members-at", **CENTO, time_limit=seconds)


def test_a_limit_may_be_long(graph: kg.Graph) -> None:
    assert kg.ask(graph, "ASK {}", time_limit=1e9) is True


# The pieces


@pytest.mark.parametrize("seconds", [None, 30])
def test_an_answer_is_read_as_often_as_one_likes(
    engine: OxigraphEngine, seconds: float | None
) -> None:
    sparql = "SELECT ?s { ?s a kg:Alliance } ORDER BY ?s"
    found: Any = engine.query(Query(sparql, time_limit=seconds))
    rows = [str(row[0]) for row in found.cells]
    assert len(rows) > 2
    assert found.as_tsv().count(b"\n") == len(rows) + 1
    assert [str(row[0]) for row in found.cells] == rows


def test_an_answer_is_not_read_further_than_it_is_asked_for() -> None:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"a:{n}"), ox.NamedNode("a:p"), ox.Literal(str(n)))
        for n in range(2000)
    )
    sparql = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?p ?y . ?c ?p ?z }"
    found: Any = evaluated(lambda: store.query(sparql))
    rows = iter(found.cells)
    assert len(next(rows)) == 3
    del rows, found


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    with pytest.raises(ZeroDivisionError):
        aside(lambda: 1 / 0)
    beside = Aside()
    later = beside.begin(lambda: 2)
    assert beside(lambda: 1) == 1
    assert later() == 2


def test_what_is_unfinished_is_removed_and_what_is_renamed_stays(tmp_path: Path) -> None:
    with unfinished(tmp_path / "a") as path:
        path.mkdir()
        (path / "x").touch()
    with unfinished(tmp_path / "b") as path:
        path.touch()
        path.rename(tmp_path / "c")
    with scratch("khyber-test-") as folder:
        (folder / "x").touch()
    assert not folder.exists()
    assert [each.name for each in tmp_path.iterdir()] == ["c"]
