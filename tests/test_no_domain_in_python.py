"""Domain knowledge is Turtle: no class, property or concept is named in the code."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.build import read_quads
from kg.paths import shipped
from kg.terms import compact, text_of
from kg.vocabulary import KG, PREFIXES, RDF_TYPE, C
from samples import ROOT, ontology_files, quads_of

CODE = ROOT / "src" / "kg"
# What every graph of this pattern has, whatever it is about; annotations are there to be read.
PATTERN = {
    "relation": "kg:Relation kg:kind",
    "time": "kg:time kg:earliestStart kg:latestStart kg:earliestEnd kg:latestEnd kg:lastKnown",
    "horizon": "kg:Account kg:observedFrom kg:observedUntil kg:completeFor",
    "evidence": "kg:Document kg:statedIn kg:reviewed kg:reviewStatus c:unreviewed kg:sha256 "
    "kg:Row kg:rowKey",
    "modality": "kg:modality kg:claimant kg:differsFrom kg:preferenceReason",
    "label": "kg:named kg:name kg:coded kg:code kg:codeScheme kg:onlyInScheme",
}
# To be cleared: each entry is a name that its file should read from the ontology instead.
WAITING: dict[str, set[str]] = {
    # It is the word of schema.org in what describes a data set, and none of ours.
    "web/still/data.py": {"kg:Organization"},
}


def declared() -> set[str]:
    """Give every class, property and concept of ours that is no annotation, as a compact name."""
    annotation = PREFIXES["owl"] + "AnnotationProperty"
    return {
        compact(text_of(quad.subject))
        for quad in quads_of(ontology_files())
        if quad.predicate.value == RDF_TYPE
        and text_of(quad.subject).startswith((KG, C))
        and text_of(quad.subject) not in (KG, C)
        and text_of(quad.object) != annotation
    }


def told_apart(terms: set[str]) -> dict[str, str]:
    """Give those local names that no other text in code equals by chance: Membership, organOf."""
    names = {term.removeprefix("kg:"): term for term in terms if term.startswith("kg:")}
    return {name: term for name, term in names.items() if re.search("[A-Z]", name)}


def texts(tree: ast.AST) -> Iterator[str]:
    """Give every text in a file but its documentation and what it exports."""
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            passed |= {id(each) for each in ast.walk(node.value)}
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "kg":
            yield from (f"kg:{a.value!s}" for a in node.args if isinstance(a, ast.Constant))
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in passed
        ):
            yield node.value


def named_in(path: Path, terms: set[str]) -> set[str]:
    """Give the terms that a file of code names."""
    source = path.read_text(encoding="utf-8")
    plain = told_apart(terms)
    if path.suffix == ".js":
        quoted = re.findall(r"""["'`](\w+)["'`]""", source)
        return {plain[text] for text in quoted if text in plain}
    found: set[str] = set()
    for text in texts(ast.parse(source)):
        found |= set(re.findall(r"(?<![\w:/-])(?:kg|c):[A-Za-z][\w-]*", text)) & terms
        found |= {plain[text]} if text in plain else set()
    return found


def named() -> dict[str, set[str]]:
    """Give the terms beyond the pattern that each file names."""
    pattern = {name for names in PATTERN.values() for name in names.split()}
    terms = declared()
    assert pattern <= terms, pattern - terms
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted([*CODE.rglob("*.py"), *CODE.rglob("*.js")]):
        if names := named_in(path, terms) - pattern:
            found[path.relative_to(CODE).as_posix()] = names
    return found


def test_no_file_names_a_term_beyond_the_pattern() -> None:
    wrong = {
        file: sorted(names - WAITING.get(file, set()))
        for file, names in named().items()
        if names - WAITING.get(file, set())
    }
    assert wrong == {}, "let the ontology say it, with an annotation such as those in picture.ttl"


def test_what_waits_to_be_cleared_is_still_there() -> None:
    found = named()
    assert {file: names - found.get(file, set()) for file, names in WAITING.items()} == {
        file: set() for file in WAITING
    }


def test_the_reader_finds_names_however_they_are_written(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text(
        '"""Says kg:Naming."""\n'
        'A = kg("capital")\nB = "Membership"\nC = "organOf"\nD = "SELECT ?x { ?x kg:member ?y }"\n'
        'E = "status"\n__all__ = ["Statement"]\n',
        encoding="utf-8",
    )
    wanted = {"kg:capital", "kg:Membership", "kg:organOf", "kg:member"}
    assert named_in(code, declared()) == wanted


def test_pictures_speak_only_of_what_the_other_modules_declare() -> None:
    module = shipped("ontology") / "picture.ttl"
    ours = {
        text_of(term)
        for quad in read_quads(module)
        for term in (quad.subject, quad.object)
        if text_of(term).startswith((KG, C))
    }
    typed = {q.subject for q in quads_of(ontology_files()) if q.predicate.value == RDF_TYPE}
    assert sorted(map(compact, ours - {text_of(each) for each in typed})) == []
