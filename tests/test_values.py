"""Values at the border: XML Schema's forms, and what Python, numpy and pandas have of their own."""

# ruff: noqa: DTZ001 - days and moments without a time zone are what is tested
from __future__ import annotations

import io
import math
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from email.message import Message
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import networkx as nx
import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.days import parse_date
from kg.engine import Engine, OxigraphEngine, Rows
from kg.errors import DataError, KgError, KgWarning, QueryError, UsageError
from kg.foreign import is_missing, several, shown, written
from kg.lexical import read, spelled
from kg.query import Parameter, Question, columns_of, rows_of, to_frame
from kg.query.parameters import bind
from kg.rdf import to_graph
from kg.rdf.bridge import to_rdflib
from kg.rdf.evaluator import RdflibEngine
from kg.remote.results import table
from kg.remote.transport import Reply
from kg.vocabulary import ID, PREFIXES

XSD = PREFIXES["xsd"]
DAYS = st.dates(date(1700, 1, 1), date(2200, 12, 31))
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(
    datetime(1700, 1, 1), datetime(2200, 12, 31), timezones=st.one_of(st.none(), ZONES)
)

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False).map(lambda d: f"{d:f}")
ZONED = st.sampled_from(["", "Z", "+05:00", "-00:00", "-14:00", "+14:01", "z"])
SPACED = st.sampled_from(["{}", " {}", "{}\n", "\t{} ", "\u00a0{}"])
DAY_TEXTS = st.sampled_from(
    ["1957-01-01", "0001-01-01", "0000-01-01", "-0044-03-15", "12015-09-24", "1957-02-30",
     "19570101", "1957-W01-1", "9999-12-31", "١٩٥٧-01-01"]
)  # fmt: skip
CLOCKS = st.sampled_from(
    ["T12:00:00", "T00:00:00.5", "T10:00:00.123456", "T10:00:00.1234567", "T10:00:00.1000000",
     "T24:00:00", "T24:00:00.0", "T24:00:01", "T23:59:60", " 10:00:00", "T10:00", "T100000"]
)  # fmt: skip
FORMS: dict[str, st.SearchStrategy[str]] = {
    "integer": st.one_of(
        st.integers().map(str),
        st.sampled_from(["007", "+7", "-0", "1_000", "٣", "", "1.0", "9" * 5000, str(2**63)]),
    ),
    "unsignedLong": st.sampled_from(["0", str(2**63), str(2**64 - 1)]),
    "decimal": st.one_of(
        NUMBERS, st.sampled_from(["1.", ".5", "4.930", "1e0", "NaN", "0." + "1" * 30, "1_0"])
    ),
    "double": st.one_of(
        st.floats().map(spelled),
        NUMBERS,
        st.sampled_from(["NaN", "nan", "INF", "-INF", "+INF", "inf", "Infinity", "1e999", "1_0e1"]),
    ),
    "boolean": st.sampled_from(["true", "false", "1", "0", "True", "TRUE", "yes", "", "01"]),
    "date": st.builds(str.__add__, DAY_TEXTS, ZONED),
    "dateTime": st.builds("{}{}{}".format, DAY_TEXTS, CLOCKS, ZONED),
    "gYear": st.sampled_from(["2015", "2015Z", "-0044", "many"]),
    "time": st.sampled_from(["10:00:00", "24:00:00", "10:00:00Z"]),
    "duration": st.sampled_from(["P1D", "PT0.5S", "P"]),
    "string": st.sampled_from(["a", " a ", "", "NaN", "true", "1", "id:pakistan", "\r\x00"]),
}
LITERALS = st.sampled_from(sorted(FORMS)).flatmap(
    lambda name: st.builds(
        lambda text, space: (space.format(text) if name != "string" else text, name),
        FORMS[name],
        SPACED,
    )
)


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def store_of(literals: list[tuple[str, str]]) -> ox.Store:
    """Give a store in which the things 1, 2, 3 … each have one literal."""
    store = ox.Store()
    for number, (text, datatype) in enumerate(literals):
        thing = ox.NamedNode(f"https://example.org/{number:04}")
        store.add(ox.Quad(thing, ox.NamedNode("https://example.org/p"), literal(text, datatype)))
    return store


ASKED = "SELECT ?s ?v { ?s <https://example.org/p> ?v } ORDER BY STR(?s)"


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        (" 007 ", "integer", 7),
        ("1_000", "integer", "1_000"),
        ("٣", "integer", "٣"),
        ("9" * 5000, "integer", "9" * 5000),
        (str(2**64 - 1), "unsignedLong", 2**64 - 1),
        ("1e0", "decimal", "1e0"),
        ("NaN", "decimal", "NaN"),
        ("Infinity", "double", "Infinity"),
        ("-INF", "double", -math.inf),
        ("True", "boolean", "True"),
        ("2015-09-24Z", "date", "2015-09-24Z"),
        ("-0044-03-15", "date", "-0044-03-15"),
        ("2015-W39-4", "date", "2015-W39-4"),
        ("2015-09-24T24:00:00", "dateTime", datetime(2015, 9, 25)),
        ("2016-12-31T23:59:60Z", "dateTime", "2016-12-31T23:59:60Z"),
        ("2015-09-24T10:00:00.1234567Z", "dateTime", "2015-09-24T10:00:00.1234567Z"),
        ("2015-09-24T10:00:00-00:00", "dateTime", datetime(2015, 9, 24, 10, tzinfo=UTC)),
        ("2015-09-24T10:00:00+15:00", "dateTime", "2015-09-24T10:00:00+15:00"),
        ("9999-12-31T24:00:00", "dateTime", "9999-12-31T24:00:00"),
        ("2015", "gYear", "2015"),
    ],
)
def test_a_text_has_the_value_that_xml_schema_gives_it(
    text: str, datatype: str, value: object
) -> None:
    found = read(text, datatype)
    assert found == value
    assert type(found) is type(value)


@given(LITERALS)
def test_any_text_is_a_value_or_stays_itself(each: tuple[str, str]) -> None:
    found = read(*each)
    if isinstance(found, str):
        assert found == each[0]
    else:
        # What a value is written as is a form of its datatype, and means the same.
        assert spelled(read(spelled(found), each[1])) == spelled(found)


@given(LITERALS)
def test_no_value_changes_when_it_is_loaded(each: tuple[str, str]) -> None:
    before = read(*each)
    (quad,) = store_of([each])
    after = cast("ox.Literal", quad.object)
    if not isinstance(before, str):
        found = read(after.value, after.datatype.value[len(XSD) :])
        assert found == before or spelled(found) == spelled(before)


class _Answered(io.BytesIO):
    """An answer as a server gives it."""

    def __init__(self, body: bytes, form: ox.QueryResultsFormat) -> None:
        super().__init__(body)
        self.kind, self.headers, self.fault = form.media_type, Message(), None


def _as_read(store: ox.Store, form: ox.QueryResultsFormat) -> Rows:
    body = cast("ox.QuerySolutions", store.query(ASKED)).serialize(format=form) or b""
    found = table(cast(Reply, _Answered(body, form)), "https://example.org/sparql")
    assert isinstance(found, Rows)
    return found


def _rows(engine: Engine) -> Rows:
    found = engine.query(ASKED)
    assert isinstance(found, Rows)
    return found


@given(st.lists(LITERALS, min_size=1, max_size=6))
def test_every_engine_gives_the_same_values(literals: list[tuple[str, str]]) -> None:
    store = store_of(literals)
    dataset = rdflib.Dataset()
    for quad in store:
        dataset.add(tuple(map(to_rdflib, quad.triple)))
    engine = OxigraphEngine(store)
    forms = (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)
    answers: list[Callable[[], Rows]] = [
        lambda: _rows(engine),
        lambda: Rows(*_rows(engine)[:2]),
        lambda: _rows(RdflibEngine(dataset)),
        *((lambda form=form: _as_read(store, form)) for form in forms if _fits(form, literals)),
    ]
    columns = [columns_of(answer())[0][1] for answer in answers]
    frames = [to_frame(answer()) for answer in answers]
    for column, frame in zip(columns, frames, strict=True):
        assert [(type(v), spelled(v)) for v in column] == [
            (type(v), spelled(v)) for v in columns[0]
        ]
        assert frame["v"].dtype == frames[0]["v"].dtype
        assert list(map(str, frame["v"])) == list(map(str, frames[0]["v"]))


def _fits(form: ox.QueryResultsFormat, literals: list[tuple[str, str]]) -> bool:
    """Say whether a format can hold the texts: XML has no NUL, and reads CR as a line's end."""
    return form != ox.QueryResultsFormat.XML or not any("\r" in text for text, _ in literals)


def test_a_graph_of_rdflibs_holds_literals_as_the_store_does(
    recwarn: pytest.WarningsRecorder, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [("2015-09-24Z", "date"), ("-0044-03-15", "date"), ("True", "boolean")]
    engine = OxigraphEngine(store_of(texts))
    found = engine.query("CONSTRUCT WHERE { ?s ?p ?o }")
    held = {(str(o), str(o.datatype)) for o in to_graph(cast(Any, found)).objects()}  # type: ignore[attr-defined]
    assert held == {(text, XSD + name) for text, name in texts}
    own = {str(o) for o in kg.Graph(engine).objects()}
    assert own == {text for text, _ in texts}
    assert capsys.readouterr().err == ""
    assert not [each for each in recwarn if each.category is UserWarning]


def _frame(values: str) -> pd.DataFrame:
    found = kg.ask(OxigraphEngine(ox.Store()), f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    assert isinstance(found, pd.DataFrame)
    return found


@pytest.mark.parametrize(
    ("values", "dtype", "shown"),
    [
        ("9223372036854775807", "Int64", ["9223372036854775807"]),
        ("'9223372036854775808'^^xsd:unsignedLong 3", "string", ["9223372036854775808", "3"]),
        ("9007199254740993 0.5", "string", ["9007199254740993", "0.5"]),
        ("0.12345678901234567890", "string", ["0.12345678901234567890"]),
        ("'NaN'^^xsd:double 'INF'^^xsd:double UNDEF", "Float64", ["nan", "inf", "<NA>"]),
        ("'NaN'^^xsd:double 'x'", "string", ["NaN", "x"]),
        ("'2015-09-24Z'^^xsd:date", "string", ["2015-09-24Z"]),
        (
            "'2015-09-24T10:00:00Z'^^xsd:dateTime UNDEF",
            "datetime64[us, UTC]",
            ["2015-09-24 10:00:00+00:00", "NaT"],
        ),
        (
            "'2015-09-24T10:00:00+05:00'^^xsd:dateTime",
            "datetime64[us, UTC+05:00]",
            ["2015-09-24 10:00:00+05:00"],
        ),
        (
            "'2015-09-24T10:00:00+05:00'^^xsd:dateTime '2015-09-24T10:00:00Z'^^xsd:dateTime",
            "datetime64[us, UTC]",
            ["2015-09-24 05:00:00+00:00", "2015-09-24 10:00:00+00:00"],
        ),
        (
            "'2015-09-24T10:00:00'^^xsd:dateTime '2015-09-24T10:00:00Z'^^xsd:dateTime",
            "string",
            ["2015-09-24T10:00:00", "2015-09-24T10:00:00+00:00"],
        ),
    ],
)
def test_a_column_keeps_every_value_whole(values: str, dtype: str, shown: list[str]) -> None:
    table = _frame(values)
    assert str(table["x"].dtype) == dtype
    assert [str(value) for value in table["x"]] == shown


def test_nan_is_told_from_what_is_missing() -> None:
    table = _frame("'NaN'^^xsd:double UNDEF")
    assert table["x"].isna().tolist() == [False, True]
    (number,), (gap,) = rows_of(table)
    assert math.isnan(number)
    assert gap is None


# What a day is as somebody else has it.
AS_DAY: list[Callable[[date], object]] = [
    lambda day: day,
    str,
    lambda day: datetime(day.year, day.month, day.day),
    pd.Timestamp,
    np.datetime64,
    lambda day: np.datetime64(day, "ns"),
    lambda day: np.array(day, dtype="datetime64[D]"),
    lambda day: pd.Period(str(day)),
    np.str_,
]


@given(DAYS, st.sampled_from(AS_DAY))
def test_a_day_is_the_same_day_whoever_has_it(day: date, made: Callable[[date], object]) -> None:
    assert parse_date(made(day)) == day


@given(MOMENTS, st.sampled_from([lambda m: m, pd.Timestamp]))
def test_a_moment_asks_for_the_day_of_its_own_clock(
    moment: datetime, made: Callable[[datetime], object]
) -> None:
    assert parse_date(made(moment)) == moment.date()


NO_DAYS = [
    1957.0, True, None, float("nan"), pd.NaT, pd.NA, np.datetime64("NaT", "D"), ["1957-01-01"],
    np.array(["1957-01-01"]), pd.Series(["1957-01-01"]), pd.DatetimeIndex(["1957-01-01"]),
    pd.Period("1957Q1"),
    {"on": "1957-01-01"}, b"1957-01-01", object(), 10**5000, uuid.UUID(int=1), Path("1957-01-01x"),
    "1957-01-01T00:00:00", np.timedelta64(1, "D"), np.datetime64("-0044-03-15"),
]  # fmt: skip


@pytest.mark.parametrize("value", NO_DAYS, ids=lambda value: type(value).__name__)
def test_what_is_no_day_is_refused_in_a_line(value: object, sample: OxigraphEngine) -> None:
    with pytest.raises(DataError, match="this is not a day") as caught:
        parse_date(value)
    assert "\n" not in str(caught.value)
    # A network takes a list of days, and gives one for each.
    if value is not None and not isinstance(value, list | np.ndarray | pd.Series | pd.Index):
        with pytest.raises(UsageError, match=r"this is not a day|a dict is no list of values"):
            kg.project(sample, on=cast(Any, value))


@pytest.mark.parametrize("made", AS_DAY)
def test_questions_and_networks_take_any_day(
    sample: OxigraphEngine, made: Callable[[date], object]
) -> None:
    day = date(1956, 1, 1)
    plain = kg.project(sample, day)
    there = kg.project(sample, cast(Any, made(day)))
    assert nx.utils.graphs_equal(plain, there)
    known, given_there = (
        cast("pd.DataFrame", kg.ask(sample, "members-at", organization="league", on=on))
        for on in (day, made(day))
    )
    pd.testing.assert_frame_equal(known, given_there)
    assert len(known) > 0
    query = "ASK { ?m kg:earliestStart ?start FILTER(?start = ?day) }"
    assert kg.ask(sample, query, day=made(date(1955, 9, 1))) is True


def bound(engine: Engine, value: object, kind: str = "any") -> list[Any]:
    asked = Question("", "", (Parameter("x", kind, None, ""),), "", claims=False)
    return list(bind(engine, asked, {"x": value})["x"])


@pytest.mark.parametrize(
    ("value", "text", "datatype"),
    [
        (np.int64(3), "3", "integer"),
        (np.uint64(2**64 - 1), str(2**64 - 1), "integer"),
        (np.float32("0.1"), "0.1", "float"),
        (np.float64("0.1"), "0.1", "double"),
        (1e300, "1e+300", "double"),
        (-math.inf, "-INF", "double"),
        (np.bool_(True), "true", "boolean"),
        (False, "false", "boolean"),
        (Decimal("1E-7"), "0.0000001", "decimal"),
        (uuid.UUID(int=1), str(uuid.UUID(int=1)), "string"),
        (Path("/a/b"), "/a/b", "string"),
        (pd.Timestamp("1957-01-01"), "1957-01-01", "date"),
        (pd.Timestamp("1957-01-01 12:00"), "1957-01-01T12:00:00", "dateTime"),
        (pd.Timestamp("1957-01-01", tz="UTC"), "1957-01-01T00:00:00+00:00", "dateTime"),
        (
            pd.Timestamp("1957-01-01T00:00:00.000000001"),
            "1957-01-01T00:00:00.000000001",
            "dateTime",
        ),
        (np.datetime64("1957-01-01T10"), "1957-01-01T10:00:00", "dateTime"),
        (np.datetime64("1957"), "1957", "gYear"),
        (pd.Period("1957-02"), "1957-02", "gYearMonth"),
        (ox.Literal("7", datatype=ox.NamedNode(XSD + "byte")), "7", "byte"),
        (rdflib.Literal("1957-01-01", datatype=rdflib.XSD.date), "1957-01-01", "date"),
    ],
)
def test_a_value_is_bound_as_the_term_that_it_is(
    sample: OxigraphEngine, value: object, text: str, datatype: str
) -> None:
    assert bound(sample, value) == [literal(text, datatype)]


@pytest.mark.parametrize(
    "made", [list, tuple, pd.Series, pd.Index, np.array, pd.Categorical, iter, pd.array]
)
def test_several_values_are_several_terms_once_each(
    sample: OxigraphEngine, made: Callable[[list[int]], object]
) -> None:
    assert several(made([2, 1])) == [2, 1]
    assert bound(sample, made([2, 1, 2])) == [literal("2", "integer"), literal("1", "integer")]
    assert bound(sample, {2, 1}) == [literal("1", "integer"), literal("2", "integer")]
    days = pd.Series(pd.to_datetime(["1957-01-01", "1958-01-01"]))
    assert [str(t.value) for t in bound(sample, days, "xsd:date")] == ["1957-01-01", "1958-01-01"]


@pytest.mark.parametrize(
    "value",
    [
        math.nan, pd.NA, pd.NaT, np.datetime64("NaT", "D"), [None], [1, math.nan],
        pd.Series([1.0, None]),
        {"a": 1}, pd.DataFrame({"a": [1]}), np.array([[1]]), [[1]], b"a", 1j, Fraction(1, 3),
        pd.Timedelta("1D"), pd.Interval(1, 2), object(), Decimal("Infinity"), 10**5000,
        ox.BlankNode("b"), rdflib.BNode("b"), [],
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
@pytest.mark.parametrize("kind", ["any", "xsd:date", "xsd:integer", "xsd:decimal", "kg:State"])
def test_what_no_term_fits_is_refused_in_a_line(
    sample: OxigraphEngine, value: object, kind: str
) -> None:
    with pytest.raises(KgError) as caught:
        bound(sample, value, kind)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (np.int64(5), "xsd:integer", "5"),
        (5.0, "xsd:integer", "5"),
        (1e-7, "xsd:decimal", "0.0000001"),
        (Decimal("1E+3"), "xsd:decimal", "1000"),
        (np.float32("0.1"), "xsd:decimal", "0.1"),
        (date(1957, 1, 1), "xsd:string", "1957-01-01"),
        (True, "xsd:string", "true"),
    ],
)
def test_a_parameter_takes_a_value_of_its_kind(
    sample: OxigraphEngine, value: object, kind: str, text: str
) -> None:
    assert bound(sample, value, kind) == [literal(text, kind.removeprefix("xsd:"))]


VALUES = st.one_of(
    st.integers(), st.booleans(), st.floats(allow_nan=False), DAYS, MOMENTS,
    st.decimals(allow_nan=False, allow_infinity=False), DAYS.map(pd.Timestamp),
    DAYS.map(np.datetime64),
)  # fmt: skip


@given(VALUES)
def test_a_value_is_read_as_it_is_written(value: Any) -> None:
    text, datatype = written(value)
    found = read(text, datatype)
    if isinstance(value, np.datetime64):
        assert found == value.item()
    elif isinstance(value, datetime) and not isinstance(found, datetime):
        assert (found, value.tzinfo) == (value.date(), None)
    else:
        assert found == value
    assert not is_missing(value)
    # The engine takes it for a form of its datatype, and not for a mere text.
    kept = ox.Store().query(
        f"ASK {{ FILTER({literal(text, datatype)} = {literal(text, datatype)}) }}"
    )
    assert bool(kept)


@pytest.mark.parametrize(
    ("given", "text", "datatype"),
    [
        (pd.Period("1957-01-01 10:00", freq="h"), "1957-01-01T10:00:00", "dateTime"),
        (pd.Period("1957-01", freq="M"), "1957-01", "gYearMonth"),
        (pd.Period("1957", freq="Y"), "1957", "gYear"),
        (pd.Period("1957-01-02", freq="D"), "1957-01-02", "date"),
        (np.datetime64("-0044-03-15"), "-0044-03-15", "date"),
        (np.datetime64("0044"), "0044", "gYear"),
        (np.datetime64("1957-01-01T10"), "1957-01-01T10:00:00", "dateTime"),
        (np.datetime64("1957-01-01T10:30"), "1957-01-01T10:30:00", "dateTime"),
        (np.datetime64("1957-01-01T00:00:00.000"), "1957-01-01", "date"),
        (np.float32(0.1), "0.1", "float"),
        (np.array(5), "5", "integer"),
    ],
)
def test_each_value_has_its_text_and_its_datatype(given: Any, text: str, datatype: str) -> None:
    assert written(given) == (text, datatype)


@pytest.mark.parametrize("given", [{"a": 1}, pd.DataFrame({"a": [1]}), np.zeros((2, 2))])
def test_what_is_no_list_of_values_is_refused(given: Any) -> None:
    with pytest.raises(UsageError, match=f"a {type(given).__name__} is no list of values"):
        several(given)


def test_a_value_is_shown_in_one_line_of_sixty_signs() -> None:
    assert shown("a\n b") == "'a\\n b'"
    assert shown([1, 2]) == "[1, 2]"
    assert shown("x" * 58) == f"'{'x' * 58}'"
    assert shown("x" * 59) == f"'{'x' * 59}…"
    assert shown(10**5000) == "a int"
    assert several({"b", "a"}) == ["a", "b"]
    assert [several(each) for each in ("ab", b"ab", 5, np.array(5))] == [None] * 4
    assert [several(each) for each in ((1, 2), range(2), pd.Series([1]), np.zeros(1))] == [
        [1, 2], [0, 1], [1], [0.0],
    ]  # fmt: skip


def test_a_moment_on_the_first_day_is_one_however_often_it_comes() -> None:
    literals = [("0001-01-01T00:00:00+01:00", "dateTime")] * 2
    engine = OxigraphEngine(store_of(literals))
    frames = [to_frame(_rows(engine)), to_frame(Rows(*_rows(engine)[:2]))]
    assert [frame["v"].dtype for frame in frames] == [frames[0]["v"].dtype] * 2
    assert str(frames[0]["v"].dtype) == "datetime64[us, UTC+01:00]"


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        ("id:a id:b", f"{ID}a, {ID}b"), ("1 2.5 true", "1, 2.5, true"), ("'a' 'b'", "a, b"),
        ("'a'@en 'b'@en", "a, b"),
    ],
)  # fmt: skip
def test_whatever_a_variable_has_is_joined(values: str, joined: str) -> None:
    query = """SELECT ?all (LANG(?all) AS ?tag) {{
        SELECT (GROUP_CONCAT({}?v; SEPARATOR=', ') AS ?all) {{ VALUES ?v {{ {} }} }} }}"""
    for word in ("", "DISTINCT "):
        frame = kg.ask(OxigraphEngine(ox.Store()), query.format(word, values))
        assert isinstance(frame, pd.DataFrame)
        assert sorted(frame["all"][0].split(", ")) == joined.split(", ")
        assert pd.isna(frame["tag"][0]) or frame["tag"][0] == ("en" if "@en" in values else "")


def test_a_text_that_loses_its_direction_says_so() -> None:
    query = "CONSTRUCT { id:a id:b ?t } { BIND(STRLANGDIR('x', 'ar', 'rtl') AS ?t) }"
    with pytest.warns(KgWarning, match="loses its direction"):
        kg.ask(OxigraphEngine(ox.Store()), query)


def test_a_mistake_beside_what_is_joined_is_placed_where_it_was_written() -> None:
    query = "SELECT (GROUP_CONCAT(?v; SEPARATOR=',') AS ?all) ?x { ?x id:a ?v }"
    with pytest.raises(QueryError) as caught:
        kg.ask(OxigraphEngine(ox.Store()), query)
    assert int(caught.value.where.rpartition(" ")[2]) <= len(query) + 1
    assert "ends no query" not in str(caught.value)
