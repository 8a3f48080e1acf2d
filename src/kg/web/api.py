"""What programs can ask the site, as OpenAPI 3.1 describes it: read off the table of routes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from kg.query import Parameter, Question, code_list, questions
from kg.release import VERSION
from kg.web.asked import Asked, Reply
from kg.web.routes import ROUTES, Route
from kg.web.site import Site
from kg.web.sparql.describing import ABOUT, LICENCE

__all__ = ["TAKEN", "openapi"]

_FORM: Final = "application/x-www-form-urlencoded"
_QUESTION: Final = "/questions/{name}{suffix}"
_NUMBERS: Final = {"xsd:integer": "integer", "xsd:decimal": "number"}
_FAULT: Final = {
    "description": "It cannot be given; what is wrong, and how to mend it.",
    "content": {each: {} for each in ("text/plain", "application/json", "text/html")},
}


class Taken(NamedTuple):
    """A parameter: what it stands for, a value to try it with, all its values, whether it repeats.

    Attributes:
        meaning: What it stands for.
        like: A value to try it with.
        choices: All values that it can have; any where it is empty.
        many: Whether it can be there more than once.
    """

    meaning: str
    like: str
    choices: tuple[str, ...] = ()
    many: bool = False


TAKEN: Final = {
    "q": Taken("Words to search for", "burma"),
    "on": Taken("The day: a day, a month, a year, or today", "1957"),
    "lang": Taken("The language of the page", "en", ("en", "ur")),
    "claims": Taken("Whether what is claimed is asked too", "yes", ("yes", "no")),
    "kind": Taken("The kind of tie", "Membership", many=True),
    "name": Taken("A thing, by name, code or slug", "cento", many=True),
    "between": Taken("Two things, with a comma", "pakistan, iran"),
    "question": Taken("A question whose answer is drawn", "things-of-kind"),
    "view": Taken("How it is drawn", "network", ("network", "map", "timeline")),
    "accounts": Taken("An account that is asked", "claims", many=True),
    "title": Taken("A title", "CENTO"),
    "from": Taken("The first of two days between which changes are drawn", "1955"),
    "to": Taken("The last of the two", "1960"),
    "all": Taken("Whether every tie is drawn", "yes", ("yes", "no")),
    "shade": Taken("What states are shaded by on the map", "membership"),
    "lanes": Taken("What has a lane on the timeline", "kind", ("organization", "actor", "kind")),
    "node-size": Taken("What the area of a thing tells", "degree"),
    "gather": Taken("How many members of one thing are drawn each", "60"),
    "size": Taken("The size of the sheet", "16:9"),
    "scale": Taken("The pixels of a PNG for each unit", "1"),
    "transparent": Taken("Whether there is no ground", "yes", ("yes", "no")),
    "data": Taken("The version of the data that an answer was cited with", "6c4063376e4cc064"),
    "before": Taken("A day, or an account", "1955"),
    "after": Taken("A day, or an account", "1979"),
    "query": Taken("A query of SPARQL 1.1", "ASK { id:cento a kg:Alliance }"),
    "default-graph-uri": Taken("An account that is asked", "https://w3id.org/khyber/id/claims",
                               many=True),
    "named-graph-uri": Taken("An account to which GRAPH leads",
                             "https://w3id.org/khyber/id/claims", many=True),
    "format": Taken("The form of the answer, where no header says it", "json"),
    "queries": Taken("A batch of queries, as JSON", '{"q0": {"query": "Burma"}}'),
    "extend": Taken("Things and properties, as JSON",
                    '{"ids": ["cento"], "properties": [{"id": "time"}]}'),
    "prefix": Taken("How a name begins", "paki"),
    "type": Taken("A class", "State"),
    "limit": Taken("How many at most", "10"),
    "id": Taken("A thing", "cento"),
}  # fmt: skip
"""Every parameter that a route takes, by its name."""


def openapi(site: Site, asked: Asked) -> Reply:
    """Describe every address, and each question with its own parameters."""
    text = site.kept("openapi", lambda: json.dumps(_document(site), ensure_ascii=False))
    # Where the site lies is not known when this is made.
    body = text.replace('"https://here.invalid"', json.dumps(asked.base or "/"), 1)
    return Reply(body.encode(), "application/json")


def _document(site: Site) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in ROUTES:
        if route.path == _QUESTION:
            for each in questions().values():
                paths |= _paths(route, each.text, _given(site, route, each), each.name)
        else:
            paths |= _paths(route, _meaning(route), [_parameter(each) for each in route.takes])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Khyber", "version": VERSION, "description": ABOUT,
                 "license": {"name": "CC BY 4.0", "url": LICENCE}},
        "servers": [{"url": "https://here.invalid"}],
        "paths": paths,
    }  # fmt: skip


def _meaning(route: Route) -> str:
    return str(route.view.__doc__).partition("\n")[0]


def _paths(
    route: Route, meaning: str, taken: list[dict[str, Any]], name: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the address without a suffix, and the one with."""
    bare = route.path.replace("{suffix}", "").removesuffix("/?") or "/"
    bare = bare.replace("{name}", name) if name else bare
    held = [_held(each, route.like) for each in re.findall(r"\{(\w+)\}", bare)]
    if route.gives:
        yield (
            bare,
            {
                method.lower(): _operation(meaning, [*held, *taken], route.gives, method)
                for method in route.methods
            },
        )
    if forms := route.suffixes:
        suffix = {**_held("form", ""), "schema": {"enum": [*forms]}}
        asked = _operation(meaning, [*held, suffix, *taken], forms.values(), "GET")
        yield f"{bare}.{{form}}", {"get": asked}


def _held(name: str, like: str) -> dict[str, Any]:
    """Describe what stands in the path itself."""
    said: dict[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}
    if like:
        said["examples"] = [like]
    return {"name": name, "in": "path", "required": True, "schema": said}


def _operation(
    meaning: str, taken: list[dict[str, Any]], gives: Iterable[str], method: str
) -> dict[str, Any]:
    content: dict[str, Any] = {each.partition(";")[0]: {} for each in gives}
    said: dict[str, Any] = {
        "summary": meaning,
        "responses": {"200": {"description": "What is asked for.", "content": content},
                      "303": {"description": "The document about it is at another address."},
                      "4XX": _FAULT, "503": _FAULT},
    }  # fmt: skip
    in_path = [each for each in taken if each["in"] == "path"]
    if method == "POST":
        fields = {each["name"]: each["schema"] for each in taken if each["in"] == "query"}
        form = {"schema": {"type": "object", "properties": fields}}
        return {**said, "parameters": in_path, "requestBody": {"content": {_FORM: form}}}
    return {**said, "parameters": taken}


def _parameter(name: str) -> dict[str, Any]:
    meaning, like, choices, many = TAKEN[name]
    one: dict[str, Any] = {"type": "string", "examples": [like]}
    if choices:
        one["enum"] = list(choices)
    schema = {"type": "array", "items": one} if many else one
    return {"name": name, "in": "query", "description": meaning, "schema": schema}


def _given(site: Site, route: Route, which: Question) -> list[dict[str, Any]]:
    own = {each.name for each in which.parameters}
    beside = [_parameter(each) for each in route.takes if each not in own]
    return [*(_asked_for(site, each) for each in which.parameters), *beside]


def _asked_for(site: Site, parameter: Parameter) -> dict[str, Any]:
    """Describe a parameter of a question."""
    schema: dict[str, Any] = {"type": _NUMBERS.get(parameter.type, "string")}
    if codes := list(code_list(site.engine, parameter)):
        schema["enum"] = codes
    elif like := parameter.example or parameter.default:
        schema["examples"] = [like]
    said = {"name": parameter.name, "in": "query", "description": parameter.meaning}
    return {**said, "required": parameter.default is None, "schema": schema}
