"""Validating: the results of the SHACL engine, of a whole graph or of a part of it by portions.

The engine keeps 2 kB for each statement while it works, and its full report takes many times as
long as its verdict. So an account that is being made is judged by portions, each with what its
things lead to, and a report is asked of those things only that a verdict names.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kg.build import portions, read_quads
from kg.engine import term_given
from kg.paths import shipped
from kg.shapes.explaining import Fault
from kg.shapes.rules import read_rules
from kg.terms import text_of
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["results", "results_of"]

_SH: Final = PREFIXES["sh"]
_MEND: Final = _SH + "description"
_RESULT: Final = (
    "resultMessage", "focusNode", "sourceShape", "resultPath", "sourceConstraintComponent", "value"
)  # fmt: skip


def results(dump: bytes) -> Iterator[Fault]:
    """Give each result of the SHACL engine for a graph.

    Args:
        dump: The graph, as N-Triples.
    """
    import shifty  # noqa: PLC0415

    # The verdict alone takes a seventh of the report, and most graphs are sound.
    if not shifty.EvidenceSession(_shapes(), dump).validate_conformance().conforms:
        yield from _reported(dump)


def results_of(store: ox.Store, things: Sequence[str]) -> Iterator[Fault]:
    """Give each result of the SHACL engine for some things of a store.

    Args:
        store: The store, with what follows from its statements.
        things: The IRIs of the things.
    """
    inward = {each.inverse for each in read_rules().named().values() if each.inverse}
    broken = [iri for some, dump in portions(store, things, inward) for iri in _broken(some, dump)]
    for some, dump in portions(store, broken, inward):
        yield from (fault for fault in _reported(dump) if fault.focus in some)


def _broken(things: frozenset[str], dump: bytes) -> list[str]:
    """Give those things that break a rule."""
    import shifty  # noqa: PLC0415

    _, failed = shifty.EvidenceSession(_shapes(), dump).find_failures()
    return sorted(things & {each.focus[1:-1] for each in failed})


@cache
def _shapes() -> bytes:
    # Several files would go through rdflib's parser; their texts are one Turtle text as they are.
    return b"\n".join(file.read_bytes() for file in _files())


def _files() -> list[Any]:
    return sorted((shipped("ontology") / "shapes").glob("*.ttl"))


@cache
def _mends() -> dict[str, str]:
    quads = (quad for file in _files() for quad in read_quads(file))
    return {text_of(q.subject): text_of(q.object) for q in quads if q.predicate.value == _MEND}


def _reported(dump: bytes) -> Iterator[Fault]:
    """Give each result of the full report."""
    import rdflib  # noqa: PLC0415
    import shifty  # noqa: PLC0415

    with _quiet():
        _, report, _ = shifty.validate(dump, _shapes(), infer=False)
    sh = rdflib.Namespace(_SH)
    for result in report.objects(None, sh.result):
        rule, focus, shape, path, part, value = (
            next(report.objects(result, sh[name]), None) for name in _RESULT
        )
        name = str(part or "").removeprefix(_SH).removesuffix("ConstraintComponent")
        mend = _mends().get(str(shape), "")
        yield Fault(str(rule), mend, str(focus), _term(value), str(path or ""), name, str(shape))


def _term(value: Any) -> Any:  # noqa: ANN401 - a term of rdflib's
    """Give a term of rdflib's as the embedded engine has it; a node without a name stays."""
    return term_given(value) or value


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from saying in a traceback of each ill-typed literal what the report says."""
    logger = logging.getLogger("rdflib.term")
    was, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was
