"""The comments of a Turtle file, each with the thing that it stands at, so that none is lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Comments", "comments_of"]

# A sign of a comment stands in texts, addresses and escapes too.
_TERMINALS: Final = re.compile(
    r"""(?P<space>\s+) | (?P<comment>\#[^\r\n]*) | (?P<iri><[^<>\s]*>)
    | (?P<text>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
             | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
    | (?P<word>(?:[^\s;,.()\[\]{}<>"'#\\]|\\.)+(?:\.+(?:[^\s;,.()\[\]{}<>"'#\\]|\\.)+)*)
    | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_HEADING: Final = "### "
# By the first word of a directive, how many words follow; none where a full stop ends it.
_DIRECTIVES: Final = {"@prefix": 0, "@base": 0, "prefix": 2, "base": 1}


@dataclass
class Comments:
    """What comments a file has.

    Attributes:
        head: Those before the first thing, and before the last prefix.
        at: By the IRI of a thing, those above its statements, in them and behind them.
        tail: Those behind everything.
        lines: By the IRI of a thing, the lines of its comments.
    """

    head: list[str] = field(default_factory=list)
    at: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tail: list[str] = field(default_factory=list)
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def comments_of(text: str, prefixes: Mapping[str, str]) -> Comments:
    """Find the comments of a well-formed Turtle text.

    Args:
        text: The text.
        prefixes: The prefixes that it declares, by name.
    """
    made = Comments()
    waiting: list[tuple[str, int]] = []
    subject, within, line, ended, left = "", False, 1, 0, 0
    for match in _TERMINALS.finditer(text):
        kind, word = match.lastgroup, match.group()
        if kind == "comment":
            found = (word[1:].removeprefix(" ").rstrip(), line)
            if within or (ended == line and not waiting):
                _keep(made, subject, [found])
            elif not word.startswith(_HEADING):
                waiting.append(found)
        elif within and kind != "space":
            left -= 1
            if left == 0 or (kind == "sign" and word == "."):
                within, ended, left = False, line, 0
        elif kind != "space":
            left = _DIRECTIVES.get(word.lower(), -1)
            subject = _iri(word, prefixes) if left < 0 else ""
            _keep(made, subject, waiting)
            waiting, within = [], True
        line += word.count("\n")
    made.tail += [said for said, _ in waiting]
    return made


def _keep(made: Comments, subject: str, found: list[tuple[str, int]]) -> None:
    said = [each for each, _ in found]
    if not subject:
        made.head += said
    elif found:
        made.at[subject] += said
        made.lines[subject] += [line for _, line in found]


def _iri(token: str, prefixes: Mapping[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, _, local = token.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)
