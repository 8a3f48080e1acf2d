"""The only place where text becomes markup: everything goes through `escape`."""

from __future__ import annotations

import re
from html import escape as _escape
from typing import Final

from kg.picture.scene import clean

__all__ = ["element", "escape", "number", "spans"]

_DIGITS: Final = 1


def escape(value: object) -> str:
    """Give a value as text that is neither markup nor the end of an attribute."""
    return _escape(clean(value), quote=True)


def spans(text: str, apart: re.Pattern[str], **look: object) -> str:
    """Give a text as markup in which what a pattern finds is an element with a look of its own.

    Args:
        text: The text, whose spaces stay where they are.
        apart: A pattern with one group, the whole of what it finds.
        **look: Attributes of the elements.
    """
    parts = [_escape(part, quote=True) for part in apart.split(clean(text))]
    parts[1::2] = [element("tspan", part, **look) for part in parts[1::2]]
    return "".join(parts)


def number(value: float) -> str:
    """Give a number as short as it can be, the same on every machine."""
    text = f"{value:.{_DIGITS}f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def element(name: str, body: str = "", **attributes: object) -> str:
    """Give an element; its body is markup already, its attributes are escaped here.

    An underscore in an attribute's name stands for a hyphen; None leaves the attribute out.
    """
    parts = [
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    ]
    opening = f"<{name}{''.join(parts)}"
    return f"{opening}>{body}</{name}>" if body else f"{opening}/>"


def _attribute(value: object) -> str:
    return number(value) if isinstance(value, float) else escape(value)
