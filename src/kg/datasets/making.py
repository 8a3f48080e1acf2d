"""Making: rows to statements, each with its row as its evidence, and those rows that make none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from kg.datasets.fields import Field
from kg.datasets.matching import Left, Matcher
from kg.datasets.records import Refused, short
from kg.datasets.rows import Given, Row
from kg.datasets.values import NotReadError, concept, literal_value
from kg.editing import Block, Scribe
from kg.engine import literal, literal_of, node
from kg.errors import DataError
from kg.reference import Model
from kg.terms import slug
from kg.vocabulary import ID, PREFIXES, RDF_TYPE, kg

__all__ = ["Account", "Made", "Said", "make", "name_of"]

_TIME, _UNTIL, _STATED, _KEY, _ROW = (
    kg(name) for name in ("time", "observedUntil", "statedIn", "rowKey", "Row")
)
_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_DERIVED: Final = PREFIXES["prov"] + "wasDerivedFrom"
_PART: Final = PREFIXES["dcterms"] + "isPartOf"


class Said(NamedTuple):
    """A statement of what is made."""

    subject: object
    predicate: object
    object: object


class Account(NamedTuple):
    """The account that statements belong to.

    Attributes:
        name: The last part of its name.
        since: The first day that it speaks for.
        until: The last one.
    """

    name: str
    since: date | None
    until: date | None


class Made(NamedTuple):
    """What rows gave.

    Attributes:
        blocks: Of each row its statements as Turtle, by the name of what it states.
        lines: The line of the file that each thing was made from.
        refused: The rows that gave none.
        left: The names that are left open, with the line.
    """

    blocks: dict[str, list[Block]]
    lines: dict[str, int]
    refused: list[Refused]
    left: list[tuple[Given, Left, int]]


def make(rows: Sequence[Row], account: Account, matcher: Matcher, model: Model) -> Made:
    """Make the statements of rows; a row that cannot be made whole is left out and said."""
    matcher.learn((each, row.day) for row in rows for each in row.given if _is_thing(each.field))
    made, scribe, said = Made({}, {}, [], []), Scribe(), dict[object, int]()
    stated = {row.kind.cls: model.is_borne(_STATED, row.kind.cls) for row in rows}
    for row in rows:
        maker = _Maker(row, account, matcher, is_stated=stated[row.kind.cls])
        found, name = list(maker.statements()), maker.name
        if maker.refused:
            made.refused.extend(maker.refused)
            made.left.extend(maker.left)
        elif (first := said.setdefault(_content(row), row.line)) != row.line:
            why = f"the same as line {first:,} (where both are meant, --key tells them apart):"
            made.refused.append(Refused(row.line, why, text=short(" | ".join(_texts(row)))))
        elif name in made.blocks:
            made.refused.append(Refused(row.line, _twice(made.lines[name]), text=slug(name)))
        else:
            # As text it takes a tenth of the memory.
            made.blocks[name], made.lines[name] = [*scribe.blocks(found)], row.line
    return made


def _content(row: Row) -> object:
    """Give what a row says, but for its line; what is named or has a key of its own is no other."""
    if row.name or row.key != str(row.line):
        return row.name, row.key, row.line
    return row.kind.cls, row.time, *((each.field.prop, each.text) for each in row.given)


def _texts(row: Row) -> list[str]:
    return [*(each.text for each in row.given), *([row.time] if row.time else [])]


def _twice(line: int) -> str:
    return f"the same key as line {line:,}:"


def _is_thing(field: Field) -> bool:
    return not field.is_literal and not field.entries


class _Maker:
    """One row in the making."""

    def __init__(self, row: Row, account: Account, matcher: Matcher, *, is_stated: bool) -> None:
        self._row, self._account, self._matcher = row, account, matcher
        self._evidence = _STATED if is_stated else _DERIVED
        self.refused: list[Refused] = []
        self.left: list[tuple[Given, Left, int]] = []
        own = row.name or f"{row.kind.name}-{account.name}-{name_of(row.key)}"
        self.name = ID + own

    def statements(self) -> Iterator[Said]:
        """Give the statements of the row, as far as it can be read."""
        row, thing = self._row, node(self.name)
        yield Said(thing, node(RDF_TYPE), node(row.kind.cls))
        if row.time:
            yield Said(thing, node(_TIME), literal_of(row.time, _EDTF))
        if row.kind.is_apart and row.time.endswith("/..") and self._account.until:
            yield Said(thing, node(_UNTIL), literal(self._account.until.isoformat(), "date"))
        for each in row.given:
            value = self._value(each)
            if value is not None:
                yield Said(thing, node(each.field.prop), value)
        self._hold_needed()
        evidence = node(f"{ID}row-{self._account.name}-{name_of(row.key)}")
        yield Said(thing, node(self._evidence), evidence)
        yield Said(evidence, node(RDF_TYPE), node(_ROW))
        yield Said(evidence, node(_PART), node(ID + self._account.name))
        yield Said(evidence, node(_KEY), literal_of(row.key))

    def _hold_needed(self) -> None:
        row = self._row
        there = {each.field.prop for each in row.given} | ({_TIME} if row.time else set())
        for field in {each.prop: each for each in row.kind.fields.values()}.values():
            if field.needed and field.prop not in there:
                self.refused.append(Refused(row.line, f"{field.name} is needed and blank"))
        if row.time.endswith("/..") and self._account.until is None:
            why = "it goes on, and nothing says until when somebody looked (--until DATE)"
            self.refused.append(Refused(row.line, why))

    def _value(self, each: Given) -> object | None:
        try:
            return self._read(each)
        except NotReadError as error:
            self._refuse(each, error.why)
        except (DataError, ValueError) as error:
            self._refuse(each, f"{getattr(error, 'what', 'no value of this field')}:")
        return None

    def _read(self, each: Given) -> object | None:
        if each.text.startswith("="):
            raise NotReadError("a formula, and no value:")
        if each.field.is_literal:
            return literal_value(each.field, each.text)
        if each.field.entries:
            return node(concept(each.field, each.text))
        found = self._matcher.thing(each, self._row.day)
        if isinstance(found, Left):
            self.left.append((each, found, self._row.line))
            self._refuse(each, f"{found.why}{_among(found.candidates)}:")
            return None
        return node(found)

    def _refuse(self, each: Given, why: str) -> None:
        self.refused.append(Refused(self._row.line, why, each.column, short(each.text)))


def _among(candidates: str) -> str:
    return f" ({short(candidates)})" if candidates else ""


def name_of(key: str) -> str:
    """Give a key as part of a name: letters, digits and hyphens."""
    return re.sub(r"[^\w]+", "-", key, flags=re.ASCII).strip("-").lower() or "0"
