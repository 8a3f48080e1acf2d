"""A thing: what it is, its ties at a date, its names over time, what is claimed, what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from kg.days import parse_date
from kg.errors import DataError
from kg.evidence import evidence_of
from kg.network import project, structure
from kg.query import Question, nearest_names, origins_of, questions, rows
from kg.terms import compact
from kg.terms import slug as slug_of
from kg.vocabulary import CLAIMS, FACTS, ID, KG, OURS, C
from kg.web.asked import HTML, Asked, Reply
from kg.web.faults import Refused
from kg.web.pages.linked import as_rdf, as_schema, existing, form_of, seeing_other
from kg.web.pages.naming import names_on
from kg.web.rendering import day_in, render
from kg.web.site import Site

__all__ = ["day_of", "thing"]

_KINDS: Final = "SELECT DISTINCT ?kind WHERE { ?thing kg:kind ?kind } ORDER BY ?kind"
_SAID: Final = """SELECT DISTINCT ?property ?value ?label WHERE { ?thing ?property ?value
  OPTIONAL { ?property skos:prefLabel ?label FILTER(LANG(?label) IN ("en", "")) }
  FILTER(!isLiteral(?value) || LANG(?value) IN ("", "en", "ur")) } ORDER BY ?property ?value"""
_NAMES: Final = """SELECT DISTINCT ?name ?scheme ?time WHERE {
  { ?bearing kg:named ?thing ; kg:name ?name }
  UNION { ?bearing kg:coded ?thing ; kg:code ?name OPTIONAL { ?bearing kg:codeScheme ?scheme } }
  OPTIONAL { ?bearing kg:time ?time } } ORDER BY ?scheme ?time ?name"""
# Of one kind so many ties are shown; the page of that kind alone shows all.
_SHOWN: Final = 30
_MOST: Final = 2000
_ALL: Final = 1 << 30
_LEAST: Final = 2


class Line(NamedTuple):
    """One tie in words.

    Attributes:
        other: The thing at its other end, as a slug.
        page: The same as a compact name.
        key: The relation's slug.
        time: When.
        certainty: How surely it holds on the day; empty where no day is asked about.
        detail: What else it says.
        modality: How it stands, where it is no fact.
        claimants: Who claims it.
        differing: What others say instead.
        sources: What says so.
    """

    other: str
    page: str
    key: str
    time: str
    certainty: str
    detail: str
    modality: str
    claimants: str
    differing: tuple[str, ...]
    sources: tuple[dict[str, str], ...]
    order: str


class Kind(NamedTuple):
    """The ties of one kind: its label, its term, how many there are, and those that are shown."""

    label: str
    term: str
    total: int
    lines: list[Line]


class WrongDay(Refused):
    """The date of the visit is none."""

    status = 400


def thing(site: Site, asked: Asked, slug: str, suffix: str) -> Reply:
    """Show a thing, or give it as RDF."""
    iri = ID + slug
    near = () if site.engine.declares(iri) else nearest_names(site.engine, slug)
    existing(site, iri, asked, near)
    media = form_of(asked, suffix)
    if media != HTML:
        return as_rdf(site, asked, iri, media) if suffix else seeing_other(asked, media)
    return _page(site, asked, slug, iri)


def day_of(asked: Asked) -> str | None:
    """Give the date of the visit as ISO 8601, None where none is asked about.

    Raises:
        WrongDay: It is no day.
    """
    text = asked.one("on")
    try:
        return parse_date(text).isoformat() if text else None
    except DataError as error:
        raise WrongDay(error.what, where=text[:40], mend=error.mend) from None


def _page(site: Site, asked: Asked, slug: str, iri: str) -> Reply:
    on = day_of(asked)
    engine, accounts = site.engine, site.engine.accounts()
    kinds = [kind for (kind,) in rows(engine, _KINDS, accounts=accounts, thing=iri)]
    wanted = asked.one("kind")
    # A relation is told by what it says of its parties.
    is_tie = any(f"{KG}Relation" in (each, *site.model.above(each)) for each in kinds)
    ties, borne = ([], {}) if is_tie else _ties(site, slug, on, wanted)
    facts = [each for each in ties if _is_fact(each[1])]
    claims = [each for each in ties if not _is_fact(each[1])]
    shown = {key for key, _ in ties}
    # A page as a file leads to no other one that shows the rest.
    most = _ALL if asked.still else _MOST if wanted else _SHOWN
    others = [] if is_tie else _others(site, asked, iri, shown, on)
    return render(
        site, asked, "thing.html", iri=iri, slug=slug, kinds=kinds, day=on, wanted=wanted,
        then=names_on(site, on, borne), said=_said(site, asked, iri),
        names=[] if is_tie else list(rows(engine, _NAMES, accounts=accounts, thing=iri)),
        ties=_by_kind(facts, asked.language, most), claims=_by_kind(claims, asked.language, most),
        sources=origins_of(engine, [iri]).get(iri, []), is_tie=is_tie,
        others=others[:_ALL if asked.still else _SHOWN], more=len(others), asks=_asks(site, kinds),
        drawn=bool(ties) and _is_drawn(site, slug, ties), schema=as_schema(site, asked, iri, kinds),
        claimed=CLAIMS in accounts,
    )  # fmt: skip


def _is_fact(data: dict[str, Any]) -> bool:
    return data.get("modality", "asserted") == "asserted" and data.get("account") != slug_of(CLAIMS)


def _ties(
    site: Site, slug: str, on: str | None, wanted: str
) -> tuple[list[tuple[str, Any]], dict[str, str]]:
    """Give the ties of a thing, and the names that it and those it is tied to bore on the day."""
    network = site.lately(("ties", slug, on, wanted), lambda: project(
        site.engine, on, about=[f"id:{slug}"], kinds=[wanted] if wanted else None,
        claims=CLAIMS in site.engine.accounts(),
    ))  # fmt: skip
    found = []
    for one, two, key, data in network.edges(keys=True, data=True):
        told = dict.copy(data)
        told["other"] = other = two if one == slug else one
        told["page"] = _page_of(site, other)
        if not told.get("time"):
            # An event lends its time to who takes part in it.
            told |= {name: network.nodes[other].get(name) for name in ("time", "earliest_start")}
        found.append((key, told))
    return found, network.graph.get("name_at", {})


def _page_of(site: Site, other: str) -> str:
    """Give the compact name of what a network calls by its slug alone."""
    is_concept = site.engine.declares(C + other) and not site.engine.declares(ID + other)
    return f"{'c' if is_concept else 'id'}:{other}"


def _is_drawn(site: Site, slug: str, ties: Iterable[tuple[str, dict[str, Any]]]) -> bool:
    """Say whether the ties that make up a thing make a picture."""
    own = {each.removeprefix(KG) for each in structure(site.engine, [f"id:{slug}"])}
    return sum(data["kind"] in own for _, data in ties if _is_fact(data)) >= _LEAST


def _by_kind(ties: Iterable[tuple[str, dict[str, Any]]], language: str, most: int) -> list[Kind]:
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for key, data in ties:
        label = (data.get("kind_label_ur") if language == "ur" else None) or data["kind_label"]
        groups[label, data["kind"]].append(_line(key, data, language))
    return [
        Kind(label, term, len(lines), sorted(lines, key=lambda line: line.order)[:most])
        for (label, term), lines in sorted(groups.items(), key=lambda each: -len(each[1]))
    ]


def _line(key: str, data: dict[str, Any], language: str) -> Line:
    modality = "" if _is_fact(data) else data.get("modality_label", "")
    time = day_in(language, data["time"]) if data.get("time") else ""
    return Line(
        data["other"], data["page"], key, time, data.get("certainty") or "",
        data.get("detail", ""), modality, ", ".join(data.get("claimants", ())),
        tuple(data.get("other_accounts", ())), tuple(data.get("evidence", ())),
        str(data.get("earliest_start") or "9999"),
    )  # fmt: skip


def _said(site: Site, asked: Asked, iri: str) -> Iterator[tuple[str, list[str]]]:
    """Give what is said of the thing itself, by property, without what is derived."""
    found: dict[str, list[str]] = defaultdict(list)
    for prop, value, _ in rows(site.engine, _SAID, accounts=(FACTS,), thing=iri):
        is_own = str(prop).startswith(OURS) or not str(prop).startswith("http://www.w3.org/1999")
        if is_own and not site.model.is_derived(prop) and str(value) not in found[prop]:
            found[prop].append(str(value))
    known = site.labels[asked.language]
    for prop, values in found.items():
        if prop.startswith(KG) and compact(prop) == "kg:kind":
            continue
        yield known.get(prop) or compact(prop), values


def _others(site: Site, asked: Asked, iri: str, shown: set[str], on: str | None) -> list[Any]:
    """Give what else the graph says with this thing as a party: statements that are no tie."""
    if on:
        return []
    told = {iri, *(ID + key for key in shown)}
    found: dict[str, Any] = {}
    for each in evidence_of(site.engine, compact(iri), site.labels[asked.language], told):
        found.setdefault(each.statement, each)
    return list(found.values())


def _asks(site: Site, kinds: list[str]) -> list[tuple[str, list[tuple[Question, str]]]]:
    """Give the questions that take a thing of these kinds by subject, each with its parameter."""
    above = {compact(each) for kind in kinds for each in (kind, *site.model.above(kind))}
    found: dict[str, list[tuple[Question, str]]] = defaultdict(list)
    for each in questions().values():
        name = next((p.name for p in each.parameters if p.type in above), None)
        if name:
            found[each.subject].append((each, name))
    return sorted(found.items())
