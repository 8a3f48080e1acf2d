"""The notebook magic, in a real IPython shell: ask, keep, draw, complete, one clear line."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
import rdflib
from IPython.core.interactiveshell import InteractiveShell

import kg
from kg.cells import frame_html
from kg.picture.picture import Picture
from kg.vocabulary import ID

_Shell: Any = InteractiveShell  # its calls carry no types
CENTO = "members-at --organization cento --on 1957-01-01"
TWO = "SELECT ?state ?organization WHERE { ?m kg:organization ?organization ; kg:member ?state }"


@pytest.fixture(scope="module")
def loaded(_own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        shell: Any = _Shell(history_load_length=0)
        shell.history_manager.enabled = False
        shell.run_line_magic("load_ext", "kg")
        yield shell


@pytest.fixture
def shell(loaded: Any, graph: kg.Graph) -> Any:
    loaded.reset(new_session=False)
    loaded.user_ns["graph"] = graph
    return loaded


def ask(shell: Any, line: str, cell: str | None = None) -> Any:
    if cell is None:
        return shell.run_line_magic("ask", line)
    return shell.run_cell_magic("ask", line, cell)


def offered(shell: Any, text: str) -> dict[str, Any]:
    """Give what the completer offers at the end of a text, with the label beside it."""
    found = shell.Completer.completions(text, len(text))
    with pytest.warns(FutureWarning, match="provisional"):
        # A label keeps to one line in JupyterLab: its spaces do not break.
        return {each.text: each.type.replace("\u00a0", " ") for each in found}


def test_a_question_gives_a_frame_with_labels(shell: Any) -> None:
    frame = ask(shell, "members-at --organization cento --on 1957-01-01")
    assert list(frame["member_label"]) == [
        "Imperial Iran", "Iraq", "Pakistan", "Turkey", "United Kingdom",
    ]  # fmt: skip


def test_a_value_of_several_words_is_quoted(shell: Any) -> None:
    frame = ask(shell, 'members-at --organization "Baghdad Pact" --on 1957-01-01')
    assert len(frame) == 5


def test_a_parameter_is_given_as_on_the_command_line(shell: Any) -> None:
    one, other = (
        len(ask(shell, f"memberships-of --actor {name}")) for name in ("pakistan", "iraq")
    )
    both = ask(shell, "memberships-of --actor=pakistan --actor iraq")
    assert len(ask(shell, "memberships-of --actor=pakistan")) == one
    assert len(both) > max(one, other)


def test_a_question_may_stand_in_the_cell(shell: Any) -> None:
    assert len(ask(shell, "--organization sco --on 2016-01-01", "members-at\n")) == 6


def test_sparql_stands_in_the_cell(shell: Any) -> None:
    frame = ask(shell, "", "SELECT ?state WHERE { ?m kg:organization id:saarc ; kg:member ?state }")
    assert {"state", "state_label"} == set(frame.columns)
    assert "Bhutan" in set(frame["state_label"])


def test_a_variable_of_a_query_takes_a_value(shell: Any) -> None:
    frame = ask(shell, "--organization saarc --limit 100", TWO)
    assert set(frame["organization"]) == {"id:saarc"}


def test_a_missing_cell_has_no_label(shell: Any) -> None:
    query = """SELECT ?who ?modality WHERE {
      ?p a kg:CorridorParticipation ; kg:corridor id:cpec ; kg:participant ?who .
      OPTIONAL { ?p kg:modality ?modality } }"""
    frame = ask(shell, "--claims", query).drop_duplicates().set_index("who_label")
    assert frame.loc["Iran", "modality_label"] == "prospective"
    assert pd.isna(frame.loc["Pakistan", "modality_label"])


def test_ask_and_construct_give_a_bool_and_a_graph(shell: Any) -> None:
    assert ask(shell, "", "ASK { id:pakistan a kg:State }") is True
    assert isinstance(ask(shell, "", "CONSTRUCT WHERE { id:cento ?p ?o }"), rdflib.Graph)


def test_into_keeps_and_shows_nothing(shell: Any) -> None:
    assert ask(shell, "--into found", TWO) is None
    assert isinstance(shell.user_ns["found"], pd.DataFrame)


def test_draw_draws_what_the_answer_rests_on(shell: Any) -> None:
    picture = ask(shell, "--draw --organization saarc", TWO)
    assert isinstance(picture, Picture)
    assert "Bhutan" in picture.to_svg()
    assert len(picture.scene.ties) == 8


def test_claims_answer_where_they_are_let_in(shell: Any) -> None:
    query = """SELECT ?who WHERE {
      ?p a kg:CorridorParticipation ; kg:participant ?who ; kg:corridor id:cpec }"""
    assert "Iran" not in set(ask(shell, "", query)["who_label"])
    assert "Iran" in set(ask(shell, "--claims", query)["who_label"])


def test_rows_say_what_they_rest_on(shell: Any) -> None:
    frame = ask(shell, "members-at --organization cento --on 1957-01-01 --evidence")
    assert frame["evidence"].str.len().gt(0).all()


def test_labels_come_in_another_language(shell: Any) -> None:
    frame = ask(shell, "members-at --organization cento --on 1957-01-01 --labels ur")
    assert "پاکستان" in set(frame["member_label"])


def test_a_limit_cuts(shell: Any) -> None:
    frame = ask(shell, "--limit 3", TWO)
    assert len(frame) == 3
    assert frame.attrs["cut"]


def test_without_a_graph_of_the_readers_own_the_shipped_one_answers(
    shell: Any,
) -> None:
    del shell.user_ns["graph"]
    assert ask(shell, "", "ASK { id:pakistan a kg:State }") is True
    shell.user_ns["graph"] = "not a graph at all"
    assert ask(shell, "", "ASK { id:pakistan a kg:State }") is True


def test_the_readers_own_graph_is_asked(shell: Any) -> None:
    own = kg.load(writable=True)
    shell.user_ns["graph"] = own
    mine = rdflib.URIRef("https://w3id.org/khyber/id/mine")
    own.add((mine, rdflib.RDFS.seeAlso, rdflib.URIRef("https://example.org/mine")))
    assert ask(shell, "", "ASK { id:mine rdfs:seeAlso ?page }") is True


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("member-at", None, "members-at"),
        ("members-at --organization cemto --on 1957", None, "CENTO"),
        ("members-at --organization", None, "pairs"),
        ("members-at --organization cento --when 1957-01-01", None, "when"),
        ("members-at --organization cento --on yesterday", None, "yesterday"),
        ('members-at --organization "cento', None, "quot"),
        ("--limit many", TWO, "limit"),
        ("--into 'a b'", TWO, "a b"),
        ("", "SELECT ?s WHERE { ?s ?p", "line 1"),
        ("", "DELETE WHERE { ?s ?p ?o }", "update"),
        ("", " \n", "nothing is asked"),
        ("--draw", "SELECT ?m WHERE { ?m a kg:Place }", "two things"),
    ],
)
def test_a_mistake_costs_one_clear_line(
    shell: Any,
    capsys: pytest.CaptureFixture[str],
    line: str,
    cell: str | None,
    said: str,
) -> None:
    assert ask(shell, line, cell) is None
    out, err = capsys.readouterr()
    assert not err
    assert out.count("\n") == 1
    assert out.startswith("%%ask")
    assert said in out


def test_help_lists_the_switches(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(shell, "--help") is None
    out = capsys.readouterr().out
    assert all(word in out for word in ("--into", "--draw", "--claims", "--evidence", "--labels"))


def test_an_entity_is_completed_by_part_of_its_label(shell: Any) -> None:
    found = offered(shell, "%%ask\nSELECT ?m WHERE { ?m kg:member kara")
    assert found["id:karachi"] == "Karachi"
    assert found["id:karakoram-highway"] == "Karakoram Highway"


def test_a_term_is_completed_by_its_prefix(shell: Any) -> None:
    found = offered(shell, "%%ask\nSELECT ?m WHERE { ?m a kg:Memb")
    assert found["kg:Membership"] == "membership"


def test_a_question_is_completed_by_its_name(shell: Any) -> None:
    found = offered(shell, "%ask members-a")
    assert found["members-at"].startswith("Who is a member of")


def test_nothing_is_offered_outside_its_own_cells(shell: Any) -> None:
    assert "id:karachi" not in offered(shell, "kara")


def test_loading_twice_offers_nothing_twice(shell: Any) -> None:
    shell.run_line_magic("reload_ext", "kg")
    names = [getattr(each, "__name__", "") for each in shell.Completer.custom_matchers]
    assert names.count("khyber_matcher") == 1


def test_a_frame_shows_labels_that_open_the_evidence(shell: Any) -> None:
    frame = ask(shell, "members-at --organization cento --on 1957-01-01 --evidence")
    page = shell.display_formatter.format(frame)[0]["text/html"]
    assert "<summary>Pakistan</summary>" in page
    assert "member_label" not in page
    assert "Sentences from an encyclopaedia article on Iran–Pakistan relations [667–756]" in page
    assert '<a href="http' in page
    assert page.count("<tr>") == 6


def test_another_frame_is_shown_as_pandas_shows_it(shell: Any) -> None:
    ask(shell, CENTO)
    page = shell.display_formatter.format(pd.DataFrame({"a": [1]}))[0]["text/html"]
    assert "dataframe" in page


def test_nothing_from_data_becomes_markup_in_a_frame(graph: kg.Graph) -> None:
    frame = pd.DataFrame({"x": ["<script>alert(1)</script>", "id:pakistan"], "y": [None, '"&']})
    page = frame_html(frame, graph.engine, {f"{ID}pakistan": "<b>Pakistan</b>"})
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;b&gt;Pakistan" in page


@pytest.mark.parametrize(
    "name", [*keyword.kwlist, "print", "list", "id", "None", "a.b", "1a", "", "é "]
)
def test_a_frame_goes_into_no_name_of_pythons_own(
    shell: Any, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert ask(shell, f"--into '{name}'", TWO) is None
    assert capsys.readouterr().out.startswith("%%ask: ")
    assert name not in shell.user_ns or name == "None"
    assert builtins.print is print


@pytest.mark.parametrize("name", ["found", "état", "match", "_rows"])
def test_a_frame_goes_into_any_other_name(shell: Any, name: str) -> None:
    assert ask(shell, f"--into {name}", TWO) is None
    assert len(shell.user_ns[name]) > 1


def test_a_parameter_given_twice_is_several_and_equals_is_read(shell: Any) -> None:
    query = "SELECT ?state WHERE { ?state a kg:State }"
    one = ask(shell, "--state pakistan --state iran", query)
    assert sorted(one["state"]) == ["id:iran", "id:pakistan"]
    assert list(ask(shell, "--state=iran", query)["state"]) == ["id:iran"]


def test_the_users_own_rdflib_graph_is_asked(shell: Any) -> None:
    own = rdflib.Graph()
    own.add((rdflib.URIRef("http://e.org/a"), rdflib.RDFS.seeAlso, rdflib.URIRef("http://e.org/b")))
    shell.user_ns["graph"] = own
    frame = ask(shell, "", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert list(frame["n"]) == [1]
    assert "dataframe" in frame._repr_html_()


def test_another_thing_named_graph_is_said_not_to_be_asked(
    shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.user_ns["graph"] = [1, 2]
    assert len(ask(shell, CENTO)) == 5
    assert "note: graph is a list; the shipped graph is asked" in capsys.readouterr().out


def test_frames_of_others_are_shown_as_others_show_them(shell: Any) -> None:
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type(pd.DataFrame, lambda _: "as others do")
    try:
        own = ask(shell, CENTO)
        other = pd.DataFrame({"a": [1]})
        other.attrs["query"] = "of the user's own"
        show = shell.display_formatter.format
        assert show(other)[0]["text/html"] == "as others do"
        assert "<details>" in show(own)[0]["text/html"]
        ask(shell, CENTO)
        assert show(other)[0]["text/html"] == "as others do"
    finally:
        formatter.type_printers.pop(pd.DataFrame, None)


def test_the_catalogue_is_the_callers_own() -> None:
    kg.questions().clear()
    assert "members-at" in kg.questions()
