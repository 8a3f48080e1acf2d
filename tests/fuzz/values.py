"""Values of Python, numpy and pandas to terms, and texts of XML Schema's datatypes to values.

What a value is written as is a form of its datatype, by rdflib's own table, and reads back as the
value. What a text is read as does not change when the store, which keeps values and not texts, has
given it back, nor when it comes as a table's text.
"""

from __future__ import annotations

import json
import math
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pyoxigraph as ox
import rdflib

from fuzz.mutating import LETTERS, any_text, mutated
from fuzz.target import Judge, Target, Wrong
from kg.attributes import flat, json_ready, simple
from kg.engine import OxigraphEngine, Rows, term_given
from kg.errors import KgError
from kg.foreign import shown, written
from kg.lexical import read, spelled
from kg.query import Parameter, Question, rows_of, to_frame
from kg.query.parameters import bind
from kg.terms import value_of
from kg.vocabulary import PREFIXES

__all__ = ["TEXTS", "VALUES"]

_XSD = PREFIXES["xsd"]
_TYPES = (
    "integer int long short byte nonNegativeInteger positiveInteger unsignedLong decimal double "
    "float boolean date dateTime time gYear gYearMonth duration string anyURI langString NaN"
).split()
_UNREAD = ("time", "gYear", "gYearMonth", "duration")
_NUMBERS = [0, 1, -1, 7, 2**31, 2**53 + 1, -(2**63), 2**63, 2**64 - 1, 10**40, 10**5000]
_FLOATS = [0.0, -0.0, 1.5, 1e-7, 1e16, 1e300, 5e-324, math.inf, -math.inf, math.nan, 0.1 + 0.2]
_FORMS = [
    "007",
    "+7",
    "-0",
    "1_000",
    "٣",
    "1.",
    ".5",
    "4.930",
    "1e0",
    "NaN",
    "nan",
    "INF",
    "-INF",
    "+INF",
    "Infinity",
    "1e999",
    "1E-7",
    "true",
    "True",
    "1",
    "0",
    "yes",
    "1957-01-01",
    "1957-01-01Z",
    "-0044-03-15",
    "0000-01-01",
    "12015-09-24",
    "1957-02-30",
    "19570101",
    "1957-W01-1",
    "9999-12-31",
    "1957-01-01T24:00:00",
    "1957-01-01T12:00:00.1234567Z",
    "1957-01-01T23:59:60+14:00",
    "1957",
    "9999-12-31T24:00:00",
    "1957-01-01T10:00:00-13:59",
    "0001-01-01T00:00:00+01:00",
    "P1D",
    "--05",
    "16777217",
    "3.4028236e38",
    "123456789012345678901234567890",
    "0." + "1" * 30,
    "9" * 5000,
]
_FITTING = {
    "dateTime": [each for each in _FORMS if "T" in each],
    "date": [each for each in _FORMS if each[1:].count("-") == 2 and "T" not in each],
    "boolean": ["true", "false", "1", "0", "True", " true "],
    "double": ["INF", "-INF", "+INF", "NaN", "1e0", "1E-7", ".5", "1.", "-0"],
    "decimal": ["1.", ".5", "4.930", "-0.0", "007.70", "123456789012345.678"],
    "integer": ["007", "+7", "-0", "9223372036854775807", "9223372036854775808"],
}
_PIECES = [*"0123456789+-.eETZ:_", " ", "\t", "\n", "INF", "NaN", "24:00:00", "T", "-", *LETTERS]


def _moment(pick: Random) -> datetime:
    zones = [
        None,
        UTC,
        timezone(timedelta(minutes=pick.randint(-1439, 1439), seconds=pick.choice((0, 0, 1)))),
    ]
    clock = (
        time()
        if pick.random() < 0.3
        else time(pick.randint(0, 23), 59, 1, pick.choice((0, 1, 500000)))
    )
    return datetime.combine(_day(pick), clock, pick.choice(zones))


def _day(pick: Random) -> date:
    return date.fromordinal(
        pick.choice((1, 3652059, pick.randint(1, 3652059), pick.randint(700000, 750000)))
    )


def _numpy(pick: Random) -> Any:
    kind = pick.choice(
        "int8 int64 uint64 float16 float32 float64 longdouble bool str_ object_ complex64".split()
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            value = getattr(np, kind)(pick.choice([*_NUMBERS[:8], *_FLOATS, True]))
        except (ValueError, OverflowError):
            value = getattr(np, kind)(1)
    return np.array(value) if pick.random() < 0.2 else value


def _pandas(pick: Random) -> Any:
    try:
        stamp = pd.Timestamp(_moment(pick).replace(tzinfo=pick.choice([None, UTC])))
    except (ValueError, OverflowError):
        stamp = pd.Timestamp("1957-01-01 10:00")
    nanoseconds = (
        stamp.as_unit("us")
        if pick.random() < 0.5
        else pd.Timestamp("1957-01-01T00:00:00.000000001")
    )
    return pick.choice(
        [
            stamp,
            nanoseconds,
            pd.NaT,
            pd.NA,
            pd.Period("1957-03", pick.choice("YMDhsQW")),
            pd.Timedelta(1, "h"),
            pd.Interval(0, 1),
            pd.Categorical(["a"]),
            pd.Series([1, "a"]),
            np.datetime64(str(_day(pick)), pick.choice(["Y", "M", "D", "h", "s", "ns"])),
            np.datetime64("NaT", "D"),
            np.timedelta64(1, "D"),
            pd.DataFrame({"a": [1]}),
        ]
    )


def _foreign(pick: Random) -> Any:
    return pick.choice(
        [
            Decimal(
                pick.choice(["1", "1.50", "1E+40", "1E-40", "NaN", "sNaN", "-Infinity", "0E-10"])
            ),
            Fraction(1, 3),
            Fraction(4, 2),
            1j,
            uuid.UUID(int=pick.getrandbits(128)),
            Path("a b"),
            b"bytes",
            None,
            object(),
            [1, None],
            {"a": 1},
            {1, 2},
            (),
            range(3),
            time(10),
            timedelta(1),
            type,
            ...,
            rdflib.Literal("x", lang="en-GB"),
            rdflib.URIRef("not an iri"),
            rdflib.BNode(),
            rdflib.Literal(any_text(pick)),
            ox.Literal(any_text(pick, 5).encode("utf-8", "replace").decode()),
            ox.BlankNode("b"),
        ]
    )


_MAKERS: list[Callable[[Random], Any]] = [
    _moment,
    _day,
    _numpy,
    _numpy,
    _pandas,
    _pandas,
    _foreign,
    any_text,
    lambda pick: pick.choice([*_NUMBERS, *_FLOATS, True, False]),
    lambda pick: pick.randint(-(10**20), 10**20),
    lambda pick: pick.uniform(-1e9, 1e9),
    lambda pick: [pick.choice([1, "a", 1.5, math.nan]) for _ in range(pick.randint(0, 3))],
]
_ASKED = [
    Question("", "", (Parameter("x", kind, None, "x"),), "", claims=False)
    for kind in ("any", "xsd:date", "xsd:string", "xsd:integer", "xsd:decimal", "kg:State")
]


@contextmanager
def _judging_values() -> Iterator[Judge]:
    engine = OxigraphEngine(ox.Store())
    rdflib.NORMALIZE_LITERALS = False

    def judge(value: Any) -> bool:
        for said in (shown(value),):
            if "\n" in said or len(said) > 80:
                raise Wrong(f"shown in more than a line: {said!r}")
        json.dumps(json_ready(simple(value)), allow_nan=False)
        json.dumps(flat({"x": value}), allow_nan=False)
        took = [_bound(engine, asked, value) for asked in _ASKED]
        _written(value)
        return any(took)

    yield judge


def _bound(engine: OxigraphEngine, asked: Question, value: object) -> bool:
    try:
        terms = bind(engine, asked, {"x": value})["x"]
    except KgError:
        return False
    store = ox.Store()
    # A term is what the engine can hold, and read as inline data.
    inline = " ".join(map(str, terms))
    if not store.query(f"ASK {{ VALUES ?x {{ {inline} }} }}"):
        raise Wrong(f"bound as {inline}")
    return True


def _written(value: Any) -> None:
    if term_given(value) is not None:
        return
    text, datatype = written(value)
    literal = rdflib.Literal(text, datatype=_XSD + datatype, normalize=False)
    year = int(text.lstrip("-").partition("-")[0]) if datatype.startswith(("date", "gYear")) else 1
    # rdflib takes neither years past 9999, nor offsets of seconds, nor a gYear before year 1.
    if literal.ill_typed and 0 < year < 10_000 and not text.startswith("-"):
        raise Wrong(f"{text!r} is no {datatype}")
    kept: Any = read(text, datatype)
    if type(value) in (str, bool, int, float, Decimal) and kept != value:
        raise Wrong(f"{text!r} is read as {kept!r}")
    if isinstance(value, np.floating) and float(type(value)(kept)) != float(value):
        raise Wrong(f"{text!r} is read as {kept!r}")
    if isinstance(value, np.integer) and kept != int(value):
        raise Wrong(f"{text!r} is read as {kept!r}")
    exact = isinstance(value, datetime) and not getattr(value, "nanosecond", 0)
    if exact and read(text, datatype) not in (value, value.date(), text):
        raise Wrong(f"{text!r} is read as {read(text, datatype)!r}")


def _literals(pick: Random) -> list[tuple[str, str]]:
    datatype = pick.choice(_TYPES)
    return [
        pick.choice([(_form(pick), datatype), (_form(pick), pick.choice(_TYPES)), _fitting(pick)])
        for _ in range(pick.randint(1, 4))
    ]


def _fitting(pick: Random) -> tuple[str, str]:
    """Give a text that may be a form of its datatype."""
    datatype, texts = pick.choice(list(_FITTING.items()))
    return pick.choice(texts), datatype


def _form(pick: Random) -> str:
    form = pick.choice(
        [
            pick.choice(_FORMS),
            str(pick.randint(-(10**20), 10**20)),
            repr(pick.uniform(-1e9, 1e9)),
            _moment(pick).isoformat(),
        ]
    )
    form = mutated(pick, form, _PIECES) if pick.random() < 0.4 else form
    return form.encode("utf-8", "replace").decode()


@contextmanager
def _judging_texts() -> Iterator[Judge]:
    yield _judge_texts


def _judge_texts(literals: list[tuple[str, str]]) -> bool:
    store, found = ox.Store(), []
    for number, (text, datatype) in enumerate(literals):
        value = read(text, datatype)
        found.append(value)
        if isinstance(value, str) and value != text:
            raise Wrong(f"{text!r} of {datatype} is read as another text, {value!r}")
        if not isinstance(value, str) and not _same(read(spelled(value), datatype), value):
            raise Wrong(f"{text!r} of {datatype} is {value!r}, and that is {spelled(value)!r}")
        term = ox.Literal(text, datatype=ox.NamedNode(_XSD + datatype))
        store.add(ox.Quad(ox.NamedNode(f"a:{number:03}"), ox.NamedNode("a:b"), term))
    answer = OxigraphEngine(store).query("SELECT ?s ?v { ?s ?p ?v } ORDER BY ?s")
    assert isinstance(answer, Rows)
    for (text, datatype), value, row in zip(literals, found, answer.cells, strict=True):
        if not _is_kept(value_of(row[1]), value, datatype):
            raise Wrong(f"{text!r} of {datatype} is {value!r}, and {row[1]} in the store")
    by_terms = to_frame(Rows(answer.names, answer.cells))
    by_text = to_frame(answer)
    if by_terms.dtypes.to_dict() != by_text.dtypes.to_dict() or str(rows_of(by_terms)) != str(
        rows_of(by_text)
    ):
        raise Wrong(f"as text {rows_of(by_text)}, as terms {rows_of(by_terms)}")
    return any(not isinstance(value, str) for value in found)


def _is_kept(given: object, value: object, datatype: str) -> bool:
    """Say whether the store kept a value: floats in 32 bits, and infinities as Rust reads them."""
    if isinstance(value, str):  # It has no value here, and the store may know one.
        midnight = "T24:00" in value
        if datatype in _UNREAD or given == value or midnight or isinstance(given, float):
            return True
        return isinstance(given, str) and _means(given, value, datatype)
    if datatype == "float" and isinstance(given, float) and isinstance(value, float):
        with np.errstate(over="ignore"):
            given, value = (float(np.float32(each)) for each in (given, value))
    return _same(given, value)


def _means(given: str, value: str, datatype: str) -> bool:
    """Say whether the engine takes two texts for one value, such as a moment of the year 62705."""
    one, other = (
        str(ox.Literal(text, datatype=ox.NamedNode(_XSD + datatype))) for text in (given, value)
    )
    return bool(ox.Store().query(f"ASK {{ FILTER({one} = {other}) }}"))


def _same(one: object, other: object) -> bool:
    nan = (
        isinstance(one, float)
        and isinstance(other, float)
        and math.isnan(one)
        and math.isnan(other)
    )
    return nan or (type(one) is type(other) and one == other)


VALUES = Target("values to terms", 230, lambda pick: pick.choice(_MAKERS)(pick), _judging_values)
TEXTS = Target("texts to values", 60, _literals, _judging_texts)
