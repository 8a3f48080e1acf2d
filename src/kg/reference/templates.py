"""Templates: a statement of a class to be filled in, made from the ontology and the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.arguments import held
from kg.counting import listed
from kg.engine import Engine, cells_of, node
from kg.query import rows
from kg.rdf import AnyGraph, engine_of
from kg.reference.kinds import class_named
from kg.reference.model import Model, Taken
from kg.sparql import Query
from kg.terms import compact, is_iri, slug, text_of
from kg.vocabulary import CLAIMS, KG, OURS, PREFIXES, kg

__all__ = ["template"]

_RELATION, _DOCUMENT, _TIME, _UNTIL = (
    kg(name) for name in ("Relation", "Document", "time", "observedUntil")
)
_CLAIM: Final = (kg("modality"), kg("claimant"))
_A_CLAIM: Final = slug(CLAIMS).removesuffix("s")
_USED: Final = "SELECT DISTINCT ?property WHERE { ?thing a ?kind ; ?property ?value }"
_RDF: Final = PREFIXES["rdf"]
# What a value looks like before it is filled in, by its datatype.
_DATATYPES: Final = {
    PREFIXES["rdf"] + "langString": '"TEXT"@en',
    PREFIXES["xsd"] + "string": '"TEXT"',
    PREFIXES["xsd"] + "date": '"YYYY-MM-DD"^^xsd:date',
    PREFIXES["edtf"] + "EDTF": '"YYYY-MM-DD"^^edtf:EDTF',
}
_VALUE: Final = "SELECT ?value WHERE { ?thing ?property ?value } LIMIT 1"
# So many entries of a code list stand in a comment.
_FEW: Final = 12


@held
def template(graph: AnyGraph, kind: str, *, claim: bool = False) -> str:
    """Give a statement of a class as Turtle to be filled in.

    What stands in capitals is to be replaced; what the shapes require stands as it will, with what
    it takes beside it, and what is optional stands behind a ``#``. The document that says so
    follows, where one is asked for. Filled in, `kg.check` finds nothing wrong with it.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        kind: A class, such as ``membership``, ``kg:Event`` or ``office holding``; or ``claim``, for
            a claim of any kind.
        claim: Whether somebody alleges, attributes or plans it, so that it says who and how.

    Raises:
        UsageError: The ontology has no such class; the nearest are given.
    """
    engine = engine_of(graph)
    model = Model(engine)
    # Whatever is claimed is a relation.
    any_claim = kind.casefold() == _A_CLAIM
    cls = _RELATION if any_claim else class_named(model, kind)
    return _Template(engine, model, cls, claim=claim or any_claim).text()


class _Template:
    """One template: a thing, and the things that have to stand beside it."""

    def __init__(self, engine: Engine, model: Model, cls: str, *, claim: bool = False) -> None:
        self._engine, self._model, self._cls, self._claim = engine, model, cls, claim
        relation = _RELATION in (cls, *model.above(cls))
        self._name = f"id:{_hyphened(cls).lower()}-SLUG" if relation else "id:SLUG"
        # Things that the template names and does not find: each with its class.
        self._beside: dict[str, str] = {}

    def text(self) -> str:
        """Give the whole file."""
        blocks = [self._block(self._cls, self._name), *self._pointing()]
        blocks += [self._block(cls, name) for name, cls in self._beside.items()]
        body = "\n\n".join(blocks)
        bare = re.sub(r" [;.]  # .*", "", body)
        used = sorted(name for name in PREFIXES if re.search(rf"(?<![\w:-]){name}:\w", bare))
        head = "\n".join(f"@prefix {name}: <{PREFIXES[name]}> ." for name in used)
        return f"{self._heading()}\n{head}\n\n{body}\n"

    def _heading(self) -> str:
        definition = " ".join(self._model.values(self._cls, "skos:definition"))
        label = self._model.label(self._cls)
        head = f"A claim: {label}" if self._claim else f"{label[:1].upper()}{label[1:]}"
        account = f" --account {slug(CLAIMS)}" if self._claim else ""
        return "\n".join(
            [
                f"# {head}. {definition}",
                "# Replace what stands in capitals; take away the # of what you need besides.",
                f"# Then: kg check FILE{account}",
            ]
        )

    def _block(self, cls: str, name: str) -> str:
        """Give one thing: what it needs first, then what it may have, its evidence last."""
        required = self._required(cls)
        may = [each for each in self._optional(cls) if each not in required]
        last = [each for each in required if each in self._evidence(cls)]
        live = [each for each in required if each not in last]
        lines = [f"{name} a {compact(cls)} ;"]
        for prop in live:
            lines += self._lines(prop, cls)
        for prop in may:
            lines += [f"    # {each.strip()}" for each in self._lines(prop, cls, beside=False)]
        for prop in last:
            lines += self._lines(prop, cls)
        return "\n".join(_ended(lines))

    def _required(self, cls: str) -> list[str]:
        """Give the properties that things of a class have to have."""
        model = self._model
        asked = model.rules.of(cls, *model.above(cls))
        found = [each.path for each in asked if each.path and each.least]
        for choice in model.rules.choices(cls, *model.above(cls)):
            either = [each.path for each in choice if model.is_borne(each.path, cls)]
            found += either[:1] if not set(either) & set(found) else []
        own = cls == self._cls
        found += [_TIME] * (own and self._has_time(cls))
        found += [*_CLAIM] * (own and self._claim)
        return list(dict.fromkeys(found))

    def _has_time(self, cls: str) -> bool:
        """Say whether a shape of the class speaks of a time: things of it usually have one."""
        asked = self._model.rules.of(cls, *self._model.above(cls))
        return any(each.path == _TIME for each in asked)

    def _is_observed_apart(self) -> bool:
        """Say whether things of the class carry their own day up to which they were observed."""
        model, apart = self._model, compact(kg("observedApart"))
        return any(model.values(each, apart) for each in (self._cls, *model.above(self._cls)))

    def _evidence(self, cls: str) -> list[str]:
        """Give the properties of which a value may be a document that says so."""
        every = self._model.properties
        return [each for each in every if _DOCUMENT in self._model.taken(each, cls).classes]

    def _optional(self, cls: str) -> Iterator[str]:
        """Give the properties that a thing may have, and that things of its class do have.

        Of a class of which there is none yet, all that it may have.
        """
        model = self._model
        asked = [each.path for each in model.rules.of(cls, *model.above(cls)) if each.path]
        classes = [cls, *model.above(cls), PREFIXES["owl"] + "Thing"]
        may = dict.fromkeys([*asked, *(prop for each in classes for prop in model.own(each))])
        used = [p for (p,) in rows(self._engine, _USED, accounts=self._engine.accounts(), kind=cls)]
        # A property of somebody else's may stand anywhere, such as the publisher of a source.
        foreign = [p for p in sorted(used) if p not in may and not p.startswith((KG, _RDF))]
        for prop in [*may, *foreign]:
            wanted = not used or prop in used or prop in model.own(cls) or prop == _UNTIL
            if wanted and not model.is_derived(prop) and (self._claim or prop not in _CLAIM):
                yield prop

    def _lines(self, prop: str, cls: str, *, beside: bool = True) -> list[str]:
        """Give a property with a value to be replaced, and what it takes."""
        taken = self._model.taken(prop, cls)
        if taken.classes or taken.scheme or taken.datatype:
            values, said = self._values(taken, beside=beside), self._comment(taken)
        else:
            values, said = [self._as_used(prop)], self._model.in_words(taken)
            said = self._model.label(prop) if not taken.is_literal else said
        return [f"    {compact(prop)} {', '.join(values)} ;  # {said}"]

    def _as_used(self, prop: str) -> str:
        """Give a value of the sort that a property has in the data."""
        asked = Query(_VALUE, {"property": [node(prop)]}, self._engine.accounts())
        (value,) = next(iter(cells_of(self._engine.query(asked))), (None,))
        if is_iri(value):
            return "<https://ADDRESS>" if not text_of(value).startswith(OURS) else "id:NAME"
        return '"TEXT"@en' if getattr(value, "language", None) else '"TEXT"'

    def _values(self, taken: Taken, *, beside: bool) -> list[str]:
        word = _hyphened(taken.prop).upper()
        if taken.is_literal:
            return [_literal(taken.datatype)]
        if taken.scheme:
            return [f"c:{word}"]
        if beside and _DOCUMENT in taken.classes:
            self._beside["id:DOCUMENT"] = _DOCUMENT
            return ["id:DOCUMENT"]
        numbers = range(1, taken.least + 1) if taken.least > 1 else ()
        return [f"id:{word}-{number}" for number in numbers] or [f"id:{word}"]

    def _comment(self, taken: Taken) -> str:
        model = self._model
        words = model.in_words(taken)
        if taken.prop == _UNTIL and self._is_observed_apart():
            return f"needed where the time goes on; {words}"
        if taken.prop == _TIME:
            # The forms of a time are said once, in the ontology.
            words = " ".join(model.values(_TIME, "skos:scopeNote")).partition(": ")[2] or words
        entries = model.entries(taken.scheme) if taken.scheme else []
        if entries and len(entries) <= _FEW:
            return f"one of {listed([*map(compact, entries)])}"
        if entries:
            some = ", ".join(map(compact, entries[:3]))
            return f"{words}: {some}, …; kg describe {compact(taken.scheme)} lists all"
        return words

    def _pointing(self) -> list[str]:
        """Give the things that have to point at this one."""
        model, blocks = self._model, []
        for each in model.rules.of(self._cls, *model.above(self._cls)):
            if not each.inverse or not each.least:
                continue
            for cls in model.bearers(each.inverse)[:1]:
                word = compact(each.inverse)
                block = self._block(cls, f"id:{_hyphened(cls).lower()}-SLUG")
                blocks.append(re.sub(rf"(?<=\s){word} id:\S+", f"{word} {self._name}", block))
        return blocks


def _hyphened(iri: str) -> str:
    """Give the last part of a name, its words parted by hyphens."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", compact(iri).rpartition(":")[2])


def _literal(datatype: str) -> str:
    if not datatype:
        return '"TEXT"'
    return _DATATYPES.get(datatype) or f'"VALUE"^^{compact(datatype)}'


def _ended(lines: Sequence[str]) -> list[str]:
    """End a statement where its last line that is no comment ends."""
    last = max(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
    ended = list(lines)
    if last == 0:
        return [*ended, "    ."]
    ended[last] = re.sub(r" ;(?=  #|$)", " .", ended[last], count=1)
    # What stands behind a # after the end would be outside of the statement.
    return [*ended[:last], *ended[last + 1 :], ended[last]]
