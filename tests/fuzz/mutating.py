"""Changes to what is well formed, such as slips of the hand and of a network make them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

__all__ = ["LETTERS", "any_text", "mutated"]

_Text = TypeVar("_Text", str, bytes)

LETTERS = [
    *"aZ09 \t\n\r\x00\x0b\x1b\x7f\x85\xa0\"'\\<>{}()[]#@^:;,./%?$*+-=_~&|!`",
    *"éßİıſ٣آک\u0301\u200b\u200c\u202e\u2028\ufeff\ufffd\uffff\U0001f1f5\U0010ffff\ud800\udcff",
]
_MANY = (1, 1, 1, 2, 2, 3, 6)
_LONG = (0, 1, 1, 2, 4, 8, 30, 1000)


def any_text(pick: Random, most: int = 12) -> str:
    """Give a text of letters of every kind."""
    return "".join(pick.choices(LETTERS, k=pick.randint(0, most)))


def mutated(
    pick: Random,
    text: _Text,
    pieces: Sequence[_Text],
    others: Sequence[_Text] = (),
    *,
    most: int = 40,
) -> _Text:
    """Give a text with one change or a few.

    Args:
        pick: The chance.
        text: The text.
        pieces: What may come in.
        others: Texts of the same kind, of which a part may come in.
        most: How often a part may come again.
    """
    for _ in range(pick.choice(_MANY)):
        text = _once(pick, text, pieces, others, most)
    return text


def _once(
    pick: Random, text: _Text, pieces: Sequence[_Text], others: Sequence[_Text], most: int
) -> _Text:
    start, part, rest = _cut(pick, text)
    none, piece = text[:0], pick.choice(pieces)
    # Left out, doubled, cut off, moved, taken from another, turned, put in, put in its place.
    made = (
        lambda: start + rest,
        lambda: start + part * pick.choice((2, 2, 3, most)) + rest,
        lambda: start + part,
        lambda: part + start + rest,
        lambda: start + (_cut(pick, pick.choice(others))[1] if others else none) + rest,
        lambda: start + _turned(pick, part) + rest,
        lambda: start + _turned(pick, part) + rest,
        lambda: start + piece + part + rest,
        lambda: start + piece + rest,
    )
    return pick.choice(made)()


def _cut(pick: Random, text: _Text) -> tuple[_Text, _Text, _Text]:
    """Give what stands before a place, some of what stands there, and the rest."""
    at = pick.randint(0, len(text))
    end = min(at + pick.choice(_LONG), len(text))
    return text[:at], text[at:end], text[end:]


def _turned(pick: Random, text: _Text) -> _Text:
    """Give a text with one of its letters, or one bit of its bytes, another."""
    if not text:
        return text
    at = pick.randrange(len(text))
    if isinstance(text, str):
        return text[:at] + pick.choice((pick.choice(LETTERS), text[at].swapcase())) + text[at + 1 :]
    return text[:at] + bytes([text[at] ^ (1 << pick.randrange(8))]) + text[at + 1 :]
