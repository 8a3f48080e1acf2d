"""A process that answers queries, which whoever started it can end; see `kg.engine.limit`.

Reads lines of JSON (folder, query, graphs, seconds), and writes for each the number of bytes that
follow, one line that says what they are, and the answer: SPARQL 1.1 TSV for rows, N-Triples for a
graph, a word for yes or no. It ends at the limit of a question, and with the process that asks.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import Any, Final

import pyoxigraph as ox

from kg.engine.sealed import seal
from kg.stopping import end_with_parent
from kg.vocabulary import PREFIXES

__all__ = ["main"]

# Who asks ends the process at the limit; this is for who cannot any more.
_GRACE: Final = 1.0


def main() -> None:
    """Answer queries until nobody asks."""
    # Ctrl-C is for who asks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    seal()
    asked: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=[asked], daemon=True).start()
    store, folder, out = None, "", sys.stdout.buffer
    while line := asked.get():
        question = json.loads(line)
        timer = None
        if question["seconds"] is not None:
            timer = threading.Timer(question["seconds"] + _GRACE, os._exit, [1])
            timer.daemon = True
            timer.start()
        try:
            if store is None or folder != question["folder"]:
                folder = question["folder"]
                store = ox.Store.read_only(folder)
            answer = _answered(store, question)
        except (SyntaxError, OSError, ValueError, RuntimeError) as error:
            kind = "error" if isinstance(error, SyntaxError) else "fault"
            answer = f"{kind} {json.dumps(str(error))}\n".encode()
        if timer:
            timer.cancel()
        out.write(b"%d\n" % len(answer))
        out.write(answer)
        out.flush()


def _read(asked: SimpleQueue[bytes]) -> None:
    """Take what is asked, and end the process, whatever it does, once nobody can ask any more."""
    for line in sys.stdin.buffer:
        asked.put(line)
    os._exit(0)


def _answered(store: ox.Store, question: dict[str, Any]) -> bytes:
    graphs = {name: _graphs(value) for name, value in question["graphs"].items()}
    result = store.query(question["query"], prefixes=PREFIXES, **graphs)
    if isinstance(result, ox.QuerySolutions):
        names = [variable.value for variable in result.variables]
        body: bytes = result.serialize(format=ox.QueryResultsFormat.TSV) or b""
        return f"rows {json.dumps(names)}\n".encode() + body
    if isinstance(result, ox.QueryTriples):
        return b"triples\n" + (ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b"")
    return b"yes\n" if result else b"no\n"


def _graphs(value: Any) -> Any:  # noqa: ANN401 - a list of graphs as text, or a bool
    if not isinstance(value, list):
        return value
    return [ox.NamedNode(iri) if iri else ox.DefaultGraph() for iri in value]


if __name__ == "__main__":
    main()
