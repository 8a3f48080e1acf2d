"""The question catalogue: named queries with declared parameters.

A question is a ``.rq`` file. Its first comment line is the question in English, its parameters in
braces; each further comment line before the query declares one of them:

    # Who was a member of {organization} on {on}?
    # {organization} kg:Organization = id:cento: the organisation
    # {on} xsd:date = 1957-01-01: the day

Two more lines may follow: ``# with claims`` where it asks claims beside facts, and ``# rests on
?membership`` where its rows rest on relations that it does not select.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import OntologyError, UsageError, nearest
from kg.paths import shipped

__all__ = ["Parameter", "Question", "question", "questions"]

_DECLARATION: Final = re.compile(
    r"^\{(?P<name>\w+)\}\s+(?P<type>\S+)(?:\s*=\s*(?P<default>.+?))?:\s+(?P<meaning>.+)$"
)


class Parameter(NamedTuple):
    """One parameter of a question.

    Attributes:
        name: The variable that it is bound to.
        type: ``kg:State`` or another class, ``xsd:date``, ``xsd:integer``, or ``any``.
        default: What it is if the caller says nothing; None where the caller must say.
        meaning: What it stands for, in a few words.
    """

    name: str
    type: str
    default: str | None
    meaning: str


class Question(NamedTuple):
    """A named query.

    Attributes:
        name: Its name: the file's, without suffix.
        text: The question in English, its parameters in braces.
        parameters: What it can be given.
        sparql: The query itself.
        claims: Whether it asks claims beside facts.
        statements: Variables of the relations that its rows rest on, for their evidence.
    """

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    sparql: str
    claims: bool
    statements: tuple[str, ...] = ()

    @classmethod
    def from_sparql(cls, sparql: str, parameters: Mapping[str, object]) -> Question:
        """Give a query that somebody typed as a question: any parameter goes."""
        given = tuple(Parameter(name, "any", None, "") for name in parameters)
        return cls("", "", given, sparql, claims=False)

    @classmethod
    def from_file(cls, path: Path) -> Question:
        """Read a question from its file.

        Raises:
            OntologyError: A comment line is neither the question nor a parameter's declaration.
        """
        text = path.read_text(encoding="utf-8")
        lines = []
        for line in text.splitlines():
            if not line.startswith("#"):
                break
            lines.append(line.lstrip("# ").rstrip())
        if not lines:
            raise OntologyError("a question begins with a comment line", where=str(path))
        claims = "with claims" in lines[1:]
        rests = [each for each in lines[1:] if each.startswith("rests on ")]
        declared = [each for each in lines[1:] if each != "with claims" and each not in rests]
        parameters = tuple(_parameter(path, each) for each in declared)
        statements = tuple(re.findall(r"\?(\w+)", " ".join(rests)))
        return cls(path.stem, lines[0], parameters, text, claims, statements)


def _parameter(path: Path, line: str) -> Parameter:
    match = _DECLARATION.match(line)
    if match is None:
        raise OntologyError(
            f"this line declares no parameter: {line!r}",
            where=str(path),
            mend="write # {name} type = default: meaning",
        )
    return Parameter(**match.groupdict())


def questions() -> dict[str, Question]:
    """Give the catalogue, by name."""
    return dict(_catalogue())


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, Question]:
    files = sorted((shipped("ontology") / "questions").glob("*.rq"))
    return {path.stem: Question.from_file(path) for path in files}


def question(name: str) -> Question:
    """Give one question of the catalogue.

    Raises:
        UsageError: There is none of this name; the nearest are given.
    """
    path = shipped("ontology") / "questions" / f"{name}.rq"
    if re.fullmatch(r"[\w-]+", name) and path.is_file():
        return Question.from_file(path)
    raise UsageError(
        "there is no question of this name",
        where=name,
        mend=nearest(name, questions()) or "kg ask lists all questions",
    )
