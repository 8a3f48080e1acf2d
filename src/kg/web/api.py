"""What programs can ask the site, as OpenAPI 3.1 describes it: read off the table of routes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
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


_TAKEN: Final = Path(__file__).with_name("taken.toml")
TAKEN: Final = {
    name: Taken(each["meaning"], each["like"], tuple(each.get("choices", ())),
                many=each.get("many", False))
    for name, each in tomllib.loads(_TAKEN.read_text(encoding="utf-8")).items()
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
