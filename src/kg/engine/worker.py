"""A query in a process of its own, which whoever started it can end; see `kg.engine.limit`.

Reads one line of JSON (folder, query, union) and writes one line that says what follows, then the
answer: SPARQL 1.1 TSV for rows, N-Triples for a graph, a word for yes or no.
"""

from __future__ import annotations

import json
import sys

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
        result = store.query(
            asked["query"], prefixes=PREFIXES, use_default_graph_as_union=asked["union"]
        )
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


if __name__ == "__main__":
    main()
