"""What has no name in a file: blank nodes, and triples as terms."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import main
from kg.editing import diff
from kg.editing.nameless import told_apart
from kg.engine import OxigraphEngine
from kg.errors import DataError
from kg.rdf import engine_of
from kg.remote import push

_HEAD = "@prefix ex: <http://example.org/> .\n"
_NODES = """
ex:a ex:p [ ex:q "x" ; ex:r ( 1 2 ) ], [], [], [ ex:q "x" ; ex:r ( 1 3 ) ] .
_:one ex:next _:two . _:two ex:next _:three . _:three ex:next _:one .
"""


def _file(folder: Path, text: str, name: str = "own.ttl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_blank_nodes_does_not_differ_from_itself(tmp_path: Path) -> None:
    path = _file(tmp_path, _HEAD + _NODES)
    assert not diff(path, path)


def test_a_change_elsewhere_leaves_blank_nodes_alone(tmp_path: Path) -> None:
    old = _file(tmp_path, _HEAD + _NODES)
    new = _file(tmp_path, _HEAD + 'ex:0 ex:q [ ex:q "y" ] .\n' + _NODES, "new.ttl")
    changed = diff(old, new)
    assert (changed.new, changed.removed) == (2, 0)


def test_a_change_within_a_blank_node_is_seen(tmp_path: Path) -> None:
    old = _file(tmp_path, _HEAD + _NODES)
    new = _file(tmp_path, _HEAD + _NODES.replace("( 1 3 )", "( 1 4 )"), "new.ttl")
    assert diff(old, new)


_EDGES = st.lists(st.tuples(*[st.integers(0, 6)] * 2), max_size=12)


@given(_EDGES, st.permutations(range(7)))
def test_other_labels_make_no_difference(edges: list[tuple[int, int]], labels: list[int]) -> None:
    def quads(name: list[int]) -> list[ox.Quad]:
        predicate = ox.NamedNode("http://example.org/p")
        nodes = [ox.BlankNode(f"n{each}") for each in name]
        return [ox.Quad(nodes[a], predicate, nodes[b]) for a, b in edges]

    assert not diff(quads(list(range(7))), quads(labels))


def test_blank_nodes_of_two_files_are_not_one(tmp_path: Path) -> None:
    both = tmp_path / "both"
    both.mkdir()
    for name in ("a", "b"):
        _file(both, f"{_HEAD} _:x ex:p ex:{name} .", f"{name}.ttl")
    assert not diff(both, _file(tmp_path, f"{_HEAD} [] ex:p ex:a . [] ex:p ex:b ."))
    assert diff(both, _file(tmp_path, f"{_HEAD} [] ex:p ex:a , ex:b ."))


def test_a_node_without_a_name_is_not_published(tmp_path: Path) -> None:
    path = _file(tmp_path, _HEAD + "ex:treaty ex:signature [ ex:by ex:Q1 ] .")
    engine = engine_of(kg.load(path))
    assert isinstance(engine, OxigraphEngine)
    with pytest.raises(DataError, match="without a name cannot be published: <http://example"):
        push("http://127.0.0.1:9/query", engine)


_TERMS = {
    "reified.ttl": _HEAD + "<< ex:a ex:p ex:b >> ex:q 0.9 .",
    "term.ttl": _HEAD + "ex:r ex:says <<( ex:a ex:p ex:b )>> .",
    "annotated.ttl": _HEAD + "\nex:r ex:says ex:b {| ex:q 1 |} .",
    "reifier.ttl": _HEAD + "ex:a ex:p ex:b ~ ex:r .",
    "term.nt": "<http://e/r> <http://e/s> <<( <http://e/a> <http://e/p> <http://e/b> )>> .",
    "named.trig": _HEAD + "ex:g { << ex:a ex:p ex:b >> ex:q 0.9 }",
}


@pytest.mark.parametrize("command", ["load", "check", "format", "diff"])
@pytest.mark.parametrize("name", _TERMS)
def test_a_triple_as_a_term_is_refused_in_one_line(
    tmp_path: Path, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, _TERMS[name], name)
    files = [str(path)] * (2 if command == "diff" else 1)
    assert main([command, *files]) == 1
    said = capsys.readouterr()
    assert "RDF 1.2 is not read here" in said.err + said.out
    assert path.read_text(encoding="utf-8") == _TERMS[name]


def test_angles_in_a_text_are_no_term(tmp_path: Path) -> None:
    path = _file(tmp_path, _HEAD + 'ex:a ex:p "<< ex:a ex:p ex:b >>" .')
    asked = 'ASK { <http://example.org/a> ?p "<< ex:a ex:p ex:b >>" }'
    assert kg.ask(kg.load(path), asked) is True


def test_a_text_keeps_its_direction(tmp_path: Path) -> None:
    path = _file(tmp_path, _HEAD + 'ex:a ex:p "x"@ar--rtl .')
    assert main(["format", str(path)]) == 0
    assert '"x"@ar--rtl .' in path.read_text(encoding="utf-8")


def test_no_rows_says_which_accounts_were_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quad = '<http://example.org/a> <http://example.org/p> "x" <http://example.org/g> .\n'
    path = _file(tmp_path, quad, "g.nq")
    asked = "SELECT ?o { <http://example.org/a> ?p ?o }"
    assert main(["ask", asked, "--data", str(path)]) == 0
    assert "note: asked of facts; not of http://example.org/g, claims" in capsys.readouterr().out
    assert main(["ask", asked, "--data", str(path), "--accounts", "http://example.org/g"]) == 0
    assert "1 row" in capsys.readouterr().out


# What is said of a node gives its name, in every version that says so: a change of these names is a
# difference in everybody's files.
NAMED = [
    ('ex:a ex:p [ ex:q "x" ] .', ["a p _:b0391653104d9", '_:b0391653104d9 q "x"']),
    ("[] ex:p ex:b . [] ex:p ex:b .", ["_:b830f86534a48 p b", "_:b830f86534a48-1 p b"]),
    ("_:a ex:p _:a . _:b ex:p _:c . _:c ex:p _:b .",
     ["_:b2cc9f9157601 p _:b2cc9f9157601-1", "_:b2cc9f9157601-1 p _:b2cc9f9157601",
      "_:bdd3eceee9124 p _:bdd3eceee9124"]),
    ("ex:g { [] ex:p ex:a , ex:b }", ["_:bf63774f79388 p a g", "_:bf63774f79388 p b g"]),
    ("_:g { ex:a ex:p ex:b }", ["a p b _:b8b027296d478"]),
    ("ex:a ex:p ex:b . ex:g { ex:a ex:p [] }", ["a p b", "a p _:b1c2dab22c369 g"]),
]  # fmt: skip


def named(text: str) -> list[str]:
    quads = ox.parse(_HEAD + text, format=ox.RdfFormat.TRIG)
    lines = sorted(" ".join(map(str, quad)) for quad in told_apart(quads))
    return [
        re.sub(r"<http://example.org/(\w+)>", r"\1", each.removesuffix(" DEFAULT"))
        for each in lines
    ]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_node_is_named_by_what_is_said_of_it(text: str, expected: list[str]) -> None:
    assert named(text) == expected
    assert told_apart([]) == set()


def test_a_name_tells_what_a_neighbour_says_too() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"_:b\w+", " ".join(named(text))))

    one, other = "ex:a ex:p [ ex:q [ ex:r 1 ] ] .", "ex:a ex:p [ ex:q [ ex:r 2 ] ] ."
    assert len(names(one)) == len(names(other)) == 2
    assert not names(one) & names(other)
    both = "ex:a ex:p [ ex:q [ ex:r 1 ] ] , [ ex:q [ ex:r 2 ] ] ."
    assert len(names(both)) == 4
    # What a third thing says changes no name.
    assert names(f"{one} ex:z ex:p [ ex:y 9 ] .") > names(one)
