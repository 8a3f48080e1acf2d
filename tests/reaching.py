"""Texts that try to make an engine call out, and a listener on loopback that must hear nothing.

Run as a script for more than the tests do: ``python tests/reaching.py 10000000``.
"""

from __future__ import annotations

import random
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from kg.engine.engine import OxigraphEngine
from kg.engine.inward import update_stays_inside
from kg.errors import KgError
from kg.vocabulary import PREFIXES

__all__ = ["Ear", "Tally", "listening", "queries", "try_queries", "try_updates", "updates"]


@dataclass
class Ear:
    """A server that counts who calls."""

    port: int
    heard: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def listening() -> Iterator[Ear]:
    """Listen on loopback, and hang up on whoever calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ear = Ear(server.getsockname()[1])

        def answer() -> None:
            with suppress(OSError):
                while True:
                    caller, _ = server.accept()
                    with caller, suppress(OSError):
                        caller.settimeout(1)
                        ear.heard.append(caller.recv(200))
                        caller.sendall(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield ear


# What may stand between a keyword and what follows it.
_GAPS: Final = [
    "",
    " ",
    "\n",
    "\t",
    "#\n",
    "# x\r",
    " #'\n",
    "#>\n",
    "\x0b",
    "\xa0",
    "\ufeff",
    "\0",
]
_SPELLED: Final = [
    "SERVICE",
    "service",
    "Service",
    "sErViCe",
    "SERVICESILENT",
    "SERVICE SILENT",
    "SERVICE\nSILENT",
    "servicesilent",
    "\u017fERVICE",
    "SERV\u0130CE",
    "SERVICE#\nSILENT",
    "SERVICES",
    "SERVIC",
    "SERVICEE",
]
_BEFORE: Final = [
    "",
    "?s ?p ?o ",
    "?s ?p ?o.",
    "?s ?p 1",
    "?s ?p true",
    "?s ?p 'x'",
    "?s ?p 'x'@en",
    "?s ?p e:x",
    "?s ?p e:",
    "?s ?p <a:b>",
    "?s ?p ?o;",
    "?s ?p []",
    "?s ?p 1.",
    "?s ?p -1e0",
    "?s ?p 'x'^^e:x",
    "FILTER(?s<?o)",
    "FILTER(?s<?o&&?p>?q)",
    "?s ?p ?o FILTER(?s<?o#>\n)",
    "BIND(1 AS ?a)",
    "?s ?p ?o FILTER(?s<?b#>'''\n)",
    "VALUES ?a{1}",
    "{}",
    "OPTIONAL{}",
    "?s ?p (1 2)",
    "?s e:p* ?o ",
    "?s ?p ?o FILTER(?s<?b#'>\n)",
    '?s ?p ?o FILTER(?s<?b#">\n)',
    "?s ?p '\\''",
    "?s ?p '''x'''",
    '?s ?p "#"',
    "?s ?p 'SERVICE'",
    "?SERVICE ?p ?o.",
    "# SERVICE\n",
    "?s <a:SERVICE> ?o.",
]
_AFTER: Final = ["", " ?s ?p ?o", "#'''\n", "#'\n", '#"\n', "?a ?b 'SERVICE'", "#>\n", " .", "'''"]
_AROUND: Final = [
    "SELECT*{@}",
    "SELECT * WHERE { @ }",
    "ASK{@}",
    "CONSTRUCT{?s ?p ?o}WHERE{@}",
    "DESCRIBE ?s{@}",
    "SELECT*{{@}}",
    "SELECT*{{@}UNION{@}}",
    "SELECT*{OPTIONAL{@}}",
    "SELECT*{MINUS{@}}",
    "SELECT*{GRAPH ?g{@}}",
    "SELECT*{?s ?p ?o FILTER EXISTS{@}}",
    "SELECT*{{SELECT*{@}}}",
    "SELECT*{FILTER NOT EXISTS{@}}",
    "SELECT(EXISTS{@}AS ?x){}",
    "SELECT*{}HAVING(EXISTS{@})",
    "PREFIX SERVICE:<a:>SELECT*{@}",
    "PREFIX SERVICEe:<a:>SELECT*{@}",
    "PREFIX e:<@>SELECT*{}",
    "BASE<~>SELECT*{@}",
    "SELECT*{?s ?p '@'}",
    "SELECT*{#@\n}",
    "SELECT*{?s ?p <@>}",
    "SELECT*{@@}",
    'SELECT*{?s ?p """@"""}',
    "SELECT*{@}VALUES ?x{'@'}",
    "SELECT*FROM<a:>{@}",
    "@{}",
]
_UPDATES: Final = [
    "LOAD@~",
    "LOADSILENT@~",
    "load@silent@~",
    "LOAD@~INTO GRAPH<a:b>",
    "INSERT DATA{};LOAD@~",
    "INSERT DATA{<a:a><a:b>'load'};LOAD@~",
    "DELETE WHERE{};\nLOAD@~",
    "CLEAR ALL;LOADSILENT@~",
    "INSERT{?s ?p ?o}WHERE{%}",
    "DELETE{?s ?p ?o}WHERE{%}",
    "WITH<a:b>INSERT{?s ?p ?o}WHERE{%}",
    "PREFIX LOAD:<a:>LOAD@~",
    "PREFIX LOADe:<a:>LOADe:x",
    "#LOAD\nLOAD@~",
    "INSERT DATA{<a:a><a:b>'%'}",
    "INSERT{?s ?p ?o}USING<a:b>WHERE{%}",
    "DROP SILENT GRAPH<a:b>;LOAD@~",
    "LOA@D ~",
    "COPY<a:>TO<b:>;LOAD@~",
]


def _escaped(pick: random.Random, text: str) -> str:
    """Write some characters of a text as codepoint escapes, some of them twice over."""
    forms: list[Callable[[str], str]] = [
        lambda c: f"\\u{ord(c):04X}",
        lambda c: f"\\U{ord(c):08x}",
        lambda c: f"\\u005Cu{ord(c):04X}",
        lambda c: f"\\\\u{ord(c):04X}",
    ]
    return "".join(pick.choice(forms)(c) if pick.random() < 0.2 else c for c in text)


def _call(pick: random.Random, url: str) -> str:
    word = pick.choice(_SPELLED)
    if pick.random() < 0.15:
        word = _escaped(pick, word)
    target = pick.choice([f"<{url}>", "e:x", "?x", "e:", f"<{url}#SERVICE>", f"\\u003C{url}>"])
    gap, other = pick.choice(_GAPS), pick.choice(_GAPS)
    return f"{pick.choice(_BEFORE)}{word}{gap}{target}{other}{{?s ?p ?o}}{pick.choice(_AFTER)}"


def _mutated(pick: random.Random, text: str) -> str:
    """Cut, double, turn or sprinkle a text at some place."""
    if not text or pick.random() < 0.6:
        return text
    one, other = sorted(pick.choices(range(len(text) + 1), k=2))
    other = min(other, one + 12)
    piece = pick.choice(
        [
            "",
            text[one:other] * 2,
            text[one:other].swapcase(),
            pick.choice(_GAPS),
            "'",
            '"',
            "#",
            ">",
            "}",
            "{",
            ")",
            _escaped(pick, text[one:other]),
            pick.choice(_SPELLED),
        ]
    )
    return text[:one] + piece + text[other:]


def queries(pick: random.Random, url: str) -> Iterator[str]:
    """Give queries without end that call out, or look as if they did."""
    while True:
        text = pick.choice(_AROUND).replace("~", url)
        text = text.replace("@", _call(pick, url))
        head = f"PREFIX e:<{url}>" if pick.random() < 0.8 else ""
        yield head + _mutated(pick, _mutated(pick, text))


def updates(pick: random.Random, url: str) -> Iterator[str]:
    """Give updates without end that load or call, or look as if they did."""
    while True:
        text = pick.choice(_UPDATES).replace("%", _call(pick, url)).replace("@", pick.choice(_GAPS))
        text = text.replace("~", pick.choice([f"<{url}>", "e:x"]))
        if pick.random() < 0.1:
            text = re.sub("LOAD", lambda m: _escaped(pick, m[0]), text)
        head = f"PREFIX e:<{url}>" if pick.random() < 0.8 else ""
        yield head + _mutated(pick, text)


@dataclass
class Tally:
    """What became of the texts."""

    tried: int = 0
    passed: int = 0
    parsed: int = 0

    def __str__(self) -> str:
        """Give the figures as one line."""
        return f"{self.tried:,} tried, {self.passed:,} passed the guard, {self.parsed:,} parsed"


def _note(tally: Tally, ask: Callable[[], Any]) -> None:
    """Ask, read the answer to its end, and note how far it came."""
    tally.tried += 1
    try:
        answer = ask()
        cells = getattr(answer, "cells", getattr(answer, "triples", ()))
        with suppress(OSError, RuntimeError):
            list(cells)
    except KgError as error:
        # What passed the guard and is no query is said in the words of the grammar.
        tally.passed += "well formed" in error.what or "cannot evaluate" in error.what
        return
    except (OSError, RuntimeError, ValueError, SyntaxError):
        pass
    tally.passed += 1
    tally.parsed += 1


def try_queries(engine: Any, texts: Iterator[str], count: int) -> Tally:
    """Ask an engine so many queries."""
    tally = Tally()
    for _, text in zip(range(count), texts, strict=False):
        _note(tally, lambda text=text: engine.query(text))  # type: ignore[misc]
    return tally


def try_updates(texts: Iterator[str], count: int) -> Tally:
    """Give a store so many updates."""
    tally = Tally()

    def update(text: str) -> None:
        update_stays_inside(text)
        ox.Store().update(text, prefixes=PREFIXES)

    for _, text in zip(range(count), texts, strict=False):
        _note(tally, lambda text=text: update(text))  # type: ignore[misc]
    return tally


def small_engine(url: str) -> OxigraphEngine:
    """Give an engine with one statement, so that what is asked once per row is asked."""
    node = ox.NamedNode(url + "x")
    store = ox.Store()
    store.add(ox.Quad(node, node, node))
    return OxigraphEngine(store)


if __name__ == "__main__":
    number = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with listening() as ear:
        chosen = random.Random(seed)
        asked = try_queries(small_engine(ear.url), queries(chosen, ear.url), number)
        changed = try_updates(updates(chosen, ear.url), number // 10)
        print(f"queries: {asked}; updates: {changed}; requests heard: {len(ear.heard)}")  # noqa: T201
        sys.exit(bool(ear.heard))
