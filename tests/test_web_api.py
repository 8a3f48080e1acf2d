"""The description of the routes, and a fuzzer that it drives: no fault of ours, no trace."""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from starlette.testclient import TestClient

from kg.engine import OxigraphEngine
from kg.query import questions
from kg.web.api import TAKEN
from kg.web.routes import ROUTES
from kg.web.site import Limits
from webs import client

# KG_FUZZ=10000 tries as many.
NUMBER = int(os.environ.get("KG_FUZZ", "250"))
WORDS = (
    "cento", "pakistan", "id:cento", "kg:Membership", "c:observer", "members-at", "1957",
    "1957-01-01", "today", "1955/1979", "197X", "PAK", "260", "پاکستان", "a,b", "cento, seato",
    "0", "-1", "1e999", "9" * 40, "yes", "\x00", "..", "%2e%2e%2f", "<script>alert(1)</script>",
    "a\r\nX-Injected: 1", "{{7*7}}", "ASK {}", "SELECT * { ?s ?p ?o }", "DESCRIBE id:cento",
    "SELECT * {", '{"q": {"query": "Burma"}}', "[]", "[" * 3000, "ttl",
    '{"ids": ["cento"], "properties": [{"id": "time"}]}', "https://w3id.org/khyber/id/claims",
)  # fmt: skip
CHECKS = [not_a_server_error, content_type_conformance, status_code_conformance]
ACCEPTS = ("", "*/*", "text/html", "application/json", "text/turtle", "text/csv", "image/png", ";;")


@pytest.fixture(scope="module")
def site(engine: OxigraphEngine) -> Iterator[TestClient]:
    with client(engine, Limits(bytes=1_000_000)) as made:
        yield made


@pytest.fixture(scope="module")
def described(site: TestClient) -> Any:
    return site.get("/openapi.json").json()


def test_every_address_and_every_question_is_described(described: Any) -> None:
    paths = described["paths"]
    for route in ROUTES:
        bare = route.path.replace("{suffix}", "").removesuffix("/?") or "/"
        if bare == "/questions/{name}":
            continue
        assert bare in paths or f"{bare}.{{form}}" in paths, bare
    for name, which in questions().items():
        taken = {each["name"] for each in paths[f"/questions/{name}"]["get"]["parameters"]}
        assert taken >= {each.name for each in which.parameters}
    assert set(paths["/sparql"]) == {"get", "post"}


def test_what_is_declared_is_what_is_read() -> None:
    declared = {name for route in ROUTES for name in route.takes}
    assert declared <= set(TAKEN)
    read = set()
    modules = {route.where.partition(":")[0] for route in ROUTES} | {"pages.choosing"}
    for module in modules:
        text = inspect.getsource(import_module(f"kg.web.{module}"))
        read |= set(re.findall(r'asked\.(?:one|all)\("([\w-]+)"', text))
        read |= {name for some in re.findall(r"_several\(asked, (.+?)\)", text)
                 for name in re.findall(r'"([\w-]+)"', some)}  # fmt: skip
    # The second is another name of the first.
    assert read - declared == {"corridor"}


@pytest.mark.parametrize(
    ("path", "like", "asked"),
    [
        ("/id/{slug}", "cento", {}), ("/ontology/{name}", "Membership", {}),
        ("/source/{slug}", "source-text-002", {}), ("/catalog", "", {}),
        ("/questions/members-at", "", {"organization": "cento", "on": "1957"}),
        ("/draw", "", {"name": "cento"}),
    ],
)  # fmt: skip
def test_every_form_that_is_described_is_there(
    site: TestClient, described: Any, path: str, like: str, asked: dict[str, str]
) -> None:
    said = described["paths"][f"{path}.{{form}}"]
    (form,) = [each for each in said["get"]["parameters"] if each["name"] == "form"]
    content = said["get"]["responses"]["200"]["content"]
    for each in form["schema"]["enum"]:
        reply = site.get(f"{re.sub('{.*}', like, path)}.{each}", params=asked)
        assert reply.status_code == 200, (each, reply.text[:200])
        assert reply.headers["content-type"].partition(";")[0] in content


@pytest.fixture(scope="module")
def operations(site: TestClient) -> list[Any]:
    schema = schemathesis.openapi.from_asgi("/openapi.json", site.app)
    found: list[Any] = list(schema.get_all_operations())
    return [each.ok() for each in found]


@st.composite
def cases(draw: st.DrawFn, operations: list[Any]) -> Any:
    """Give a request: as described, or not; some of its values those that mean something here."""
    # Half of them go to what is not one question among many.
    some = [each for each in operations if "/questions/" not in each.path]
    operation = draw(st.sampled_from(draw(st.sampled_from([some, operations]))))
    mode = draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    case = draw(operation.as_strategy(generation_mode=mode))
    for name, value in dict(case.query or {}).items():
        if draw(st.booleans()):
            word = draw(st.sampled_from(WORDS))
            case.query[name] = [word, word] if isinstance(value, list) else word
    case.headers["accept"] = draw(st.sampled_from(ACCEPTS))
    return case


@pytest.mark.slow
def test_whatever_is_asked_is_answered_without_a_fault_of_the_servers(
    operations: list[Any], record_property: Any
) -> None:
    seen: dict[int, int] = {}

    @settings(
        max_examples=NUMBER, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate] if NUMBER > 1000 else [Phase.generate, Phase.shrink],
    )  # fmt: skip
    @given(cases(operations))
    def ask(case: Any) -> None:
        reply = case.call(timeout=300)
        seen[reply.status_code] = seen.get(reply.status_code, 0) + 1
        assert reply.status_code < 500, (case.formatted_path, case.query, reply.content[:300])
        assert b"Traceback" not in reply.content
        assert "x-injected" not in reply.headers
        case.validate_response(reply, checks=CHECKS)

    ask()
    record_property("requests", json.dumps(seen))
    assert seen[200] > NUMBER / 20
