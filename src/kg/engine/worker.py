"""A query in a process of its own, which whoever started it can end; see `kg.engine.limit`.

Reads one line of JSON (folder, query, graphs) and writes one line that says what follows, then the
answer: SPARQL 1.1 TSV for rows, N-Triples for a graph, a word for yes or no.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pyoxigraph as ox

from kg.engine.sealed import seal
from kg.vocabulary import PREFIXES

__all__ = ["main"]


def main() -> None:
    """Answer one query."""
    seal()
    asked = json.loads(sys.stdin.readline())
    out = sys.stdout.buffer
    try:
        store = ox.Store.read_only(asked["folder"])
        graphs = {name: _graphs(value) for name, value in asked["graphs"].items()}
        result = store.query(asked["query"], prefixes=PREFIXES, **graphs)
        if isinstance(result, ox.QuerySolutions):
            names = [variable.value for variable in result.variables]
            out.write(f"rows {json.dumps(names)}\n".encode())
            result.serialize(out, format=ox.QueryResultsFormat.TSV)
        elif isinstance(result, ox.QueryTriples):
            out.write(b"triples\n")
            ox.serialize(result, out, format=ox.RdfFormat.N_TRIPLES)
        else:
            out.write(b"yes\n" if result else b"no\n")
    except (SyntaxError, OSError, ValueError, RuntimeError) as error:
        out.write(f"error {error}\n".encode())


def _graphs(value: Any) -> Any:  # noqa: ANN401 - a list of graphs as text, or a bool
    if not isinstance(value, list):
        return value
    return [ox.NamedNode(iri) if iri else ox.DefaultGraph() for iri in value]


if __name__ == "__main__":
    main()
