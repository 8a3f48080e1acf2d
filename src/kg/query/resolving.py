"""Resolving: a column of names and codes to the things in the graph that they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg.arguments import held
from kg.counting import counted
from kg.days import parse_date
from kg.engine import Engine
from kg.errors import UsageError
from kg.foreign import is_missing, several, written
from kg.query.bearers import Reading, named
from kg.query.coding import coded_rows, codes_on
from kg.query.frame import frame_from
from kg.query.names import chosen_reading, label_of, labels, nearest_names
from kg.rdf import AnyGraph, engine_of
from kg.terms import compact, expand
from kg.vocabulary import KG

if TYPE_CHECKING:
    import pandas as pd

    from kg.lexical import Value

__all__ = ["resolve_all", "resolved", "resolved_columns"]

_RESOLVED: Final = ("typed", "thing", "label", "matched", "score", "others")


@held
def resolve_all(
    names: object,
    kind: str | None = None,
    on: object = None,
    *,
    graph: AnyGraph | None = None,
    language: str = "en",
    scheme: str | None = None,
    to: str | None = None,
) -> pd.DataFrame:
    """Give for each of some names or codes what it stands for in the graph, and how it was found.

    Names are compared as `kg.ask` compares them: slug, label, alternative label or code, in any
    language, without regard to case, accents, punctuation and spaces. Nothing is guessed: a name
    that several things bear alike, or that nothing bears, is left open, with the candidates.

    Args:
        names: A name, a list of names, or a column of a frame; numbers are codes.
        kind: A class that they are looked for among, such as ``"kg:State"`` or ``"State"``.
        on: A day, or one for each name: who bore the name or the code then.
        graph: What `kg.load` gives, any rdflib graph, or an engine; the shipped graph if None.
        language: The language of the labels.
        scheme: A scheme of codes, such as ``"cow"``: only its codes are looked at then, and
            leading zeros do not matter. Two that bear a code in one year, and a code that nobody
            bore on the day, are said and not chosen from.
        to: A scheme of codes: what is found is given in it too, as it was on the day.

    Returns:
        A frame with a row for each name, in their order and with the column's own index:

        - ``typed``: the name; NA where it was blank;
        - ``thing``: the compact name of what it stands for; NA where that is not certain;
        - ``label``: its label;
        - ``matched``: ``slug``, ``label``, ``alternative label``, ``name``, ``code`` or
          ``predecessor``; ``ambiguous`` where several bear it, ``unknown`` where none does,
          ``blank`` where there is no name; of a code, ``gap`` where it is known and nobody bore
          it on the day;
        - ``score``: from 0 to 1; 0 where nothing was matched;
        - ``others``: the other readings, surest first; of an unknown name the nearest names;
        - with ``to``, ``code``: the code on the day; NA where there is none, or are several;
        - and ``codes``: where there is not one, all that the thing bears, with their years, and on
          the day those of what was there before it.

    Raises:
        UsageError: ``kind`` is no class, ``on`` is no day, there is not one for each name, or no
            code of the scheme is known.

    >>> list(resolve_all(["Burma", "PAK"], kind="State").thing)
    ['id:myanmar', 'id:pakistan']
    """
    if graph is None:
        from kg.rdf import load  # noqa: PLC0415 - rdflib, 0.4 s

        graph = load()
    engine = engine_of(graph)
    given = several(names)
    typed = [_text(each) for each in ([names] if given is None else given)]
    days = _days(on, len(typed))
    rows = resolved(engine, typed, kind, days, language, scheme, to)
    frame = frame_from(resolved_columns(to), rows)
    frame["score"] = frame["score"].astype("Float64")
    if hasattr(names, "index") and hasattr(names, "dtype"):
        frame.index = names.index
    return frame


def _text(value: Any) -> str:  # noqa: ANN401 - whatever stands in a column
    if is_missing(value):
        return ""
    text = value if isinstance(value, str) else written(value).text
    # A column of whole numbers with a gap holds 260.0 where 260 was meant.
    return text.removesuffix(".0") if isinstance(value, float) else text


def _days(on: object, count: int) -> list[date | None]:
    given = None if on is None else several(on)
    values: Sequence[Any] = [on] * count if given is None else list(given)
    if len(values) != count:
        what = f"there are {counted(count, 'name')} and {counted(len(values), 'day')}"
        raise UsageError(what, mend="give one day, or one for each name")
    return [None if is_missing(each) else parse_date(each) for each in values]


def resolved(
    engine: Engine,
    typed: Sequence[str],
    kind: str | None,
    days: Sequence[date | None],
    language: str = "en",
    scheme: str | None = None,
    to: str | None = None,
) -> list[list[Value]]:
    """Give a row for each name, with the columns of `resolved_columns`; see `resolve_all`."""
    if scheme is not None:
        found = coded_rows(engine, typed, scheme, days, language)
    else:
        found = _named_rows(engine, typed, kind, days, language)
    if to is None:
        return found
    things = [None if row[1] is None else str(row[1]) for row in found]
    codes = codes_on(engine, to, things, days)
    return [[*row, *more] for row, more in zip(found, codes, strict=True)]


def resolved_columns(to: str | None = None) -> tuple[str, ...]:
    """Give the names of the columns of `resolved`."""
    return _RESOLVED if to is None else (*_RESOLVED, "code", "codes")


def _named_rows(
    engine: Engine,
    typed: Sequence[str],
    kind: str | None,
    days: Sequence[date | None],
    language: str,
) -> list[list[Value]]:
    kind = _class(engine, kind)
    found: dict[tuple[str, date | None], list[Reading]] = {}
    for day in dict.fromkeys(days):
        asked = {name for name, on in zip(typed, days, strict=True) if on == day}
        for name, readings in named(engine, asked, kind=kind, on=day).items():
            found[name, day] = readings
    things = {each.thing for readings in found.values() for each in readings}
    known = labels(engine, language, things)
    near: dict[str, list[str]] = {}
    return [
        _row(engine, name, found[name, day], known, near)
        for name, day in zip(typed, days, strict=True)
    ]


def _class(engine: Engine, kind: str | None) -> str | None:
    """Give a class by its compact name."""
    if kind is None:
        return None
    iri = expand(kind) if ":" in kind else KG + kind
    if not engine.declares(iri):
        raise UsageError("the ontology has no such class", where=kind, mend="see kg describe")
    return compact(iri) if compact(iri) != iri else f"<{iri}>"


def _row(
    engine: Engine,
    name: str,
    found: list[Reading],
    known: Mapping[str, str],
    near: dict[str, list[str]],
) -> list[Value]:
    if not name.strip():
        return [None, None, None, "blank", 0.0, None]
    borne = [each for each in found if each.borne]
    chosen = chosen_reading(borne, name) if borne else None
    if not chosen and not borne and name not in near:
        near[name] = nearest_names(engine, name)
    others = [each for each in found if each is not chosen]
    rest: Iterable[str] = [compact(each.thing) for each in others] or near.get(name, [])
    said = "; ".join(rest) or None
    if chosen:
        label = label_of(known, chosen.thing)
        return [name, compact(chosen.thing), label, chosen.matched, chosen.score, said]
    return [name, None, None, "ambiguous" if borne else "unknown", 0.0, said]
