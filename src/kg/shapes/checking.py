"""Check: hold a graph, or files, to the shapes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, combinations
from pathlib import Path
from typing import Final

from kg.arguments import held
from kg.build import Draft, apart, draft
from kg.engine import Engine, OxigraphEngine, account_iri, cells_of, node
from kg.errors import KgError, KgWarning, UsageError
from kg.foreign import one_by_one
from kg.query import label_of
from kg.rdf import AnyGraph, embedded
from kg.shapes.explaining import Explainer, Fault
from kg.shapes.hygiene import breaches
from kg.shapes.report import Report, Violation
from kg.shapes.validating import results, results_of
from kg.sparql import Query
from kg.stopping import Aside
from kg.terms import compact, expand, is_iri, text_of

__all__ = ["check", "check_apart"]

# Subjects of which both the facts and another account, or two other ones, state something.
_TWICE: Final = "SELECT DISTINCT ?s { GRAPH ?account { ?s a ?class } ?s a ?kind }"
_BOTH: Final = "SELECT DISTINCT ?s {{ GRAPH <{}> {{ ?s a ?class }} GRAPH <{}> {{ ?s a ?kind }} }}"
_SHAPES: Final = "ASK { ?s a ?kind FILTER(?kind IN (sh:NodeShape, sh:PropertyShape)) }"
_TIME_RULE: Final = "A thing has at most one time, and it is an EDTF literal."


@held
def check(
    what: AnyGraph | str | Path | list[str | Path],
    *more: str | Path,
    account: str | None = None,
) -> Report:
    """Hold a graph, or data files, to the shapes and the hygiene queries.

    Files are checked together with the ontology and with what is shipped, in whose place a new
    version of it stands; only faults of what they speak of are reported, all at once. Accounts are
    checked each by itself: what one states never breaks a rule for another.

    Args:
        what: What `kg.load` gives, any rdflib graph, an engine, a file or a list of files.
        more: Further files.
        account: The account that the files belong to; see `kg.load`.

    Returns:
        The faults: focus by label, the rule in a sentence, value, file and line, how to mend.

    Raises:
        UsageError: A file is missing, or of no RDF format.
    """
    if isinstance(what, str | Path | list | tuple):
        files = one_by_one([what, *more])
        return _check_files(files, account_iri(account) if account else None)
    if more or account:
        mend = "give files, or a graph and nothing else"
        raise UsageError("a graph is checked alone, with all its accounts", mend=mend)
    engine = embedded(what)
    found = _violations(engine, lambda _: True, lambda *_: "")
    return Report([*found], engine.size())


def _check_files(files: Iterable[str | Path], account: str | None) -> Report:
    drafted = draft(files, account)
    found = [_from_error(error) for error in drafted.faults]
    engine = OxigraphEngine(drafted.store)
    if engine.query(Query(_SHAPES)):
        line = "shapes in files are data here, and nothing is held to them: the rules are Khyber's"
        warnings.warn(line, KgWarning, stacklevel=4)
    broken = _violations(engine, drafted.speaks_of, drafted.find)
    found += [each for each in broken if not _is_told(each, drafted)]
    return Report(found, drafted.size)


def check_apart(path: Path, engine: Engine) -> list[Violation]:
    """Hold a file to the rules by itself, as an account that is being made.

    Args:
        path: The file.
        engine: The graph that holds the things which it speaks of.

    Returns:
        The faults of what it states itself.
    """
    made = apart(path, engine)
    found = [_from_error(error) for error in made.faults]
    # What is said of something else is no affair of this file.
    own, engine = {*made.things}, OxigraphEngine(made.store)
    held = partial(results_of, made.store, made.things)
    return found + list(_violations(engine, own.__contains__, lambda *_: "", held))


def _is_told(each: Violation, drafted: Draft) -> bool:
    """Say whether what stood in the way of loading says it already, with its reason."""
    for error in drafted.faults:
        if error.name and error.name == each.value:
            return True  # An unknown term.
        misread = bool(error.found) and error.name == each.thing
        if misread and (each.rule == _TIME_RULE or each.value == error.found):
            return True
    # Of a statement that breaks off, what is missing may stand where nobody could read it.
    torn = each.value == "" and expand(each.thing) in drafted.broken
    return torn or (each.value != "" and drafted.is_torn_off(each.value))


def _from_error(error: KgError) -> Violation:
    mend = f"{error.mend[:1].upper()}{error.mend[1:]}." if error.mend else ""
    return Violation(error.name, "", f"{error.what}.", "", error.place, mend)


def _violations(
    engine: Engine,
    ours: Callable[[str], bool],
    find: Callable[[str, str], str],
    validate: Callable[[], Iterable[Fault]] | None = None,
) -> Iterator[Violation]:
    if validate is None:
        validate = partial(chain.from_iterable, map(results, [*_each_account(engine)]))
    # The SHACL engine needs no Python while it works, and the queries go on beside it.
    validated = Aside().begin(lambda: list(validate()))
    asked = [Fault(b.rule, b.mend, b.focus, b.value, b.path, "", "") for b in breaches(engine)]
    faults = [*validated(), *(_turned(each, ours) for each in asked)]
    faults = [each for each in faults if ours(each.focus)]
    explainer = Explainer(engine, faults)
    for each in _once(faults, explainer):
        name, value = compact(each.focus), explainer.shown(each)
        shown = "" if value == name else value
        place = find(name, shown.partition(", ")[0])
        label = label_of(explainer.names, each.focus)
        yield Violation(name, label, each.rule, shown, place, explainer.mend(each))


def _turned(fault: Fault, ours: Callable[[str], bool]) -> Fault:
    """Put the fault of two things to that one which is checked."""
    value = text_of(fault.value)
    if ours(fault.focus) or not (is_iri(fault.value) and ours(value)):
        return fault
    return fault._replace(focus=value, value=node(fault.focus))


def _once(faults: Sequence[Fault], explainer: Explainer) -> Iterator[Fault]:
    """Leave out what another fault says better of the same value.

    A name that stands for nothing is of no class and in no list either; and what a shape says of
    a property comes before what the ontology says of it.
    """
    shaped = {(f.focus, f.path, text_of(f.value)) for f in faults if f.shape}
    often = {(f.focus, f.path) for f in faults if f.part == "MaxCount"}
    asked = {(f.focus, text_of(f.value)) for f in faults if not f.shape and not f.path}
    for each in faults:
        value = text_of(each.value)
        if each.shape:
            said = explainer.is_stray(each.value) and (each.focus, value) in asked
        else:
            said = (each.focus, each.path, value) in shaped or (each.focus, value) in often
        if not said:
            yield each


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
