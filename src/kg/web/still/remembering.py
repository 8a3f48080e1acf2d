"""An engine that remembers: the pages of one thing ask the same, and all ask the ontology."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Final

from kg.engine import Answer, Engine, Rows, rows_of_text
from kg.sparql import Asked, Query

__all__ = ["Remembering"]

_MOST: Final = 1024
# What is longer is asked seldom, and would fill the memory.
_LONGEST: Final = 50_000


class Remembering:
    """An engine over a graph that does not change, with the tables that it answered last.

    Args:
        engine: The engine that is asked.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._accounts = list(engine.accounts())
        self._known: OrderedDict[Hashable, Rows] = OrderedDict()

    def query(self, asked: Asked) -> Answer:
        """Evaluate a read query; see `kg.engine.Engine.query`."""
        query = Query.of(asked)
        key = (query.bound, tuple(query.accounts), tuple(query.dataset or ()), query.time_limit)
        if found := self._known.get(key):
            self._known.move_to_end(key)
            return found
        answer = self._engine.query(query)
        text = answer.as_tsv() if isinstance(answer, Rows) and answer.as_tsv else None
        if not isinstance(answer, Rows) or text is None:
            return answer
        told = rows_of_text(answer.names, text)
        if len(text) <= _LONGEST:
            self._known[key] = told
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return told

    def accounts(self) -> Sequence[str]:
        """Give the IRIs of its accounts, the facts first."""
        return self._accounts

    def declares(self, iri: str) -> bool:
        """Say whether the graph says anything of a term, as subject."""
        return self._engine.declares(iri)

    def names_in(self, namespace: str) -> Iterator[str]:
        """Give every subject in a namespace."""
        return self._engine.names_in(namespace)

    def dump(self) -> bytes:
        """Give every statement, of all accounts alike, as N-Triples."""
        return self._engine.dump()

    def size(self) -> int:
        """Count the statements."""
        return self._engine.size()

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        return self._engine.describe()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the engine has beside
        """Give what the engine has beside, such as the folder of its store."""
        return getattr(self._engine, name)
