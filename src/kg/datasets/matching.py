"""Matching: the names and codes of a table to things, by date, and the list of those left open."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from kg.datasets.rows import Given
from kg.engine import Engine
from kg.errors import DataError, UsageError
from kg.query import CodeBook, resolved
from kg.separated import write_separated
from kg.terms import expand

__all__ = ["CORRECTIONS", "Left", "Matcher", "corrections_text", "read_corrections"]

CORRECTIONS: Final = ("column", "typed", "thing", "why", "candidates", "rows", "lines")
_SAYS: Final = {
    "unknown": "nothing is known by this name",
    "ambiguous": "this may mean several things",
    "gap": "nobody bore this code then",
}


class Left(NamedTuple):
    """A name or a code that is left open.

    Attributes:
        why: The reason, as a clause.
        candidates: What it may mean.
    """

    why: str
    candidates: str


class Matcher:
    """Finds what names and codes stand for.

    Args:
        engine: The graph's engine.
        corrections: What somebody has said that names stand for, by column and name.
        made: The things that the same import makes, which may be named in full.

    Attributes:
        earlier: The names that stand for what was there before the thing of that name, each with
            the label of what was.
    """

    def __init__(
        self,
        engine: Engine,
        corrections: Mapping[tuple[str, str], str] | None = None,
        made: Iterable[str] = (),
    ) -> None:
        self.engine, self._said, self._made = engine, dict(corrections or {}), set(made)
        self._books: dict[str, CodeBook] = {}
        self._found: dict[tuple[str, str, str, date | None], str | Left] = {}
        self.earlier: dict[str, str] = {}

    def learn(self, wanted: Iterable[tuple[Given, date | None]]) -> None:
        """Look up many names at once."""
        asked: dict[str, set[tuple[str, str, date | None]]] = defaultdict(set)
        for each, day in wanted:
            key = self._key(each, day)
            if key in self._found:
                continue
            if (direct := self._direct(each)) is not None:
                self._found[key] = direct
            elif each.scheme:
                self._found[key] = self._coded(each, day)
            else:
                asked[_class(each)].add((each.column, each.text, day))
        for kind, every in asked.items():
            self._by_name(kind, sorted(every, key=lambda each: (each[1], each[2] or date.min)))

    def thing(self, each: Given, day: date | None) -> str | Left:
        """Give the IRI of what a name stands for, or why it is left open."""
        key = self._key(each, day)
        if key not in self._found:
            self.learn([(each, day)])
        return self._found[key]

    def _key(self, each: Given, day: date | None) -> tuple[str, str, str, date | None]:
        return (each.column, each.text, each.scheme or _class(each), day)

    def _direct(self, each: Given) -> str | Left | None:
        """Give what somebody has said, or what this import makes."""
        said = self._said.get((each.column, each.text)) or self._said.get(("", each.text))
        text = said or each.text
        if not text.startswith(("id:", "http")) and not said:
            return None
        iri = expand(text if ":" in text else f"id:{text}")
        if iri in self._made or self.engine.declares(iri):
            return iri
        return Left("nothing has this name", "") if said or text.startswith("id:") else None

    def _coded(self, each: Given, day: date | None) -> str | Left:
        if each.scheme not in self._books:
            self._books[each.scheme] = CodeBook(self.engine, each.scheme)
        how, every = self._books[each.scheme].find(each.text, day)
        if how == "code":
            return every[0].thing
        return Left(f"{_SAYS[how]} ({each.scheme})", "; ".join(map(str, every)))

    def _by_name(self, kind: str, asked: list[tuple[str, str, date | None]]) -> None:
        names, days = [text for _, text, _ in asked], [day for *_, day in asked]
        found = resolved(self.engine, names, kind or None, days)
        for (column, text, day), row in zip(asked, found, strict=True):
            _, thing, label, how, _, others = row
            if how == "predecessor":
                self.earlier[text] = str(label)
            self._found[column, text, kind, day] = (
                expand(str(thing)) if thing else Left(_SAYS[str(how)], str(others or ""))
            )


def _class(each: Given) -> str:
    classes = each.field.classes
    return classes[0] if len(classes) == 1 else ""


def read_corrections(path: str | Path) -> dict[tuple[str, str], str]:
    """Read what names stand for from a corrected list: those with a thing beside them.

    Raises:
        DataError: It has not the columns of such a list.
        UsageError: It is not there.
    """
    file = Path(path)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            found = list(csv.DictReader(lines))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"the list cannot be read ({why})", path=path) from None
    except (csv.Error, UnicodeDecodeError):
        raise DataError("this is no list of names", path=path, mend="save it as CSV") from None
    if found and not {"typed", "thing"} <= set(found[0]):
        mend = "it has the columns column, typed and thing"
        raise DataError("this is no list of names", path=path, mend=mend)
    return {
        (_bare(row.get("column") or ""), _bare(row["typed"])): row["thing"].strip()
        for row in found
        if (row["thing"] or "").strip()
    }


def corrections_text(
    left: Iterable[tuple[Given, Left, int]], said: Mapping[tuple[str, str], str]
) -> str:
    """Give the list of what was left open, and of what was said already, to be filled in."""
    lines: dict[tuple[str, str], list[int]] = defaultdict(list)
    why: dict[tuple[str, str], Left] = {}
    for each, reason, line in left:
        lines[each.column, each.text].append(line)
        why[each.column, each.text] = reason
    out = io.StringIO()
    kept = [[_plain(c), _plain(t), thing, "", "", "", ""] for (c, t), thing in sorted(said.items())]
    rows = [
        [_plain(key[0]), _plain(key[1]), "", why[key].why, why[key].candidates, len(every),
         " ".join(map(str, every[:20]))]
        for key, every in sorted(lines.items(), key=lambda each: (-len(each[1]), each[0]))
    ]  # fmt: skip
    write_separated([CORRECTIONS, *kept, *rows], out)
    return out.getvalue()


def _plain(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@" and text[:1] else text


def _bare(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" and text[1:2] else text
