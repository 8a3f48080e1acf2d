"""Tools: what an assistant can call, each a thin call of a verb, with the schema of its arguments.

What a call gives is JSON. Arguments are held to the schema before anything is asked, so that those
of another tool are refused and not passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from kg.assistant import asking, finding, reading
from kg.assistant.desk import Desk, Json
from kg.errors import KgError, UsageError, nearest
from kg.query import questions

__all__ = ["TOOLS", "Tool", "call", "offered", "refusal", "schema"]

_MOST: Final = 200
_LONG: Final = 2000
# A query of one's own may be longer than a name.
_LONGER: Final = 20_000

_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": _LONG}
_DAY: Final = {"type": "string", "maxLength": 40,
               "description": "YYYY-MM-DD; a month or a year stands for its last day"}  # fmt: skip
_CLAIMS: Final = {
    "type": "boolean", "default": False,
    "description": "let claims answer beside facts; each row says which it is",
}  # fmt: skip
_IDS: Final = {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 20,
               "description": "ids that search gave"}  # fmt: skip
_ID: Final = {**_TEXT, "description": "an id that search, ask, why or network gave"}


def _count(default: int) -> Json:
    return {"type": "integer", "minimum": 1, "maximum": _MOST, "default": default}


_OFFSET: Final = {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0,
                  "description": "go on at next_offset"}  # fmt: skip


class Tool(NamedTuple):
    """A tool: what it is for, what it takes, and the verb that it calls.

    Attributes:
        name: Its name.
        description: What it does and when to call it.
        properties: The JSON Schema of each argument.
        required: The arguments that have to be given.
        run: The verb; it takes the desk and the arguments by name.
    """

    name: str
    description: str
    properties: Json
    required: tuple[str, ...]
    run: Callable[..., Json]


def _search(desk: Desk, *, text: str, kind: str | None = None, on: str | None = None,
            limit: int = 10) -> Json:  # fmt: skip
    return finding.search(desk, text, kind, on, limit)


def _find(desk: Desk, *, text: str, limit: int = 5) -> Json:
    return finding.find(desk, text, limit)


def _ask(desk: Desk, *, question: str, parameters: Json | None = None, **how: Any) -> Json:  # noqa: ANN401 - by the schema
    return asking.ask(desk, question, parameters or {}, **how)


def _why(desk: Desk, *, id: str, offset: int = 0, limit: int = 20) -> Json:  # noqa: A002 - the tool's own word
    return reading.says(desk, id, offset, limit)


def _describe(desk: Desk, *, term: str) -> Json:
    return reading.means(desk, term)


def _compare(desk: Desk, *, about: list[str], before: str, after: str, claims: bool = False,
             limit: int = 50) -> Json:  # fmt: skip
    return reading.changes(desk, about, before, after, claims=claims, limit=limit)


def _network(desk: Desk, *, about: list[str], on: str | None = None, claims: bool = False,
             image: bool = False, offset: int = 0, limit: int = 50) -> Json:  # fmt: skip
    found = reading.network(desk, about, on, claims=claims, offset=offset, limit=limit)
    return {**found, **({"svg": reading.picture(desk, about, on, claims=claims)} if image else {})}


def _sparql(desk: Desk, *, query: str, claims: bool = False, limit: int = 50) -> Json:
    return reading.query(desk, query, claims=claims, limit=limit)


TOOLS: Final = (
    Tool(
        "search",
        "Find things (states, alliances, corridors, events, persons, treaties) by name, "
        "abbreviation, code or part of a name. The only source of ids: search before ask.",
        {"text": _TEXT, "on": {**_DAY, "description": "who bore the name on this day"},
         "kind": {**_TEXT, "description": "a class, such as State, Organization or Event"},
         "limit": _count(10)},
        ("text",), _search,
    ),
    Tool(
        "find_questions",
        "Find the questions of the catalogue that suit a sentence, the best first, with their "
        "parameters and those that the sentence fills in.",
        {"text": {**_TEXT, "description": "the user's question, as it was put"},
         "limit": _count(5)},
        ("text",), _find,
    ),
    Tool(
        "ask",
        "Answer a question of the catalogue. Every row has what says so. answer is found, yes, no "
        "(an account that is complete for this says so) or not known (nothing is known: say so, "
        "and do not guess). Give claims as claims, with who claims them.",
        {"question": {"type": "string", "description": "a name that find_questions gave"},
         "parameters": {
             "type": "object", "maxProperties": 20,
             "description": "ids from search, days, numbers; a list gives several",
             "additionalProperties": {"anyOf": [
                 {"type": ["string", "number"], "maxLength": _LONG},
                 {"type": "array", "maxItems": 50,
                  "items": {"type": ["string", "number"], "maxLength": _LONG}}]}},
         "claims": _CLAIMS,
         "accounts": {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 20,
                      "description": "the accounts that answer; the facts without it"},
         "offset": _OFFSET, "limit": _count(30)},
        ("question",), _ask,
    ),
    Tool(
        "why",
        "Give the statements about a thing, or one statement, each with its sources down to the "
        "passage.",
        {"id": _ID, "offset": _OFFSET, "limit": _count(20)},
        ("id",), _why,
    ),
    Tool(
        "describe",
        "Say what a class, property, code list or concept of the ontology means.",
        {"term": {**_TEXT, "description": "its id or its label"}},
        ("term",), _describe,
    ),
    Tool(
        "compare",
        "Say what joined, left and changed about some things between two days, with sources.",
        {"about": _IDS, "before": _DAY, "after": _DAY, "claims": _CLAIMS, "limit": _count(50)},
        ("about", "before", "after"), _compare,
    ),
    Tool(
        "network",
        "Give the ties about some things on a day, each with its sources; image adds a picture.",
        {"about": _IDS, "on": _DAY, "claims": _CLAIMS,
         "image": {"type": "boolean", "default": False, "description": "add the picture as SVG"},
         "offset": _OFFSET, "limit": _count(50)},
        ("about",), _network,
    ),
    Tool(
        "sparql",
        "Answer a SPARQL SELECT or ASK of your own, where no question of the catalogue does. "
        "An empty answer is not known, and never a no.",
        {"query": {"type": "string", "minLength": 1, "maxLength": _LONGER},
         "claims": _CLAIMS, "limit": _count(50)},
        ("query",), _sparql,
    ),
)  # fmt: skip


def offered(desk: Desk) -> list[Tool]:
    """Give the tools that a desk offers: queries of one's own only where they are allowed."""
    return [each for each in TOOLS if desk.sparql or each.name != "sparql"]


def schema(tool: Tool) -> Json:
    """Give the JSON Schema of a tool's arguments; the names of questions are the catalogue's."""
    properties = dict(tool.properties)
    if "question" in properties:
        properties["question"] = {**properties["question"], "enum": sorted(questions())}
    return {
        "type": "object",
        "properties": properties,
        "required": list(tool.required),
        "additionalProperties": False,
    }


def call(desk: Desk, name: str, arguments: Mapping[str, Any]) -> Json:
    """Call a tool.

    Args:
        desk: Where.
        name: The tool.
        arguments: What it is given.

    Returns:
        What it says, as JSON.

    Raises:
        UsageError: There is no such tool, or the arguments do not fit its schema.
        KgError: What it was asked for cannot be done; the message says how to mend it.
    """
    known = {each.name: each for each in offered(desk)}
    if name not in known:
        near = nearest(name, known) or f"the tools are {', '.join(known)}"
        raise UsageError("there is no such tool", where=name, mend=near)
    _hold(known[name], arguments)
    return known[name].run(desk, **arguments)


def _hold(tool: Tool, arguments: Mapping[str, Any]) -> None:
    """Hold arguments to a tool's schema."""
    import jsonschema  # noqa: PLC0415 - the protocol's library brings it

    validator = jsonschema.Draft202012Validator(schema(tool))
    for fault in sorted(validator.iter_errors(dict(arguments)), key=lambda each: str(each.path)):
        raise UsageError(_in_words(tool, fault), where=_place(tool, fault.path),
                         mend=_mend(tool, fault))  # fmt: skip


def _place(tool: Tool, path: Iterable[object]) -> str:
    return ".".join([tool.name, *map(str, path)])


def _in_words(tool: Tool, fault: Any) -> str:  # noqa: ANN401 - the library's own error
    if fault.validator == "additionalProperties":
        odd = sorted(set(fault.instance) - set(tool.properties))
        return f"the tool takes no {', '.join(map(repr, odd))}"
    if fault.validator == "enum":
        return f"the catalogue has no question {str(fault.instance)[:100]!r}"
    return str(fault.message)[:200]


def _mend(tool: Tool, fault: Any) -> str:  # noqa: ANN401 - the library's own error
    if fault.validator == "enum":
        return nearest(str(fault.instance), fault.validator_value) or "find_questions gives names"
    return f"it takes {', '.join(tool.properties)}"


def refusal(error: KgError) -> Json:
    """Give an error as what a tool says: what is wrong, where, how to mend it, what was meant."""
    told = {"error": error.what, "where": error.where, "mend": error.mend,
            "candidates": list(error.candidates)}  # fmt: skip
    return {name: value for name, value in told.items() if value}
