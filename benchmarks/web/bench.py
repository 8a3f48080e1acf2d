"""Requests a second, and how long the slowest of twenty waits: Khyber's server beside its peers.

Run as ``python benchmarks/web/bench.py [SECONDS [ROUNDS]]`` from the checkout, or with ``memory``
for what memory takes after many requests. Needs wrk (Debian: wrk), the oxigraph server, and for the
other peers what ``peers.txt`` names (``pip install --target FOLDER -r benchmarks/web/peers.txt``,
then PEERS=FOLDER). All run on this machine and answer the same rows: read the ratios.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pyoxigraph as ox

import kg
from kg.query import columns_of, question
from kg.query.parameters import bind
from kg.remote.dialect import with_prefixes
from kg.sparql import with_values

HERE = Path(__file__).parent
CLIENTS = (1, 16, 128)
# So many addresses again and again; as many as are asked for, each once.
SAME, NEW = 50, 0
# More new addresses than any server answers in a second.
MOST = 8_000
ROWS = """SELECT ?membership ?member ?member_label ?organization ?status ?time ?first ?begun
  ?lasting ?last WHERE { ?membership a kg:Membership ; kg:organization ?organization ;
  kg:member ?member ; kg:time ?time ; kg:latestStart ?begun ; kg:earliestEnd ?lasting
  OPTIONAL { ?membership kg:status ?status } OPTIONAL { ?membership kg:earliestStart ?first }
  OPTIONAL { ?membership kg:latestEnd ?last }
  OPTIONAL { ?member skos:prefLabel ?member_label FILTER(LANG(?member_label) = "en") } }"""
TABLE = """CREATE TABLE memberships (membership TEXT PRIMARY KEY, member, member_label,
  organization, status, time, first, begun, lasting, last)"""
INSERT = "INSERT OR IGNORE INTO memberships VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# The same question as members-at, in SQL.
SQL = """SELECT member, member_label, status, time,
  CASE WHEN begun <= :on AND :on <= lasting THEN 'certain' ELSE 'possible' END AS certainty
  FROM memberships WHERE organization = :organization AND coalesce(first <= :on, 1)
  AND coalesce(:on <= last, 1) ORDER BY certainty, member"""


class Server(NamedTuple):
    """A server that runs: its address, and its process, which may have others."""

    url: str
    pid: int


class Load(NamedTuple):
    """What one server is asked: its name, itself, a pattern of paths, what it should reply."""

    who: str
    server: Server
    path: str
    accept: str


class Found(NamedTuple):
    """What a load came to: requests a second, the 95th percentile and the CPU of one, failures."""

    rate: float
    slow: float
    used: float
    failed: int


def main() -> None:
    """Run everything, and print a table."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is absent: install it (Debian: wrk)")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        if sys.argv[1:] == ["memory"]:
            memory(folder, stack)
            return
        given = [int(each) for each in sys.argv[1:]]
        seconds, rounds = given[0] if given else 5, given[1] if given[1:] else 3
        loads = started(folder, stack)
        print("| asked | server | clients | requests/s | p95, ms | CPU of one, ms | not answered |")
        print("|---|---|---|---|---|---|---|")
        for what, servers in loads.items():
            for load in servers:
                warm(load)
            for mode, count in (("again", SAME), ("new", NEW)):
                for clients in CLIENTS:
                    if "heavy" in what and mode == "again":
                        continue
                    found = beside(folder, servers, clients, seconds, count, rounds)
                    tell(f"{what}, {mode}", clients, found)


def beside(
    folder: Path, loads: Sequence[Load], clients: int, seconds: int, count: int, rounds: int
) -> dict[str, list[Found]]:
    """Put loads on servers by turns, so that what else the machine does is in all of them."""
    found: dict[str, list[Found]] = {load.who: [] for load in loads}
    for number in range(rounds):
        for load in loads:
            # What is new is so for each number of clients too: replies are kept.
            which = f"{clients} {number}"
            found[load.who].append(put(folder, load, clients, seconds, count, which))
    return found


def tell(what: str, clients: int, found: dict[str, list[Found]]) -> None:
    """Print a row for each server: the middle of its rounds."""
    for who, rounds in found.items():
        rate, slow, used = (median(each[at] for each in rounds) for at in range(3))
        failed = sum(each.failed for each in rounds)
        row = (what, who, f"{clients}", f"{rate:,.0f}", f"{slow:,.1f}", f"{used:.2f}", f"{failed}")
        print(f"| {' | '.join(row)} |", flush=True)


def started(folder: Path, stack: ExitStack) -> dict[str, list[Load]]:
    """Start every server that is there, and give what each is asked."""
    graph = kg.load()
    khyber = stack.enter_context(khyber_server())
    page = [Load("khyber", khyber, "/id/ORG?on=DAY", "text/html")]
    heavy = quoted(graph, "allies-at", {"actor": "pakistan", "on": "1957-03-04"})
    asked = [Load("khyber", khyber, "/questions/members-at.json?organization=ORG&on=DAY", "*/*")]
    query = quoted(graph, "members-at", {"organization": "cento", "on": "1957-03-04"})
    table = "application/sparql-results+json"
    sparql = [Load("khyber", khyber, f"/sparql?query={query}", table)]
    slow = [*sparql]
    engine = [Load("khyber", khyber, f"/sparql?query={heavy}", table)]
    place = stored(graph, folder)
    oxigraph = Path(sys.executable).with_name("oxigraph")
    command = [oxigraph, "serve-read-only", "--location", place, "--bind", "127.0.0.1:PORT"]
    url = stack.enter_context(running(command))
    sparql.append(Load("oxigraph serve-read-only", url, f"/query?query={query}", table))
    engine.append(Load("oxigraph serve-read-only", url, f"/query?query={heavy}", table))
    if peers := os.environ.get("PEERS"):
        env = {**os.environ, "PYTHONPATH": peers}
        database = tabled(graph, folder)
        command = [sys.executable, "-m", "datasette", "serve", database, "--port", "PORT",
                   "--setting", "sql_time_limit_ms", "5000"]  # fmt: skip
        url = stack.enter_context(running(command, env))
        canned = urlencode({"sql": SQL, "_shape": "array"})
        path = f"/rows.json?{canned}&organization=ORG&on=DAY"
        asked.append(Load("datasette", url, path, "*/*"))
        code = "from rdflib_endpoint.__main__ import cli; cli()"
        dump = folder / "facts.ttl"
        command = [sys.executable, "-c", code, "serve", dump, "--port", "PORT"]
        url = stack.enter_context(running(command, env))
        slow.append(Load("rdflib-endpoint", url, f"/?query={query}", table))
    # Last, because it works on for minutes at what its clients wait for no longer.
    return {"/sparql": sparql, "/sparql, heavy": engine, "a question, JSON": asked,
            "a thing's page": page, "/sparql, slow peer": slow}  # fmt: skip


def quoted(graph: kg.Graph, name: str, given: dict[str, str]) -> str:
    """Give a question's query with all its prefixes, and with room for other names and days."""
    which = question(name)
    text = with_prefixes(with_values(which.sparql, bind(graph.engine, which, given)))
    for word, room in (("cento", "ORG"), ("pakistan", "STATE")):
        text = re.sub(rf"<(\S+khyber/id/){word}>", rf"<\1{room}>", text)
    return quote(text.replace("1957-03-04", "DAY"), safe="")


def stored(graph: kg.Graph, folder: Path) -> Path:
    """Write the facts, all that is derived with them, as a store and as a file."""
    place = folder / "store"
    store = ox.Store(str(place))
    engine = graph.engine
    assert hasattr(engine, "store")
    facts = list(engine.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    store.bulk_extend(facts)
    store.optimize()
    with (folder / "facts.ttl").open("wb") as file:
        ox.serialize((q.triple for q in facts), file, ox.RdfFormat.TURTLE)
    return place


def tabled(graph: kg.Graph, folder: Path) -> Path:
    """Write the memberships as a database."""
    place = folder / "rows.db"
    found = graph.engine.query(ROWS)
    columns = [[str(v) if v is not None else None for v in c] for c in columns_of(found)[0]]
    rows = list(zip(*columns, strict=True))
    with sqlite3.connect(place) as database:
        database.execute(TABLE)
        database.executemany(INSERT, rows)
        database.execute("CREATE INDEX by_organization ON memberships (organization)")
    return place


@contextmanager
def khyber_server() -> Iterator[Server]:
    """Run Khyber's server as it is run, guard and limits on."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "PORT", "--workers", "2", "--quiet"]
    with running(command) as server:
        yield server


@contextmanager
def running(command: Sequence[object], env: dict[str, str] | None = None) -> Iterator[Server]:
    """Run a server at a free port until it is no longer needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [str(word).replace("PORT", str(port)) for word in command]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    try:
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, words
                time.sleep(0.1)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait()


def paths(load: Load, count: int, which: str = "") -> list[str]:
    """Give addresses: organisations or states, and days, each another one, and others by name."""
    numbers = Random(f"{count} {which}")
    states = ("pakistan", "india", "china", "iran", "turkey", "united-states", "iraq", "egypt")
    names = ("cento", "seato", "nato", "sco", "saarc", "oic", "rcd", "eco", "un", "commonwealth")
    found = []
    for _ in range(count):
        year, month, of_it = (numbers.randrange(*each) for each in ((1940, 2025), (1, 13), (1, 29)))
        day = f"{year}-{month:02}-{of_it:02}"
        name = numbers.choice(names)
        if load.who.startswith("datasette") and "sql=" in load.path:
            name = f"id:{name}"
        path = load.path.replace("ORG", name).replace("STATE", numbers.choice(states))
        found.append(path.replace("DAY", day))
    return found


def warm(load: Load) -> None:
    """Ask for each address once, so that what is kept is there before it is measured."""
    for path in paths(load, SAME):
        with suppress(OSError):
            asked = urllib.request.Request(load.server.url + path, headers={"Accept": load.accept})  # noqa: S310
            urllib.request.urlopen(asked, timeout=2).close()  # noqa: S310


def put(folder: Path, load: Load, clients: int, seconds: int, count: int, which: str = "") -> Found:
    """Put a load on a server."""
    file = folder / "paths.txt"
    some = paths(load, count) if count == SAME else paths(load, MOST * seconds, which)
    file.write_text("\n".join(some), encoding="utf-8")
    command = [
        "wrk", "-t", str(min(2, clients)), "-c", str(clients), "-d", f"{seconds}s",
        "--timeout", "30s", "-s", HERE / "load.lua", load.server.url, "--", file, load.accept,
    ]  # fmt: skip
    before = last = cpu(load.server.pid)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        # Whose client is gone at the end is ended, and counts as it was seen last.
        while process.poll() is None:
            time.sleep(0.1)
            last = {**last, **cpu(load.server.pid)}
        assert process.stdout is not None
        said = process.stdout.read()
    found = re.search(r"RESULT (\S+) (\S+) (\d+) (\d+)", said)
    assert found, said
    used = sum(last.values()) - sum(before.values())
    return Found(float(found[1]), float(found[2]), used / max(int(found[3]), 1), int(found[4]))


def cpu(pid: int) -> dict[int, float]:
    """Give the milliseconds of CPU that a process and its children took, by process."""
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    of, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            said = stat.read_text().rpartition(")")[2].split()
            number = int(stat.parent.name)
            parents[number], of[number] = int(said[1]), (int(said[11]) + int(said[12])) * tick
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return {each: of[each] for each in family if each in of}


def memory(folder: Path, stack: ExitStack) -> None:
    """Print what the server's processes take after many requests, pages and queries by turns."""
    server = stack.enter_context(khyber_server())
    port = server.url.rpartition(":")[2]
    graph = kg.load()
    query = quoted(graph, "members-at", {"organization": "cento", "on": "1957-03-04"})
    loads = [Load("khyber", server, "/questions/members-at.json?organization=ORG&on=DAY", "*/*"),
             Load("khyber", server, f"/sparql?query={query}", "text/csv"),
             Load("khyber", server, "/id/ORG?on=DAY", "text/html")]  # fmt: skip
    for most in (1_000, 10_000, 100_000):
        while (so_far := counted(port)) < most:
            for load in loads:
                seconds = 1 if most < 10_000 else 10  # noqa: PLR2004
                # A client that is cut off in the middle costs a process, which would be measured
                # with what it had not yet taken.
                clients = 1 if load is loads[-1] else 4
                put(folder, load, clients, seconds, NEW, str(so_far))
        time.sleep(2)
        told = ", ".join(f"{name} {size:.0f} MB" for name, size in taken(port))
        print(f"after {so_far:,} requests: {told}", flush=True)


def counted(port: str) -> int:
    """Give how many requests a server has answered."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as reply:
        text = reply.read().decode()
    return sum(
        int(each) for each in re.findall(r"^khyber_requests_total.* (\d+)$", text, re.MULTILINE)
    )


def taken(port: str) -> Iterator[tuple[str, float]]:
    """Give the memory of a server's processes, what they share divided among them."""
    shown = subprocess.run(
        ["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in shown.stdout.splitlines()[1:]]
    front = next(pid for pid, _, args in rows if f"--port {port}" in args)
    nursery = next(pid for pid, parent, _ in rows if parent == front)
    workers = [pid for pid, parent, _ in rows if parent == nursery]
    for name, pid in (("front", front), ("graph", nursery), *(("worker", w) for w in workers)):
        # One whose client went away is ended, and another one stands in its place.
        with suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
            yield name, int(found[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    main()
