"""The canonical writer: one order for a data file, so that a difference shows what changed.

Things stand under the heading of their class, in the order of their names; a thing's class comes
first, then its labels, then the rest by property; values are sorted. Writing what was written
gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from kg.editing.comments import Comments
from kg.terms import compact, is_iri, text_of
from kg.vocabulary import PREFIXES, RDF_TYPE

__all__ = ["Block", "Scribe", "Statement", "assembled", "write"]

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
_STRING: Final = PREFIXES["xsd"] + "string"
_UNSEEN: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ufeff]")


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
    *,
    prefixes: Mapping[str, str] | None = None,
    comments: Comments | None = None,
    tags: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> str:
    """Give statements as Turtle in canonical order.

    Args:
        statements: Triples or quads without blank nodes.
        heading: A comment for the file's head, a line or more.
        prefixes: Prefixes of the file's own, which are kept; ours are declared where they are used.
        comments: Comments, which stand above their things.
        tags: Language tags as they are to be written, by text and tag; see `written_tags`.

    Returns:
        The text of the file.
    """
    said = comments or Comments()
    own = {name: iri for name, iri in (prefixes or {}).items() if name not in PREFIXES}
    blocks = Scribe(own, tags).blocks(statements, said.at)
    return assembled(blocks, [*heading.splitlines(), *said.head], said.tail, own)


class Block(NamedTuple):
    """What is said of one thing, as Turtle.

    Attributes:
        section: The heading under which it stands: the thing's class.
        iri: The thing.
        text: What is said of it.
        prefixes: The prefixes that are used there.
    """

    section: str
    iri: str
    text: str
    prefixes: frozenset[str]


def assembled(
    blocks: Iterable[Block],
    head: Sequence[str] = (),
    tail: Sequence[str] = (),
    prefixes: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Give the blocks of things, each once, as a file in canonical order.

    Args:
        blocks: The blocks, in any order.
        head: Lines of a comment that the file begins with.
        tail: Lines of one that it ends with.
        prefixes: Prefixes that are declared whether they are used or not.
    """
    sections: dict[str, list[str]] = defaultdict(list)
    used: set[str] = set()
    for each in sorted(set(blocks)):
        sections[each.section].append(each.text)
        used |= each.prefixes
    body = "\n".join(f"### {name}\n\n{chr(10).join(texts)}" for name, texts in sections.items())
    declared = {**{name: PREFIXES[name] for name in used}, **prefixes}
    lines = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(declared.items()))
    ending = f"\n{_commented(tail)}" if tail else ""
    text = f"{_commented(head)}{lines}\n{body}{ending}".strip("\n")
    return f"{text}\n" if text else ""


def _commented(lines: Iterable[str]) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


class Scribe:
    """Writes what is said of things, each as a block of its own.

    Args:
        own: Prefixes of a file's own, with their namespaces.
        tags: Language tags as they are to be written, by text and tag.
    """

    def __init__(
        self,
        own: Mapping[str, str] = MappingProxyType({}),
        tags: Mapping[tuple[str, str], str] = MappingProxyType({}),
    ) -> None:
        self._used: set[str] = set()
        self._tags = tags
        # The longest namespace that fits is meant.
        self._own = sorted(own.items(), key=lambda each: (-len(each[1]), each))
        self._several: dict[frozenset[str], frozenset[str]] = {}

    def blocks(
        self,
        statements: Iterable[Statement],
        comments: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> Iterator[Block]:
        """Give a block for each thing of which something is said.

        Args:
            statements: All that is said of these things, without blank nodes.
            comments: Lines of comments that stand above things.
        """
        things: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        for each in statements:
            things[text_of(each.subject)][text_of(each.predicate)].append(each.object)
        for iri, said in things.items():
            self._used = set()
            values = {prop: {*map(self.term, every)} for prop, every in said.items()}
            text = f"{_commented(comments.get(iri, ()))}{_thing(iri, values, self)}"
            used = frozenset(self._used)
            yield Block(_section(values), iri, text, self._several.setdefault(used, used))

    def iri(self, iri: str) -> str:
        """Give an IRI as it is written, and note the prefix that this uses."""
        short = compact(iri)
        prefix, colon, local = short.partition(":")
        if short != iri and colon and prefix in PREFIXES and _LOCAL.fullmatch(local):
            self._used.add(prefix)
            return short
        for name, namespace in self._own:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{name}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def term(self, term: object) -> str:
        """Give a term as it is written."""
        lexical = text_of(term)
        if is_iri(term):
            return self.iri(lexical)
        language = getattr(term, "language", None)
        datatype = text_of(getattr(term, "datatype", None)) or _STRING
        pattern = _BARE.get(datatype)
        if pattern and pattern.fullmatch(lexical):
            return lexical
        text = f'"{_escaped(lexical)}"'
        if language:
            # RDF 1.2 lets a text say in which direction it runs.
            direction = getattr(term, "direction", None)
            runs = f"--{direction}" if direction else ""
            return f"{text}@{self._tags.get((lexical, language), language)}{runs}"
        return text if datatype == _STRING else f"{text}^^{self.iri(datatype)}"


def _section(properties: Mapping[str, set[str]]) -> str:
    named = {name for name in properties.get(RDF_TYPE, ()) if not name.startswith('"')}
    classes = sorted(named or {"no class"})
    return " ".join(
        name[1:-1] if name.startswith("<") else name.partition(":")[2] or name for name in classes
    )


def _thing(iri: str, properties: Mapping[str, set[str]], scribe: Scribe) -> str:
    order = sorted(properties, key=lambda p: (_FIRST.index(p) if p in _FIRST else 9, compact(p)))
    lines = [
        f"{'a' if p == RDF_TYPE else scribe.iri(p)} {', '.join(sorted(properties[p]))}"
        for p in order
    ]
    return f"{scribe.iri(iri)} {f' ;{chr(10)}    '.join(lines)} .\n"


def _escaped(text: str) -> str:
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(character, escape)
    # A sign that nobody sees makes the file another than it looks, and binary to git.
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04X}", text.replace("\t", "\\t"))
