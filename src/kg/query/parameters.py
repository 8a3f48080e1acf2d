"""Parameters: from what a caller gives to RDF terms, or one clear line why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kg.engine import Engine, cells_of, literal, node, term_given
from kg.errors import DataError, UsageError, nearest
from kg.foreign import several, shown, written
from kg.period import parse_date
from kg.query.catalogue import Parameter, Question, question
from kg.query.names import resolve
from kg.sparql import Binding, Bindings, Query
from kg.terms import compact, text_of

__all__ = ["bind", "predecessors"]


def bind(engine: Engine, asked: Question, given: Mapping[str, Any]) -> Bindings:
    """Give the terms of a question's parameters; a list of values gives several.

    Where the question follows a parameter, what came before its one value answers too; a list is
    taken as it stands.

    Raises:
        UsageError: A parameter is unknown, missing, or not of its type; or a list is empty.
    """
    known = {parameter.name: parameter for parameter in asked.parameters}
    given = {dict(asked.renamed).get(name, name): value for name, value in given.items()}
    for name in given:
        if name not in known:
            raise UsageError(
                f"the question {asked.name} has no parameter {name!r}",
                mend=nearest(name, known) or f"it has: {', '.join(known) or 'none'}",
            )
    bound = {name: _choices(engine, each, given.get(name)) for name, each in known.items()}
    for name in asked.follows:
        if given.get(name) is None or isinstance(given[name], str):
            bound[name] += [node(iri) for iri in predecessors(engine, bound[name])]
    return bound


def predecessors(engine: Engine, things: Sequence[Binding]) -> list[str]:
    """Give the IRIs of what came before things, over any number of steps."""
    asked = question("predecessors-of")
    rows = cells_of(engine.query(Query(asked.sparql, {"actor": list(things)})))
    return [text_of(row[0]) for row in rows]


def _choices(engine: Engine, parameter: Parameter, value: object) -> list[Binding]:
    if value is None:
        value = parameter.default
    if value is None:
        raise UsageError(
            f"the parameter {parameter.name!r} is missing", mend=f"give {parameter.meaning}"
        )
    given = several(value)
    found = [_term(engine, parameter, each) for each in ([value] if given is None else given)]
    if not found:
        raise UsageError(f"the list for {parameter.name!r} is empty", mend="give one value or more")
    # A value twice would give its rows twice.
    return list(dict.fromkeys(found))


def _term(engine: Engine, parameter: Parameter, value: Any) -> Binding:  # noqa: ANN401
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
    return _thing(engine, parameter, value)


def _day(parameter: Parameter, value: object) -> date:
    try:
        return parse_date(value)
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


def _thing(engine: Engine, parameter: Parameter, value: Any) -> Binding:  # noqa: ANN401
    if not isinstance(value, str):
        raise UsageError(f"the parameter {parameter.name!r} is a name, not {shown(value)}")
    iri = resolve(engine, value)
    terms, everywhere = {"thing": [node(iri)]}, engine.accounts()
    # The type stands in the query: rdflib would look at every statement before it binds one.
    fits = engine.query(Query(f"ASK {{ ?thing a {parameter.type} }}", terms, everywhere))
    if fits is not True:
        is_a = engine.query(Query("SELECT ?kind { ?thing kg:kind ?kind }", terms, everywhere))
        kinds = [compact(text_of(row[0])) for row in cells_of(is_a)]
        raise UsageError(
            f"{compact(iri)} is a {' and a '.join(kinds) or 'thing of no kind'}, "
            f"and {parameter.name!r} takes a {parameter.type}",
            where=value,
            mend=f"name a {parameter.type}",
        )
    return node(iri)


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
