"""The canonical writer: one order for a data file, so that a difference shows what changed.

Things stand under the heading of their class, in the order of their names; a thing's class comes
first, then its labels, then the rest by property; values are sorted. Writing what was written
gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from kg.terms import compact, is_iri, text_of
from kg.vocabulary import PREFIXES, RDF_TYPE

__all__ = ["Statement", "write"]

_FIRST: Final = (
    RDF_TYPE,
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "altLabel",
    PREFIXES["dcterms"] + "title",
)
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[\w-]*[\w-])?")
_BARE: Final = {
    PREFIXES["xsd"] + "integer": re.compile(r"[+-]?[0-9]+"),
    PREFIXES["xsd"] + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    PREFIXES["xsd"] + "boolean": re.compile(r"true|false"),
}
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_STRING: Final = PREFIXES["xsd"] + "string"


class Statement(Protocol):
    """A triple, or a quad whose graph does not matter here."""

    @property
    def subject(self) -> object:
        """Give what the statement is about."""

    @property
    def predicate(self) -> object:
        """Give its property."""

    @property
    def object(self) -> object:
        """Give its value."""


def write(
    statements: Iterable[Statement],
    heading: str = "",
    tags: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> str:
    """Give statements as Turtle in canonical order.

    Args:
        statements: Triples or quads without blank nodes.
        heading: A comment for the file's head, a line or more.
        tags: Language tags as they are to be written, by text and tag; see `written_tags`.

    Returns:
        The text of the file, its prefixes those that it uses.
    """
    things: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in statements:
        things[text_of(each.subject)][text_of(each.predicate)].add(_written(each.object, tags))
    sections: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(things):
        sections[_section(things[iri])].append(_thing(iri, things[iri]))
    body = "\n".join(
        f"### {name}\n\n{chr(10).join(blocks)}" for name, blocks in sorted(sections.items())
    )
    comment = "".join(f"# {line}".rstrip() + "\n" for line in heading.splitlines())
    return f"{comment}{_prefixes(body)}\n{body}"


def _prefixes(body: str) -> str:
    names = _TEXT.sub('""', body)
    used = set(re.findall(r"(?:(?<=\s)|(?<=\^\^))([a-z]+):", names))
    return "".join(
        f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()) if name in used
    )


def _section(properties: Mapping[str, set[str]]) -> str:
    named = {name for name in properties.get(RDF_TYPE, ()) if not name.startswith('"')}
    classes = sorted(named or {"no class"})
    return " ".join(name.partition(":")[2] or name for name in classes)


def _thing(iri: str, properties: Mapping[str, set[str]]) -> str:
    order = sorted(properties, key=lambda p: (_FIRST.index(p) if p in _FIRST else 9, compact(p)))
    lines = [
        f"{'a' if p == RDF_TYPE else _name(p)} {', '.join(sorted(properties[p]))}" for p in order
    ]
    return f"{_name(iri)} {f' ;{chr(10)}    '.join(lines)} .\n"


def _name(iri: str) -> str:
    short = compact(iri)
    prefix, colon, local = short.partition(":")
    safe = short != iri and colon and prefix in PREFIXES and _LOCAL.fullmatch(local)
    return short if safe else f"<{iri}>"


def _written(term: object, tags: Mapping[tuple[str, str], str]) -> str:
    lexical = text_of(term)
    if is_iri(term):
        return _name(lexical)
    language = getattr(term, "language", None)
    datatype = text_of(getattr(term, "datatype", None)) or _STRING
    pattern = _BARE.get(datatype)
    if pattern and pattern.fullmatch(lexical):
        return lexical
    text = f'"{_escaped(lexical)}"'
    if language:
        return f"{text}@{tags.get((lexical, language), language)}"
    return text if datatype == _STRING else f"{text}^^{_name(datatype)}"


def _escaped(text: str) -> str:
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(character, escape)
    return text.replace("\t", "\\t")
