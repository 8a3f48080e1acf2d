"""What can go wrong, named by whose fault it is.

Every error says what is wrong, where, and how to mend it; the command line prints it as one line.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "DataError",
    "KgError",
    "KgWarning",
    "OntologyError",
    "QueryError",
    "SourceError",
    "UsageError",
    "nearest",
]


class KgError(Exception):
    """Something that Khyber was asked for and cannot do.

    Attributes:
        what: What is wrong, as a sentence without its full stop.
        where: File and line, or the name, that it is wrong at; empty where it is nowhere.
        mend: How to mend it, as a sentence without its full stop; empty where nothing helps.
    """

    exit_status = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.what, self.where, self.mend = what, where, mend

    def __str__(self) -> str:
        """Give the error as one line."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        # A command keeps its case at the head of a sentence.
        as_is = self.mend.startswith("kg ")
        mend = self.mend if as_is else f"{self.mend[:1].upper()}{self.mend[1:]}"
        line = f"{line}. {mend}." if mend else f"{line}."
        return " ".join(line.split())


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
    # difflib is only needed once something went wrong, and costs 5 ms to import.
    from difflib import get_close_matches  # noqa: PLC0415

    found = get_close_matches(name, list(names), n=count, cutoff=0.6)
    return f"nearest: {', '.join(found)}" if found else ""
