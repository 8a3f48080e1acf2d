"""Wrong arguments of the public verbs: one line that names the argument, whatever was given."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kg
from kg.errors import KgError, UsageError

NO_KIND = [3, 1.5, b"x", {"a": 1}, object(), ["cento", 3], dt.date(1957, 1, 1), float("nan"),
           Path("x"), pd.NA, np.array([1, 2]), np.array([[1]]), dt.timedelta(1), [3]]  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.load()


@pytest.fixture(scope="module")
def network(graph: kg.Graph) -> Any:
    return kg.project(graph, "1957-01-01", about="CENTO")


def verbs() -> list[tuple[str, str]]:
    """Give each argument of each verb that takes texts, truth values or numbers."""
    found = []
    for verb in ("ask", "project", "signed", "compare", "panel", "series", "balance", "draw", "why",
                 "describe", "template", "resolve", "load", "check"):  # fmt: skip
        for name, each in inspect.signature(getattr(kg, verb)).parameters.items():
            said = str(each.annotation)
            if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL) and not any(
                other in said for other in ("Graph", "date", "object", "Any", "Measure", "Group")
            ):
                found.append((verb, name))
    return found


@pytest.mark.parametrize(("verb", "name"), verbs())
def test_what_is_of_no_kind_that_a_verb_takes_is_one_line(
    verb: str, name: str, graph: kg.Graph, network: Any
) -> None:
    first = {"compare": [network, network], "balance": [network], "draw": [network], "load": [],
             "panel": [graph, "states", 1957, 1957], "series": [graph, "ties", [1957]],
             "resolve": ["PAK"], "ask": [graph, "ASK {}"], "why": [graph, "cento"],
             "describe": [graph, "State"], "template": [graph, "State"]}  # fmt: skip
    given = first.get(verb, [graph])
    parameters = inspect.signature(getattr(kg, verb)).parameters
    names = list(parameters)
    for value in NO_KIND:
        call = {**dict(zip(names, given, strict=False)), name: value}
        if name == "layout" or _fits(str(parameters[name].annotation), value):
            continue
        with pytest.raises(KgError) as caught:
            getattr(kg, verb)(**call)
        assert "\n" not in str(caught.value)
        assert name in str(caught.value) or "no path" in str(caught.value)


def _fits(annotation: str, value: object) -> bool:
    """Say whether a value is one that an annotation allows."""
    return (
        ("int" in annotation and type(value) is int)
        or ("float" in annotation and isinstance(value, int | float))
        or ("Path" in annotation and isinstance(value, Path))
        or ("Mapping" in annotation and isinstance(value, dict))
    )


def test_texts_may_come_alone_and_in_whatever_holds_them(graph: kg.Graph) -> None:
    slug = "membership-cento-pakistan"
    for given in (slug, [slug], (each for each in [slug]), pd.Series([f"id:{slug}"])):
        assert kg.project(graph, relations=given).number_of_edges() == 1
    alone = kg.project(graph, "1957-01-01", about="CENTO", kinds="Membership")
    listed = kg.project(graph, "1957-01-01", about="CENTO", kinds=["Membership"])
    assert sorted(alone.edges) == sorted(listed.edges)
    with pytest.raises(UsageError, match="no name of a relation"):
        kg.project(graph, relations="a b")


def test_a_service_is_allowed_by_its_whole_address(graph: kg.Graph) -> None:
    with pytest.raises(KgError, match="would reach another endpoint"):
        kg.ask(graph, "ASK { SERVICE <http://127.0.0.1:1> {} }", services="http://127.0.0.1:1/x")


def test_networks_are_compared_as_they_are(network: Any) -> None:
    with pytest.raises(UsageError, match="as they are"):
        kg.compare(network, network, about="CENTO")


def test_reports_are_what_events_gives(graph: kg.Graph) -> None:
    with pytest.raises(UsageError, match="no reports"):
        kg.project(graph, events="gdelt")  # type: ignore[call-overload]


def test_a_code_is_sought_in_a_scheme_whatever_it_is_called(graph: kg.Graph) -> None:
    with pytest.raises(UsageError, match="no code of this scheme"):
        kg.resolve("PAK", scheme="<x>", graph=graph)


def test_files_come_one_by_one_or_in_lists(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.ttl" for name in "ab"]
    for file in files:
        file.write_text(f"<http://example.org/{file.stem}> <http://example.org/p> 1 .")
    for given in (files, [files], [(file for file in files)], [pd.Series(files)]):
        graph = kg.load(*given, writable=True)
        assert kg.ask(graph, "ASK { <http://example.org/b> ?p ?o }")
    assert kg.check([*map(str, files)]).ok
    with pytest.raises(UsageError, match="a graph is checked alone"):
        kg.check(graph, files[0])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"a.ttl", "a bytes is no path"), (BytesIO(), "a BytesIO is no path"),
        (None, "a NoneType is no path"), (pd.DataFrame(), "a DataFrame is no path"),
        ("", "there is no path"), ("https://example.org/a.ttl", "Addresses are not fetched"),
        ("no*.ttl", "Patterns are left to the shell"), ("~/no.ttl", "the home folder in full"),
    ],
)  # fmt: skip
def test_what_is_no_path_to_a_file_says_what_it_is(given: Any, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        kg.load(given)


@pytest.mark.parametrize("seconds", [np.float32(5), np.int64(5)])
def test_a_number_of_numpys_is_a_limit(graph: kg.Graph, seconds: Any) -> None:
    assert kg.ask(graph, "ASK {}", time_limit=seconds) is True


def test_any_number_of_rows_is_a_limit(graph: kg.Graph) -> None:
    assert len(kg.ask(graph, "SELECT * { ?s a kg:Alliance }", limit=10**30)) > 1  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="is no limit in time"):
        kg.ask(graph, "ASK {}", time_limit=10**400)


def test_local_mean_time_is_a_moment_of_xml_schema(graph: kg.Graph) -> None:
    moment = pd.Timestamp("1900-01-01", tz="Asia/Karachi")
    query = "SELECT ?v (DATATYPE(?v + 'PT1S'^^xsd:duration) AS ?type) {}"
    found = kg.ask(graph, query, v=moment)
    assert isinstance(found, pd.DataFrame)
    assert found.v[0] == moment
    assert found.type[0] == "xsd:dateTime"
