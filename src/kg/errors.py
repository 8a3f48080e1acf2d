"""What can go wrong, named by whose fault it is.

Every error says what is wrong, where, and how to mend it; the command line prints it as one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from os import PathLike, fspath
from typing import Any, Final

__all__ = [
    "DataError",
    "KgError",
    "KgWarning",
    "OntologyError",
    "QueryError",
    "SourceError",
    "UsageError",
    "closest",
    "nearest",
]


# Letters of a name or a sentence beyond which nobody reads on.
_LONG: Final = 500


class KgError(Exception):
    """Something that Khyber was asked for and cannot do.

    Attributes:
        what: What is wrong, as a sentence without its full stop.
        where: Where it is wrong, as it is printed: file, line and name; empty where it is nowhere.
        mend: How to mend it, as a sentence without its full stop; empty where nothing helps.
        path: The file that it is wrong in; None where it is in none.
        line: The line of that file; None where that is not known.
        name: What it is wrong with, such as a thing, without file and line.
        found: The text that is wrong, as it stands in the file; empty where none is.
        candidates: What may have been meant.
    """

    exit_status = 1

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        mend: str = "",
        path: str | PathLike[str] | None = None,
        line: int | None = None,
        candidates: Sequence[str] = (),
        found: str = "",
    ) -> None:
        self.path = None if path is None else fspath(path)
        self.line, self.name, self.candidates = line, where, tuple(candidates)
        self.found = found
        place = self.place
        self.what, self.mend = what, mend
        self.where = f"{place}: {where}" if place and where else place or where
        super().__init__(what, self.where, mend)

    def __reduce__(self) -> tuple[Any, ...]:
        """Give what makes it anew in another process."""
        again = partial(
            type(self), self.what, where=self.name, mend=self.mend, path=self.path, line=self.line,
            candidates=self.candidates, found=self.found,
        )  # fmt: skip
        return again, ()

    @property
    def place(self) -> str:
        """Give file and line as they are printed; empty where it is in no file."""
        if self.path is None:
            return ""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        """Give the error as one line."""
        words = (self.name, _in_words(self.what), _in_words(self.mend))
        name, what, mend = (_in_line(_short(text)) for text in words)
        where = ": ".join(filter(None, (_in_line(_short_path(self.place)), name)))
        line = f"{where}: {what}" if where else what
        # A command keeps its case at the head of a sentence.
        as_is = mend.startswith("kg ")
        mend = mend if as_is else f"{mend[:1].upper()}{mend[1:]}"
        return f"{line}. {mend}." if mend else f"{line}."


def _in_words(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    """Give a text that somebody can read, whatever was read out of a file."""
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _short_path(text: str) -> str:
    """Give a path that somebody can read: how it begins, and how it ends."""
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]}…{text[-_LONG // 2 :]}"


def _in_line(text: str) -> str:
    """Give a text in one line, letter by letter: a path keeps its spaces, and moves no cursor.

    What cannot be seen, or turns the direction of what follows, is written as an escape.
    """
    if text.isprintable():
        return text
    joiners = "\u200c\u200d"  # They belong to the spelling of Persian and Urdu.
    return "".join(
        each if each.isprintable() or each in joiners else ascii(each)[1:-1] for each in text
    )


class DataError(KgError):
    """A data file is not well formed, or says what the model does not allow."""


class OntologyError(KgError):
    """The ontology does not say what the code needs it to say."""


class QueryError(KgError):
    """A query is not well formed, or asks for what is not allowed."""


class SourceError(KgError):
    """A source text is missing, or is not the text that the passages were cut from."""


class UsageError(KgError):
    """A call names something that does not exist, or a value that is not of its kind."""

    exit_status = 2


class KgWarning(UserWarning):
    """Something that is allowed and probably not meant, such as a term that nothing uses."""


def nearest(name: str, names: Iterable[str], count: int = 3) -> str:
    """Give the names most like a mistyped one, as the end of a sentence.

    Args:
        name: What was typed.
        names: What could have been meant.
        count: How many to give at most.

    Returns:
        ``"nearest: a, b"``, or an empty string where nothing is near.
    """
    found = closest(name, names, count)
    return f"nearest: {', '.join(found)}" if found else ""


def closest(name: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Give the names most like a mistyped one, the most like first.

    Likeness is the share of letters that need not change (indel distance over both lengths).
    """
    # Only needed once something went wrong.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    # In one order, so that of names equally near the same are given each time.
    every = sorted(set(names))
    found = process.extract(name, every, scorer=fuzz.ratio, limit=count, score_cutoff=60)
    return [each for each, *_ in found]
