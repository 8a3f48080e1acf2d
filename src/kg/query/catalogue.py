"""The question catalogue: named queries with declared parameters.

A question is a ``.rq`` file. Its first comment line is the question in English, its parameters in
braces; each further comment line before the query declares one of them, with an example or, where
that is harmless, with what it is if nobody says:

    # Which states share {least} or more organisations with {state} on {on}?
    # subject: alliances and organisations
    # also: closest, company, common membership
    # {state} kg:State e.g. id:pakistan: the state
    # {on} xsd:date e.g. 1957-01-01: the day
    # {least} xsd:integer = 5: the smallest number of organisations

``# subject:`` names the group that it is listed in, and ``# also:`` words that people use for what
it asks. More lines may follow: ``# with claims`` where it asks claims beside facts; ``# rests on
?membership`` where its rows rest on relations that it does not select; ``# follows {actor}`` where
what its predecessors held answers for an actor too; ``# formerly rivals-of, with {account} for
{statement}`` where it answers to an older name, and a parameter too, for one release.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import KgWarning, OntologyError, UsageError, nearest
from kg.paths import is_file, shipped

__all__ = ["Parameter", "Question", "is_question", "question", "questions"]

_DECLARATION: Final = re.compile(
    r"^\{(?P<name>\w+)\}\s+(?P<type>\S+)"
    r"(?:\s*=\s*(?P<default>.+?)|\s+e\.g\.\s+(?P<example>.+?))?:\s+(?P<meaning>.+)$"
)
_FLAGS: Final = ("with claims", "rests on ", "follows ", "formerly ", "subject: ", "also: ")


class Parameter(NamedTuple):
    """One parameter of a question.

    Attributes:
        name: The variable that it is bound to.
        type: ``kg:State`` or another class, ``xsd:date``, ``xsd:integer``, or ``any``.
        default: What it is if the caller says nothing; None where the caller must say.
        meaning: What it stands for, in a few words.
        example: A value to try it with, where it has no default.
    """

    name: str
    type: str
    default: str | None
    meaning: str
    example: str | None = None


class Question(NamedTuple):
    """A named query.

    Attributes:
        name: Its name: the file's, without suffix.
        text: The question in English, its parameters in braces.
        parameters: What it can be given.
        sparql: The query itself.
        claims: Whether it asks claims beside facts.
        statements: Variables of the relations that its rows rest on, for their evidence.
        follows: Parameters for which what came before the thing answers too.
        former: The name that it had in the release before.
        renamed: Each parameter's former name with its name.
        subject: The group that it is listed in.
        synonyms: Words that people use for what it asks.
    """

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    sparql: str
    claims: bool
    statements: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    former: str = ""
    renamed: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    synonyms: tuple[str, ...] = ()

    @property
    def example(self) -> dict[str, str]:
        """Give parameters to try it with: the example of each, else its default, by name."""
        tried = {each.name: each.example or each.default for each in self.parameters}
        return {name: value for name, value in tried.items() if value is not None}

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
        said = {flag: _after(flag, lines[1:]) for flag in _FLAGS}
        declared = [each for each in lines[1:] if not each.startswith(_FLAGS)]
        parameters = tuple(_parameter(path, each) for each in declared)
        former, *_ = said["formerly "].split(",")
        return cls(
            path.stem,
            lines[0],
            parameters,
            text,
            claims="with claims" in lines[1:],
            statements=tuple(re.findall(r"\?(\w+)", said["rests on "])),
            follows=tuple(re.findall(r"\{(\w+)\}", said["follows "])),
            former=former,
            renamed=tuple(re.findall(r"\{(\w+)\} for \{(\w+)\}", said["formerly "])),
            subject=said["subject: "],
            synonyms=tuple(filter(None, re.split(r",\s*", said["also: "]))),
        )


def _after(flag: str, lines: list[str]) -> str:
    """Give what stands behind a flag, on every line that begins with it."""
    return " ".join(line.removeprefix(flag) for line in lines if line.startswith(flag))


def _parameter(path: Path, line: str) -> Parameter:
    match = _DECLARATION.match(line)
    if match is None:
        raise OntologyError(
            f"this line declares no parameter: {line!r}",
            where=str(path),
            mend="write # {name} type = default: meaning, or e.g. and an example for = default",
        )
    return Parameter(**match.groupdict())


def questions() -> dict[str, Question]:
    """Give the catalogue, by name."""
    return dict(_catalogue())


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, Question]:
    files = sorted((shipped("ontology") / "questions").glob("*.rq"))
    return {path.stem: Question.from_file(path) for path in files}


def is_question(name: str) -> bool:
    """Say whether a question has this name, or had it in the release before."""
    return _file(name) is not None or any(q.former == name for q in questions().values() if name)


def _file(name: str) -> Path | None:
    path = shipped("ontology") / "questions" / f"{name}.rq"
    return path if re.fullmatch(r"[\w-]+", name) and is_file(path) else None


@lru_cache(maxsize=256)
def _read(name: str) -> Question:
    """Read one question; a look at one costs less than a look at all."""
    if path := _file(name):
        return Question.from_file(path)
    raise LookupError(name)


def question(name: str) -> Question:
    """Give one question of the catalogue; a renamed one answers to its old name, with a note.

    Raises:
        UsageError: There is none of this name; the nearest are given.
    """
    with suppress(LookupError):
        return _read(name)
    for each in questions().values():
        if name and each.former == name:
            line = (
                f"the question {name} is now {each.name}; the old name goes with the next release"
            )
            warnings.warn(line, KgWarning, stacklevel=4)
            return each
    raise UsageError(
        "there is no question of this name",
        where=name,
        mend=nearest(name, questions()) or "kg ask lists all questions",
    )
