"""Describing: what an account says of itself, so that its statements are asked as its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from kg.datasets.making import Account, Said
from kg.engine import literal, literal_of, node
from kg.vocabulary import ID, PREFIXES, RDF_TYPE, kg

__all__ = ["checksum", "described_as"]

_DCTERMS: Final = PREFIXES["dcterms"]


def described_as(account: Account, **texts: str) -> Iterator[Said]:
    """Give the statements of an account about itself.

    Args:
        account: Its name and its days.
        texts: What Dublin Core's terms say of it: title, identifier, and so on.
    """
    thing = node(ID + account.name)
    yield Said(thing, node(RDF_TYPE), node(kg("Account")))
    for term, text in texts.items():
        if text:
            value = literal_of(text, language="en") if term == "title" else _plain(text)
            yield Said(thing, node(_DCTERMS + term), value)
    days: tuple[tuple[str, date | None], ...] = (
        ("observedFrom", account.since),
        ("observedUntil", account.until),
    )
    for name, day in days:
        if day is not None:
            yield Said(thing, node(kg(name)), literal(day.isoformat(), "date"))


def _plain(text: str) -> object:
    return node(text) if text.startswith("http") else literal_of(text)


def checksum(path: Path) -> str:
    """Give the SHA-256 checksum of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()
