"""One line for each rule: a thing of the sample, and the changes to it that break the rule.

A line is the rule's name, the thing that is to be named, and changes parted by bars: ``-`` takes a
property away, ``+`` adds a value, ``=`` puts a value in place of what was there. A change that
starts with a name is made to that thing instead.
"""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from kg.terms import expand
from samples import HEAD

SHAPES = """
shape-label id:league - skos:prefLabel | + skos:prefLabel "Other"@en | = skos:prefLabel "bare"
shape-label-english id:league = skos:prefLabel "لیگ"@ur
labels-urdu.rq id:arcadia = skos:prefLabel "Arcadia"@en
shape-coded-state id:arcadia id:code-arcadia = kg:coded id:borduria
shape-capital id:arcadia = kg:capital id:borduria
shape-organ-of id:arcadian-army = kg:organOf id:sea-port
shape-predecessor id:succession-cimmeria - kg:predecessor | + kg:predecessor id:arcadia | = kg:predecessor id:raid
shape-successor id:succession-cimmeria - kg:successor | + kg:successor id:arcadia | = kg:successor id:raid
shape-seceded-from id:secession-borduria - kg:secededFrom | + kg:secededFrom id:cimmeria | = kg:secededFrom id:league
shape-seceded id:secession-borduria - kg:seceded | + kg:seceded id:cimmeria | = kg:seceded id:highland
shape-governs id:arcadian-cabinet = kg:governs id:highland
shape-administers id:highland-council = kg:administers id:arcadia
shape-headquarters id:league = kg:headquarters id:arcadia
shape-one-seat id:seat-league - kg:presentIn | + kg:presentIn id:sea-port
shape-coded id:code-arcadia - kg:coded | + kg:coded id:borduria | = kg:coded id:sea-port
shape-code-scheme id:code-arcadia - kg:codeScheme | + kg:codeScheme c:cow | = kg:codeScheme c:essay
shape-code id:code-arcadia - kg:code | + kg:code "ARD" | = kg:code 5
shape-office-of id:chancellor-of-arcadia - kg:officeOf | = kg:officeOf id:sea-port
shape-office-holder id:holding-ada - kg:holder | + kg:holder id:bruno | = kg:holder id:arcadia
shape-office id:holding-ada - kg:office | = kg:office id:arcadia
shape-member id:membership-league-borduria - kg:member | + kg:member id:cimmeria | = kg:member id:sea-port
shape-organization id:suspension-league-borduria - kg:organization | = kg:organization id:arcadia
shape-partner id:partnership-league-cimmeria - kg:partner | + kg:partner id:arcadia | = kg:partner id:sea-port
shape-standing id:membership-league-borduria - kg:status | + kg:status c:observer | = kg:status c:operating
shape-named id:naming-league - kg:named | + kg:named id:arcadia
shape-name id:naming-league - kg:name | = kg:name "bare"
shape-corridor id:high-road-crossing - kg:corridor | = kg:corridor id:arcadia
shape-participant id:high-road-arcadia - kg:participant | + kg:participant id:ada | = kg:participant id:raid
shape-role id:high-road-arcadia - kg:role | = kg:role c:oil
shape-crosses id:high-road-crossing - kg:crosses | = kg:crosses id:arcadia
shape-transits id:high-road-transit - kg:transits | = kg:transits id:highland
shape-connects id:high-road-connection - kg:connects | = kg:connects id:arcadia
shape-stops-at id:high-road-stop-1 - kg:stopsAt | + kg:stopsAt id:sea-port | = kg:stopsAt id:arcadia
shape-order id:high-road-stop-1 - kg:order | + kg:order 4 | = kg:order "first"
shape-stop-coordinates id:high-road-stop-1 id:arcadia-city - geo:hasGeometry | id:geometry-arcadia-city - geo:asWKT
shape-corridor-state id:high-road-status - kg:corridorStatus | + kg:corridorStatus c:blocked | = kg:corridorStatus c:observer
shape-event-weapon id:raid = kg:weapon c:oil
shape-event id:participation-raid-ada - kg:event | + kg:event id:arcadia | = kg:event id:arcadia
shape-acting-as id:participation-raid-ada = kg:capacity id:arcadia
EvidenceShape id:raid - kg:statedIn
EvidenceShape id:pact - prov:wasDerivedFrom
EvidenceShape id:partnership-league-cimmeria - kg:reviewStatus | = kg:reviewStatus c:observer
shape-derived-from id:support-1 = prov:wasDerivedFrom id:text-1 | + prov:wasDerivedFrom id:arcadia
shape-stated-in id:raid = kg:statedIn id:text-1 | + kg:statedIn id:arcadia
DerivedShape id:raid + prov:wasDerivedFrom id:passage-1
DerivedShape id:arcadian-army + prov:wasDerivedFrom id:passage-1
StatedShape id:support-1 + kg:statedIn id:passage-1
shape-title id:text-1 - dcterms:title | + dcterms:title "Other"@en
shape-text-kind id:text-1 = kg:textKind c:oil | + kg:textKind c:news-report
shape-identifier id:text-1 - dcterms:identifier | + dcterms:identifier "other.txt"
shape-sha256 id:text-1 - kg:sha256 | = kg:sha256 "9E46"
shape-reviewed id:treaty-series - kg:reviewed | = kg:reviewed "2026" | + kg:reviewed "2026-01-01"^^xsd:date
shape-complete-for id:facts = kg:completeFor id:raid
shape-observed-from id:facts = kg:observedFrom "2021-01-01"^^xsd:date | + kg:observedFrom "1900-01-02"^^xsd:date | = kg:observedFrom "1900"
shape-start id:passage-1 - oa:start | = oa:start -1 | = oa:start 4.5
shape-end id:passage-1 - oa:end | + oa:end 30 | = oa:end "20"
shape-end-after-start id:passage-1 = oa:end 4 | = oa:end 1
shape-passage-of id:passage-1 - dcterms:isPartOf | = dcterms:isPartOf id:treaty-series
shape-row-key id:row-1 - kg:rowKey | + kg:rowKey "2" | = kg:rowKey 1
shape-row-of id:row-1 - dcterms:isPartOf | = dcterms:isPartOf id:treaty-series
shape-modality id:position-1 = kg:modality c:oil | + kg:modality c:alleged
shape-claimant id:position-1 - kg:claimant | = kg:claimant c:oil | = kg:claimant id:sea-port
shape-place-type id:sea-port - kg:placeType | + kg:placeType c:city | = kg:placeType c:oil
shape-wkt id:geometry-sea-port = geo:asWKT "72 32"^^geo:wktLiteral | = geo:asWKT "POINT(72 32)" | + geo:asWKT "POINT(1 2)"^^geo:wktLiteral
shape-in-territory-of id:arcadia-city = kg:inTerritoryOf id:league | + kg:inTerritoryOf id:borduria
shape-within id:arcadia-city = kg:within id:arcadia
shape-controller id:control-1 - kg:controller | = kg:controller id:raid
shape-geometry id:sea-port = geo:hasGeometry id:high-pass | + geo:hasGeometry id:geometry-high-pass
shape-where id:raid = kg:place id:arcadia
shape-administrator id:administration-1 - kg:administrator | = kg:administrator id:league
shape-territory id:administration-1 - kg:territory | = kg:territory id:arcadia
shape-claiming-state id:territorial-claim-1 - kg:claimingState | = kg:claimingState id:league
shape-time id:raid + kg:time "1964"^^edtf:EDTF | = kg:time "1963"
shape-party id:pact = kg:party id:sea-port | = kg:party "Arcadia"
shape-two-parties id:dispute-high-pass = kg:party id:arcadia | - kg:party
shape-value-unit id:quantity-1 - kg:unit | + kg:unit c:states | = kg:unit c:about
shape-exactness id:quantity-1 - kg:exactness | = kg:exactness c:persons
shape-value id:quantity-1 = kg:value 3000 | + kg:value 4000.0
shape-quantity id:presence-1 = kg:quantity id:raid
shape-theme id:dispute-high-pass = kg:theme c:oil
shape-under-agreement id:obligation-1 = kg:underAgreement id:league
shape-obligor id:obligation-1 - kg:obligor
shape-obligee id:obligation-1 - kg:obligee
shape-obligation-kind id:pact = kg:obligationKind c:oil
shape-supporter id:support-1 - kg:supporter | + kg:supporter id:ada | = kg:supporter id:raid
shape-supported id:support-1 - kg:supported
shape-imposer id:sanction-1 - kg:imposer | = kg:imposer id:raid
shape-target id:sanction-1 - kg:target | + kg:target id:ada | = kg:target id:raid
shape-characterized-as id:characterization-1 - kg:characterizedAs | = kg:characterizedAs c:oil
shape-about id:position-1 - kg:about
shape-position-holder id:position-1 - kg:positionHolder | + kg:positionHolder id:ada | = kg:positionHolder id:raid
shape-stance id:position-1 - kg:stance | = kg:stance c:oil
shape-grantor id:designation-1 - kg:grantor | + kg:grantor id:ada | = kg:grantor id:raid
shape-grantee id:designation-1 - kg:grantee | + kg:grantee id:ada | = kg:grantee id:raid
shape-designation id:designation-1 - kg:designation | = kg:designation c:oil
shape-present id:presence-1 - kg:present | + kg:present id:ada | = kg:present id:raid
shape-present-in id:presence-1 - kg:presentIn | = kg:presentIn id:borduria
shape-sender id:presence-1 + kg:sender id:highland
shape-some-party id:embassies - kg:party
shape-described id:description-1 - kg:described | + kg:described id:borduria
shape-described-as id:description-1 = kg:describedAs c:oil
DescriptionShape id:description-1 - kg:describedAs
shape-assessment-about id:assessment-1 - kg:about
shape-assessment-content id:assessment-1 - kg:content
shape-compared id:comparison-1 - kg:compared | = kg:compared id:raid
shape-armed id:armament-1 - kg:armed | + kg:armed id:ada | = kg:armed id:raid
shape-weapon id:armament-1 - kg:weapon | = kg:weapon c:oil
shape-influencer id:influence-1 - kg:influencer | + kg:influencer id:ada | = kg:influencer id:raid
shape-influenced id:influence-1 = kg:influenced id:highland
shape-influenced-in id:influence-1 = kg:influencedIn id:cimmeria
InfluenceShape id:influence-2 - kg:influenced
shape-provider id:provision-1 - kg:provider | + kg:provider id:ada | = kg:provider id:raid
shape-recipient id:provision-1 - kg:recipient | + kg:recipient id:ada | = kg:recipient id:raid
shape-provides id:provision-1 - kg:provides | = kg:provides c:persons
shape-review-status id:partnership-league-cimmeria = kg:reviewStatus c:observer | + kg:reviewStatus c:oil
claims-apart.rq id:support-1 + kg:modality c:alleged
claims-marked.rq id:position-1 - kg:modality | - kg:claimant
addresses-public.rq id:treaty-series = rdfs:seeAlso <https://homsy-staging.example.org/a> | = rdfs:seeAlso <http://localhost:8000/a>
addresses-public.rq id:treaty-series = rdfs:seeAlso <https://beta.example.org/a> | = rdfs:seeAlso <https://core-prod.example.org/>
cited-in-time.rq id:succession-cimmeria id:treaty-series = kg:reviewed "1960-01-01"^^xsd:date
cited-in-time.rq id:treaty-series = dcterms:date "2026-11-21"
cited-in-time.rq id:succession-cimmeria = kg:time "2031-01-01"^^edtf:EDTF
memberships-alive.rq id:membership-league-borduria = kg:time "1910/1959"^^edtf:EDTF | id:borduria = kg:time "1920/1957"^^edtf:EDTF
memberships-alive.rq id:partnership-league-cimmeria + kg:time "1940/1945"^^edtf:EDTF | + kg:time "1980/.."^^edtf:EDTF
memberships-alive.rq id:membership-league-arcadia = kg:time "1950/1985"^^edtf:EDTF | = kg:time "1949-12-31/1979"^^edtf:EDTF
memberships-apart.rq id:membership-league-arcadia id:membership-league-borduria = kg:member id:arcadia
names-declared.rq id:membership-league-borduria = kg:member id:dardania | + prov:wasDerivedFrom id:passage-9
names-declared.rq id:position-1 + kg:about id:dardania
names-declared.rq id:description-1 - rdf:type
no-blank-nodes.rq id:pact + kg:party []
no-blank-nodes.rq id:position-1 + kg:about []
observed-within.rq id:dispute-high-pass = kg:observedUntil "1960-12-31"^^xsd:date | = kg:observedUntil "2021-01-01"^^xsd:date
observed-within.rq id:membership-league-arcadia-2 + kg:observedUntil "1951-12-31"^^xsd:date
offices-apart.rq id:holding-ada id:holding-bruno = kg:time "1955-06-29/1961"^^edtf:EDTF
offices-apart.rq id:holding-ada id:holding-bruno = kg:time "1950-03-01/1955-06-30"^^edtf:EDTF
open-observed.rq id:high-road-status - kg:observedUntil
open-observed.rq id:position-1 + kg:time "1961/.."^^edtf:EDTF
one-value.rq id:arcadia + kg:capital id:sea-port
one-value.rq id:position-1 + kg:observedUntil "1961-12-31"^^xsd:date, "1962-12-31"^^xsd:date
domains.rq id:membership-league-borduria + kg:partner id:arcadia
domains.rq id:position-1 + kg:capital id:sea-port | + kg:code "A"
ranges.rq id:assessment-1 = kg:about "The league" | = kg:content "bare"
ranges.rq id:position-1 = kg:about "The pass" | + kg:differsFrom id:arcadia
differences-both-ways.rq id:membership-league-arcadia id:membership-league-arcadia-2 - kg:differsFrom
differences-both-ways.rq id:membership-league-arcadia id:membership-league-arcadia-2 + kg:preferenceReason "It is later."@en
parties-alive.rq id:participation-raid-ada = kg:participant id:borduria
parties-alive.rq id:pact = kg:time "1910/1915"^^edtf:EDTF | = kg:time "1961-02"^^edtf:EDTF
spells-apart.rq id:holding-ada id:holding-bruno = kg:holder id:ada
status-alive.rq id:high-road-status id:high-road + kg:time "1930/1950"^^edtf:EDTF
status-alive.rq id:suspension-league-borduria id:membership-league-borduria = kg:time "1959-01/1959-03-24"^^edtf:EDTF
sourced-or-unreviewed.rq id:support-1 + kg:reviewStatus c:unreviewed
sourced-or-unreviewed.rq id:position-1 + kg:reviewStatus c:unreviewed
"""  # noqa: E501 - a line each


class Case(NamedTuple):
    """One change that breaks one rule."""

    rule: str
    focus: str
    subject: str
    change: str
    prop: str
    value: str

    def __str__(self) -> str:
        return f"{self.rule} {self.subject} {self.change} {self.prop} {self.value}".strip()


def cases() -> list[Case]:
    found = []
    for line in SHAPES.strip().splitlines():
        rule, focus, changes = line.split(" ", 2)
        for each in changes.split(" | "):
            named = each.startswith("id:")
            subject, rest = each.split(" ", 1) if named else (focus, each)
            change, prop, value = [*rest.split(" ", 2), ""][:3]
            found.append(Case(rule, focus, subject, change, prop, value))
    return found


def changed(quads: list[ox.Quad], case: Case) -> list[ox.Quad]:
    """Give quads with the change of a case made, in the graph where its thing stands."""
    subject, prop = ox.NamedNode(expand(case.subject)), ox.NamedNode(expand(case.prop))
    graph = next(quad.graph_name for quad in quads if quad.subject == subject)
    if case.change in "-=":
        assert any(quad.subject == subject and quad.predicate == prop for quad in quads), case
        quads = [quad for quad in quads if (quad.subject, quad.predicate) != (subject, prop)]
    if case.change == "-":
        return quads
    text = f"{HEAD}{case.subject} {case.prop} {case.value} ."
    more = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return [*quads, *(ox.Quad(q.subject, q.predicate, q.object, graph) for q in more)]


def batches() -> list[list[Case]]:
    """Put cases together that touch different things, so that one check holds several."""
    made: list[tuple[set[str], list[Case]]] = []
    for case in cases():
        things = {case.focus, case.subject}
        for touched, batch in made:
            if not touched & things:
                touched.update(things)
                batch.append(case)
                break
        else:
            made.append((things, [case]))
    return [batch for _, batch in made]
