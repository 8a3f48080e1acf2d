"""Parameters: from what a caller gives to RDF terms, or one clear line why not."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kg.days import parse_date
from kg.engine import Engine, cells_of, literal, node, term_given
from kg.errors import DataError, UsageError, nearest
from kg.foreign import several, shown, written
from kg.query.bearers import predecessors, readings
from kg.query.catalogue import Parameter, Question
from kg.query.names import decided, resolve
from kg.sparql import Binding, Bindings, Query
from kg.terms import compact, text_of

__all__ = ["bind", "followed"]

_BEGINS: Final = ("since", "from", "start")


def bind(engine: Engine, asked: Question, given: Mapping[str, Any]) -> Bindings:
    """Give the terms of a question's parameters; a list of values gives several.

    Raises:
        UsageError: A parameter is unknown, missing, or not of its type; or a list is empty.
    """
    known = {parameter.name: parameter for parameter in asked.parameters}
    given = _renamed(asked, given)
    for name in given:
        if name not in known:
            raise UsageError(
                f"the question {asked.name} has no parameter {name!r}",
                mend=nearest(name, known) or f"it has: {', '.join(known) or 'none'}",
            )
    _all_there(known.values(), given)
    # A name means who bore it on the day that is asked about, and so the day comes first.
    days = {n: _choices(engine, p, given.get(n)) for n, p in known.items() if p.type == "xsd:date"}
    on = _only_day(days)
    return {
        name: days[name] if name in days else _choices(engine, each, given.get(name), on)
        for name, each in known.items()
    }


def _all_there(parameters: Iterable[Parameter], given: Mapping[str, Any]) -> None:
    missing = [p for p in parameters if given.get(p.name) is None and p.default is None]
    if missing:
        names = " and ".join(repr(each.name) for each in missing)
        plural = "s" if len(missing) > 1 else ""
        such = ", ".join(f"{p.name}={p.example}" for p in missing if p.example)
        raise UsageError(
            f"the parameter{plural} {names} {'are' if plural else 'is'} missing",
            mend=f"give {' and '.join(p.meaning for p in missing)}{such and f', such as {such}'}",
        )


def _renamed(asked: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    return {dict(asked.renamed).get(name, name): value for name, value in given.items()}


def _only_day(days: Bindings) -> date | None:
    """Give the day that a question is about; None where it is about several, or a span."""
    every = [text_of(term) for name, terms in days.items() if name == "on" for term in terms]
    return date.fromisoformat(every[0]) if len(every) == len(days) == 1 else None


def followed(
    engine: Engine, asked: Question, given: Mapping[str, Any], bound: Bindings
) -> Bindings:
    """Give bound terms with what came before them, where the question follows a parameter.

    What came before one value answers too; a list is taken as it stands.
    """
    given, found = _renamed(asked, given), dict(bound)
    for name in asked.follows:
        if given.get(name) is None or isinstance(given[name], str):
            before = predecessors(engine, map(text_of, bound[name]))
            found[name] = [*bound[name], *map(node, before)]
    return found


def _choices(
    engine: Engine, parameter: Parameter, value: object, on: date | None = None
) -> list[Binding]:
    if value is None:
        value = parameter.default
    given = several(value)
    found = [_term(engine, parameter, each, on) for each in ([value] if given is None else given)]
    if not found:
        raise UsageError(f"the list for {parameter.name!r} is empty", mend="give one value or more")
    # A value twice would give its rows twice.
    return list(dict.fromkeys(found))


def _term(
    engine: Engine,
    parameter: Parameter,
    value: Any,  # noqa: ANN401
    on: date | None,
) -> Binding:
    kind = parameter.type
    try:
        if kind == "any":
            return _untyped(engine, value)
        value = text_of(term) if (term := term_given(value)) else value
        if kind == "xsd:string":
            return literal(written(value).text, "string")
        if kind in ("xsd:integer", "xsd:decimal"):
            return _number(parameter, value, kind.removeprefix("xsd:"))
    except UsageError as error:
        if error.where:
            raise
        raise UsageError(error.what, where=parameter.name, mend=error.mend) from None
    if kind == "xsd:date":
        return literal(_day(parameter, value).isoformat(), "date")
    return _thing(engine, parameter, value, on)


def _day(parameter: Parameter, value: object) -> date:
    try:
        # A span from 1954 to 1960 takes in both years whole.
        return parse_date(value, first=parameter.name in _BEGINS)
    except DataError as error:
        where = f"{parameter.name}={value if isinstance(value, str) else shown(value)}"
        raise UsageError(error.what, where=where, mend=error.mend) from None


def _number(parameter: Parameter, value: object, datatype: str) -> Binding:
    text, given = written(value)
    if given in ("float", "double") and "N" not in text:
        text = f"{Decimal(text):f}"
        text = text.removesuffix(".0") if datatype == "integer" else text
    pattern = r"[+-]?[0-9]+" if datatype == "integer" else r"[+-]?[0-9]+(\.[0-9]+)?"
    # A year of numpy's is written in digits too, and no number.
    if given == "gYear" or not re.fullmatch(pattern, text):
        raise UsageError(
            f"the parameter {parameter.name!r} is a number, not {shown(value)}", mend="give digits"
        )
    return literal(text, datatype)


def _thing(
    engine: Engine,
    parameter: Parameter,
    value: Any,  # noqa: ANN401
    on: date | None,
) -> Binding:
    if not isinstance(value, str):
        raise UsageError(f"the parameter {parameter.name!r} is a name, not {shown(value)}")
    if found := readings(engine, value, kind=parameter.type, on=on):
        return node(decided(engine, value, found))
    # What bears the name is of another kind, or nothing bears it, which is said first.
    with warnings.catch_warnings(action="ignore"):
        iri = resolve(engine, value)
    asked = Query(
        "SELECT ?kind { ?thing kg:kind ?kind }", {"thing": [node(iri)]}, engine.accounts()
    )
    kinds = [compact(text_of(row[0])) for row in cells_of(engine.query(asked))]
    raise UsageError(
        f"{compact(iri)} is a {' and a '.join(kinds) or 'thing of no kind'}, "
        f"and {parameter.name!r} takes a {parameter.type}",
        where=value,
        mend=f"name a {parameter.type}",
    )


def _untyped(engine: Engine, value: object) -> Binding:
    """Give the term of a value for a variable of a query that somebody typed.

    A term of RDF stays as it is; text is a day, or the name of a thing.
    """
    if term := term_given(value):
        return term
    text, datatype = written(value)
    if not isinstance(value, str):
        return literal(text, datatype)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return literal(text, "date")
    return node(resolve(engine, text))
