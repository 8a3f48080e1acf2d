"""Check: hold a graph, or files, to the shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from kg.build import draft, read_quads
from kg.engine import Engine, OxigraphEngine, account_iri, cells_of
from kg.errors import KgError
from kg.paths import shipped
from kg.query import label_of, labels
from kg.rdf import AnyGraph, engine_of
from kg.shapes.hygiene import breaches
from kg.shapes.report import Report, Violation
from kg.sparql import Query
from kg.stopping import Aside
from kg.terms import compact, text_of
from kg.vocabulary import PREFIXES

__all__ = ["check"]

_SH: Final = PREFIXES["sh"]
_MEND: Final = _SH + "description"
# Subjects of which both the facts and another account, or two other ones, state something.
_TWICE: Final = "SELECT DISTINCT ?s { GRAPH ?account { ?s a ?class } ?s a ?kind }"
_BOTH: Final = "SELECT DISTINCT ?s {{ GRAPH <{}> {{ ?s a ?class }} GRAPH <{}> {{ ?s a ?kind }} }}"
_TIME_RULE: Final = "A thing has at most one time, and it is an EDTF literal."


def check(what: AnyGraph | str | Path, *more: str | Path, account: str | None = None) -> Report:
    """Hold a graph, or data files, to the shapes and the hygiene queries.

    Files are checked together with the ontology and with what is shipped, in whose place a new
    version of it stands; only faults of what they speak of are reported, all at once. Accounts are
    checked each by itself: what one states never breaks a rule for another.

    Args:
        what: What `kg.load` gives, any rdflib graph, an engine, or a file.
        more: Further files.
        account: The account that the files belong to; see `kg.load`.

    Returns:
        The faults: focus by label, the rule in a sentence, value, file and line, how to mend.

    Raises:
        UsageError: A file is missing, or of no RDF format.
    """
    if isinstance(what, str | Path):
        return _check_files([what, *more], account_iri(account) if account else None)
    engine = engine_of(what)
    return Report(_violations(engine, lambda _: True, lambda *_: ""), engine.size())


def _check_files(files: Iterable[str | Path], account: str | None) -> Report:
    drafted = draft(files, account)
    found = [_from_error(error) for error in drafted.faults]
    engine = OxigraphEngine(drafted.store)
    timeless = {(fault.thing, _TIME_RULE) for fault in found}
    broken = _violations(engine, drafted.speaks_of, drafted.find)
    # A time that could not be read is said once, with its reason.
    found += [each for each in broken if (each.thing, each.rule) not in timeless]
    return Report(found, drafted.size)


def _from_error(error: KgError) -> Violation:
    mend = f"{error.mend[:1].upper()}{error.mend[1:]}." if error.mend else ""
    return Violation(error.name, "", f"{error.what}.", "", error.place, mend)


def _violations(
    engine: Engine, ours: Callable[[str], bool], find: Callable[[str, str], str]
) -> list[Violation]:
    parts = list(_each_account(engine))
    # The SHACL engine needs no Python while it works, and the queries go on beside it.
    validated = Aside().begin(lambda: [row for data in parts for row in _shacl(data)])
    broken = [(b.rule, b.mend, b.focus, b.value) for b in breaches(engine)]
    rows = [*validated(), *broken]
    names = labels(engine) if rows else {}
    result = []
    for rule, mend, focus, value in rows:
        if ours(focus):
            name, shown = compact(focus), compact(value) if value != focus else ""
            label = label_of(names, focus)
            result.append(Violation(name, label, rule, shown, find(name, shown), mend))
    return result


def _each_account(engine: Engine) -> Iterator[bytes]:
    """Give what is held to the shapes: all at once where no two accounts state the same thing.

    Where two do, each is held to them by itself, beside what only one account states.
    """
    accounts = engine.accounts()
    named = list(combinations(accounts[1:], 2))
    pairs = [_TWICE, *(_BOTH.format(*pair) for pair in named)]
    twice = {text_of(cell) for asked in pairs for (cell,) in cells_of(engine.query(asked))}
    if not twice:
        yield engine.dump()
        return
    whole = {account: list(_statements(engine, account)) for account in accounts}
    once = {line for rows in whole.values() for subject, line in rows if subject not in twice}
    for rows in whole.values():
        yield "".join(once.union(line for _, line in rows)).encode()


def _statements(engine: Engine, account: str) -> Iterator[tuple[str, str]]:
    asked = Query("SELECT ?s ?p ?o { ?s ?p ?o }", accounts=(account,))
    for s, p, o in cells_of(engine.query(asked)):
        yield text_of(s), f"{s} {p} {o} .\n"


def _shacl(dump: bytes) -> Iterable[tuple[str, str, str, str]]:
    """Give message, mending, focus and value of each result of the SHACL engine."""
    import rdflib  # noqa: PLC0415
    import shifty  # noqa: PLC0415

    folder = shipped("ontology") / "shapes"
    files = sorted(folder.glob("*.ttl"))
    # Several files would go through rdflib's parser; their texts are one Turtle text as they are.
    shapes = b"\n".join(file.read_bytes() for file in files)
    # The verdict alone takes a seventh of the report, and most graphs are sound.
    if shifty.EvidenceSession(shapes, dump).validate_conformance().conforms:
        return
    _, report, _ = shifty.validate(dump, shapes, infer=False)
    quads = (quad for file in files for quad in read_quads(file))
    mends = {text_of(q.subject): text_of(q.object) for q in quads if q.predicate.value == _MEND}
    sh = rdflib.Namespace(_SH)
    for result in report.objects(None, sh.result):
        at: dict[str, Any] = {
            name: next(report.objects(result, sh[name]), "")
            for name in ("focusNode", "resultMessage", "sourceShape", "value")
        }
        mend = mends.get(str(at["sourceShape"]), "")
        yield str(at["resultMessage"]), mend, str(at["focusNode"]), str(at["value"])
