"""What publishing keeps for the next page: the same answers, asked once; a server keeps nothing."""

from __future__ import annotations

from kg.cli.supervising import _note
from kg.engine import Answer, OxigraphEngine, Rows
from kg.query import columns
from kg.sparql import Asked
from kg.vocabulary import CLAIMS, FACTS
from kg.web.asked import Asked as Request
from kg.web.routes import handle
from kg.web.site import Site
from kg.web.still.remembering import Remembering

NAMES = "SELECT ?thing ?label WHERE { ?thing skos:prefLabel ?label } ORDER BY ?thing LIMIT 50"
PAGES = (
    "/id/cento",
    "/id/cento?lang=ur",
    "/draw.svg?name=id:cento",
    "/about",
    "/questions/members-at",
)


class Counting(OxigraphEngine):
    """An engine that counts how often it is asked."""

    asked = 0

    def query(self, asked: Asked) -> Answer:
        self.asked += 1
        return super().query(asked)


def test_the_same_is_asked_once_and_answered_alike_as_often_as_it_is_read(
    sample: OxigraphEngine,
) -> None:
    engine = Counting(sample.store, fixed=True)
    kept = Remembering(engine)
    for _ in range(3):
        assert columns(kept, NAMES) == columns(sample, NAMES)
        answer = kept.query(NAMES)
        assert isinstance(answer, Rows)
        plain = sample.query(NAMES)
        assert isinstance(plain, Rows)
        for _ in range(2):
            assert [tuple(row) for row in answer.cells] == [tuple(row) for row in plain.cells]
    assert engine.asked == 1
    assert columns(kept, NAMES, accounts=(FACTS, CLAIMS)) != columns(kept, NAMES, thing=[])
    assert engine.asked == 3


def test_pages_are_the_same_with_what_is_kept_and_without(sample: OxigraphEngine) -> None:
    kept, plain = Site(Remembering(sample), recent=4), Site(sample)
    for page in PAGES:
        path, _, query = page.partition("?")
        pairs = [(n, v) for n, _, v in [each.partition("=") for each in query.split("&") if each]]
        asked = Request("GET", path, pairs, accept="text/html", still=True)
        one, other = handle(kept, asked), handle(plain, asked)
        assert (one.status, one.body) == (other.status, other.body)


def test_a_server_keeps_nothing_that_may_change(sample: OxigraphEngine) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    server, files = Site(sample), Site(sample, recent=2)
    assert [server.lately("x", make), server.lately("x", make)] == [1, 2]
    assert [files.lately("x", make), files.lately("x", make)] == [3, 3]
    for name in ("a", "b"):
        files.lately(name, make)
    assert files.lately("x", make) == 6


def test_what_is_finished_is_forgotten_at_once() -> None:
    left: dict[bytes, None] = {}
    _note([b"+a", b"+b", b"-a", b"+c", b"-c"], left)
    assert list(left) == [b"b"]
