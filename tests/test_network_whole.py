"""Whole networks of the sample, attribute by attribute, as one file holds them.

``pytest tests/test_network_whole.py --rewrite-golden`` writes it anew; read what has changed.
What a network says beyond the file is left alone: the file holds what it has to say.
"""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

import kg
from kg.build import read_quads
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.network import timeline
from kg.release import VERSION
from kg.vocabulary import ID
from samples import CLAIMS, SAMPLE, engine_over, ontology_files, quads_of, write_turtle

HELD: Final = SAMPLE.with_name("networks.json")

CALLS: Final[dict[str, dict[str, Any]]] = {
    "all": {},
    "all with claims": {"claims": True},
    "in 1952 with claims": {"on": "1952-06-01", "claims": True},
    "in 1957": {"on": "1957-01-01"},
    "in 1962": {"on": "1962-07-01"},
    "in 2022": {"on": "2022-01-01"},
    "claims alone": {"accounts": ["claims"]},
    "about the league": {"about": "league"},
    "about an organ": {"about": ["Arcadian army", "ada"]},
    "about a road and what lies in it": {"about": "high-road"},
    "about a region with its parts": {"about": "highland"},
    "between two states": {"between": ("arcadia", "cimmeria")},
    "between two states with claims": {"between": ("cimmeria", "arcadia"), "claims": True},
    "between a state and its successor": {"between": ("borduria", "cimmeria")},
    "of a state in a war": {"about": "cimmeria", "between": ("arcadia", "borduria")},
    "stops": {"kinds": ["stop"]},
    "agreements and disputes": {"kinds": ["Agreement", "kg:Dispute"], "title": "Bonds"},
    "memberships": {"kinds": "Membership", "on": "1958-01-01", "about": ["arcadia"]},
}


def whole(network: Any) -> dict[str, Any]:
    """Give a network as the file has it: a line for each thing and each tie."""
    about = plain(network.graph)
    about["source_line"] = about["source_line"].replace(f"Khyber {VERSION};", "Khyber;")
    ties = {
        f"{key}: {a} to {b}": plain(data) for a, b, key, data in network.edges(keys=True, data=True)
    }
    return {
        "about": about,
        "things": {name: plain(data) for name, data in network.nodes(data=True)},
        "ties": ties,
    }


def plain(attributes: Any) -> dict[str, Any]:
    """Give attributes as they are read, and not as networkx's writers find them."""
    return {name: attributes[name] for name in attributes}


def told_once(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Leave out of each network what the first to have it says of the same thing or tie."""
    said: dict[tuple[str, str], dict[str, Any]] = {}
    for network in found.values():
        for part in ("things", "ties"):
            for name, data in network[part].items():
                known = said.setdefault((part, name), data)
                if known is not data:
                    new = {key: value for key, value in data.items() if known.get(key) != value}
                    network[part][name] = new | {key: None for key in known if key not in data}
    return found


def told_in_full(name: str) -> dict[str, Any]:
    """Give what the file says of a network, with what it left out."""
    said: dict[tuple[str, str], dict[str, Any]] = {}
    for each, network in json.loads(HELD.read_text(encoding="utf-8")).items():
        for part in ("things", "ties"):
            for thing, data in network[part].items():
                network[part][thing] = said.setdefault((part, thing), data) | data
        if each == name:
            break
    held: dict[str, Any] = network
    return held


def as_text(found: dict[str, dict[str, Any]]) -> str:
    parts = []
    for name, network in found.items():
        lines = [f"  {json.dumps(name)}: {{"]
        lines.append(f'    "about": {json.dumps(network["about"], ensure_ascii=False)},')
        for part in ("things", "ties"):
            each = [
                f"      {json.dumps(key)}: {json.dumps(data, ensure_ascii=False)}"
                for key, data in network[part].items()
            ]
            body = ",\n".join(each)
            lines.append(f'    "{part}": {{\n{body}\n    }}' + ("," if part == "things" else ""))
        parts.append("\n".join([*lines, "  }"]))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def test_the_file_is_written_anew_where_that_is_asked(
    sample: OxigraphEngine, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--rewrite-golden"):
        given = {name: whole(kg.project(sample, **call)) for name, call in CALLS.items()}
        HELD.write_text(as_text(told_once(given)), encoding="utf-8")
    assert list(json.loads(HELD.read_text(encoding="utf-8"))) == list(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_network_says_what_the_file_holds(name: str, sample: OxigraphEngine) -> None:
    held = told_in_full(name)
    given = json.loads(json.dumps(whole(kg.project(sample, **CALLS[name]))))
    assert {key: given["about"].get(key) for key in held["about"]} == held["about"]
    for part in ("things", "ties"):
        # In this order: one run draws what another does.
        assert list(given[part]) == list(held[part])
        for thing, data in held[part].items():
            assert {key: given[part][thing].get(key) for key in data} == data, thing


OTHER: Final = f"{ID}other"
WORLD: Final = """
id:union a kg:Alliance ; skos:prefLabel "Union"@en ; skos:prefLabel "Union"@ur .
id:naming-a a kg:Naming ; kg:named id:union ; kg:name "A name"@en ; kg:time "1950/1960"^^edtf:EDTF ;
    prov:wasDerivedFrom id:treaty-series .
id:naming-b a kg:Naming ; kg:named id:union ; kg:name "B name"@en ; kg:time "1950/1960"^^edtf:EDTF ;
    prov:wasDerivedFrom id:treaty-series .
id:naming-c a kg:Naming ; kg:named id:union ; kg:name "C name"@en ; kg:time "1953/1954"^^edtf:EDTF ;
    prov:wasDerivedFrom id:treaty-series, id:passage-1 .
id:naming-d a kg:Naming ; kg:named id:union ; kg:name "D name"@en ; kg:time "1957/.."^^edtf:EDTF .
id:member-a a kg:Membership ; kg:member id:arcadia ; kg:organization id:union ;
    kg:time "1949/1990"^^edtf:EDTF .
id:member-b a kg:Membership ; kg:member id:cimmeria ; kg:organization id:union .
id:pact-of-one a kg:Agreement ; kg:party id:arcadia ; kg:time "1960"^^edtf:EDTF .
id:low-road a kg:Road ; skos:prefLabel "Low Road"@en .
id:low-a a kg:Stop ; kg:corridor id:low-road ; kg:stopsAt id:sea-port ; kg:order 2 .
id:low-b a kg:Stop ; kg:corridor id:low-road ; kg:stopsAt id:high-pass ; kg:order 11 .
id:low-c a kg:Stop ; kg:corridor id:low-road ; kg:stopsAt id:arcadia-city ; kg:order 1 .
"""
ELSEWHERE: Final = """
id:other a kg:Account ; dcterms:title "Another"@en ; kg:observedUntil "2015-06-30"^^xsd:date .
id:member-c a kg:Membership ; kg:member id:borduria ; kg:organization id:union ;
    kg:time "1955/.."^^edtf:EDTF ; kg:differsFrom id:member-b .
id:member-b a kg:Membership ; kg:differsFrom id:member-a, id:member-c .
id:given a kg:Provision ; kg:provider id:union ; kg:recipient id:arcadia ;
    kg:quantity id:some , id:more .
id:some a kg:Quantity ; kg:value 1234567.50 ; kg:unit "lorries" ; kg:exactness c:exactly .
id:more a kg:Quantity ; kg:value 12 ; kg:unit c:persons ; kg:exactness c:about .
"""

# An account that says no day until which it speaks, of things whose labels have no language.
SILENT: Final = """
id:gazette a kg:Account .
id:member-d a kg:Membership ; kg:member id:plain ; kg:organization id:union ;
    kg:time "1955/.."^^edtf:EDTF .
id:plain a kg:State ; skos:prefLabel "Plain", "In English"@en, "سادہ"@ur .
id:title a kg:State ; dcterms:title "Title" ; skos:prefLabel "شعر"@ur .
id:kindless kg:partOf id:union .
id:no-kind a kg:Support ; kg:supporter id:kindless ; kg:supported id:title .
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> OxigraphEngine:
    folder = tmp_path_factory.mktemp("world")
    own = write_turtle(folder / "own.ttl", WORLD)
    other = write_turtle(folder / "other.ttl", ELSEWHERE)
    quads = quads_of([*ontology_files(), SAMPLE, CLAIMS, own])
    silent = write_turtle(folder / "silent.ttl", SILENT)
    apart = [*read_quads(other, OTHER), *read_quads(silent, f"{ID}gazette")]
    made = engine_over([*quads, *apart])
    return OxigraphEngine(made.store, fixed=True)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("1951-06-01", "A name"),  # of two with as many sources, the first by its slug
        ("1953-12-31", "C name"),  # the one that most sources give
        ("1954-06-01", "A name"),  # its end may have come
        ("1958-01-01", "A name"),  # what no source gives comes last
        ("1961-01-01", "D name"),
        ("1949-12-31", None),
    ],
)
def test_a_thing_bears_the_name_that_most_sources_give_on_the_day(
    world: OxigraphEngine, on: str, name: str | None
) -> None:
    network = kg.project(world, on=on, about="union")
    assert network.graph["name_at"].get("union") == name
    assert network.nodes["union"]["label"] == (name or "Union")
    spoken = network.graph["title"].partition(" on ")[0]
    assert spoken == (name or "Union")
    assert "label_ur" not in network.nodes["union"]


def test_each_account_has_its_own_last_day(world: OxigraphEngine) -> None:
    both = kg.project(world, about="union", accounts=["facts", "other"])
    assert both.graph["source_line"].split("; ")[1:] == [
        "facts to 31 December 2020", "other to 30 June 2015", "CC BY 4.0",
    ]  # fmt: skip
    assert both.graph["observed_until"] == "2020-12-31"
    accounts = {key: data["account"] for _, _, key, data in both.edges(keys=True, data=True)}
    assert accounts["member-a"] == "facts"
    assert accounts["member-c"] == "other"
    alone = kg.project(world, about="union", accounts="other")
    assert alone.graph["source_line"].split("; ")[1:] == ["data to 30 June 2015", "CC BY 4.0"]
    assert {key for _, _, key in alone.edges(keys=True)} == {"member-c", "given"}
    assert all("account" not in data for _, _, data in alone.edges(data=True))
    assert (alone.graph["accounts"], alone.graph["observed_until"]) == (["other"], "2015-06-30")


def test_an_account_that_says_no_day_has_none(world: OxigraphEngine) -> None:
    silent = kg.project(world, accounts="gazette")
    assert silent.graph["source_line"].split("; ")[1:] == ["CC BY 4.0"]
    assert "observed_until" not in silent.graph
    both = kg.project(world, "1960-01-01", accounts=["gazette", "other"], about="union").graph
    assert both["source_line"].split("; ")[1:3] == ["data to 30 June 2015", "CC BY 4.0"]
    assert both["observed_until"] == "2015-06-30"


def test_things_bear_their_labels_in_english_or_in_no_language(world: OxigraphEngine) -> None:
    nodes = kg.project(world, accounts="gazette").nodes
    told = {name: (nodes[name]["label"], nodes[name].get("label_ur")) for name in nodes}
    assert told == {
        "plain": ("In English", "سادہ"),
        "title": ("Title", "شعر"),
        "union": ("Union", None),
        "kindless": ("kindless", None),
    }
    kinds = {name: (nodes[name]["kind"], nodes[name]["kind_label"]) for name in nodes}
    assert kinds["kindless"] == ("Thing", "thing")
    assert "kind_label_ur" not in nodes["kindless"]
    assert kinds["plain"] == ("State", "state")
    line = timeline(world, accounts="gazette")
    short = ["plain", "title", "union", "kg:Membership", "nobody"]
    assert line.labels(short) == dict(
        zip(short, ["In English", "Title", "Union", "kg:Membership", "nobody"], strict=True)
    )
    bare = timeline(world, accounts="gazette", detail=False)
    assert bare.labels(short[:3]) == line.labels(short[:3])
    assert bare.labels(short) == line.labels(short)


def test_a_bare_network_has_the_same_ties_with_kind_time_and_place(world: OxigraphEngine) -> None:
    for call in ({}, {"on": "1958-01-01", "claims": True}, {"about": "low-road"}):
        full, bare = kg.project(world, **call), kg.project(world, **call, detail=False)
        assert list(full.edges(keys=True)) == list(bare.edges(keys=True))
        assert list(full) == list(bare)
        for (*ends, data), (*_, less) in zip(
            full.edges(keys=True, data=True), bare.edges(keys=True, data=True), strict=True
        ):
            for name in plain(less):
                assert less[name] == data[name], (ends, name)
            assert {"kind", "time_words", "modality"} <= set(less)
            assert set(less) >= {"within", "order"} & set(data)
            assert "evidence" not in less
        assert not any(bare.nodes[name] for name in bare)


def test_what_was_last_known_says_on_which_day(world: OxigraphEngine) -> None:
    known = kg.project(world, on="2016-01-01", about="union", accounts=["facts", "other"])
    ((_, _, key, data),) = known.edges(keys=True, data=True)
    assert (key, data["certainty"], data["last_known"]) == ("member-c", "last known", "2015-06-30")
    sure = kg.project(world, on="2015-06-30", about="union", accounts=["facts", "other"])
    ((_, _, key, data),) = sure.edges(keys=True, data=True)
    assert (key, data["certainty"]) == ("member-c", "certain")
    assert "last_known" not in data


def test_undated_ties_are_counted_one_or_many(world: OxigraphEngine) -> None:
    one = kg.project(world, on="1960-06-01", about="union").graph
    assert one["undated"] == 1
    assert one["source_line"].endswith("; 1 undated tie left out")
    many = kg.project(world, on="1960-06-01", about="arcadia").graph
    assert many["undated"] > 1
    assert many["source_line"].endswith(f"; {many['undated']} undated ties left out")
    assert "undated" not in kg.project(world, about="union").graph
    none = kg.project(world, on="1960-06-01", kinds="Membership", about="borduria").graph
    assert "undated" not in none
    assert none["source_line"].endswith("; CC BY 4.0")


def test_other_statements_are_told_in_order_and_without_a_date(world: OxigraphEngine) -> None:
    ties = kg.project(world, about="union", accounts=["facts", "other"])
    said = {key: data["other_accounts"] for _, _, key, data in ties.edges(keys=True, data=True)}
    assert said["member-c"] == ["Another statement gives no date."]
    assert said["member-b"] == [
        "Another statement gives 1949 to 1990.", "Another statement gives since 1955.",
    ]  # fmt: skip
    assert said["member-a"] == []


def test_a_quantity_is_told_in_words_from_the_account_that_gives_it(world: OxigraphEngine) -> None:
    given = kg.project(world, kinds="Provision", about="union", accounts=["facts", "other"])
    ((_, _, key, data),) = given.edges(keys=True, data=True)
    assert key == "given"
    assert data["facts"] == [
        ["has quantity", "1,234,567.5 lorries"], ["has quantity", "about 12 persons"],
    ]  # fmt: skip


def test_an_agreement_of_one_party_ties_nothing(world: OxigraphEngine) -> None:
    ends = {key: (a, b) for a, b, key in kg.project(world, kinds="Agreement").edges(keys=True)}
    assert "pact-of-one" not in ends
    assert all(a < b for a, b in ends.values())


def test_stops_follow_their_numbers_line_by_line(world: OxigraphEngine) -> None:
    stops = [
        (data["within"], data["order"], a, b, key)
        for a, b, key, data in kg.project(world, kinds="Stop").edges(keys=True, data=True)
    ]
    assert sorted(stops) == [
        ("high-road", 2, "arcadia-city", "high-pass", "high-road-stop-2"),
        ("high-road", 10, "high-pass", "sea-port", "high-road-stop-3"),
        ("low-road", 2, "arcadia-city", "sea-port", "low-a"),
        ("low-road", 11, "sea-port", "high-pass", "low-b"),
    ]


def test_a_kind_goes_by_any_of_its_names_and_no_other(sample: OxigraphEngine) -> None:
    expected = list(kg.project(sample, kinds=["OfficeHolding"]).edges(keys=True))
    assert len(expected) == 2
    names = ["officeholding", "kg:OfficeHolding", "KG:officeholding", "office holding",
             "https://w3id.org/khyber/ontology/OfficeHolding"]  # fmt: skip
    for name in names:
        assert list(kg.project(sample, kinds=name).edges(keys=True)) == expected
        assert list(kg.project(sample, kinds=[name, *names]).edges(keys=True)) == expected
    with pytest.raises(UsageError) as caught:
        kg.project(sample, kinds=["Membership", "Holding", "Office"])
    assert caught.value.what == "'Holding' is no kind of tie"
    kinds = caught.value.mend.removeprefix("kinds: ").split(", ")
    assert {"Membership", "Stop", "OfficeHolding"} < set(kinds)
    assert kinds == sorted(kinds)
