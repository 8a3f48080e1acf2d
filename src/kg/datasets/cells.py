"""Cells: what a library gives for a cell, as the text that stands there."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from math import isnan
from pathlib import Path
from typing import Final

from kg.errors import UsageError

__all__ = ["cell_text", "needed"]

_MIDNIGHT: Final = " 00:00:00"


def cell_text(value: object) -> str:
    """Give a cell as text: nothing for no value and for no number, a day without a clock."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(_MIDNIGHT)
    text = str(value)
    return text.removesuffix(".0") if isinstance(value, float) else text


def needed(library: str, what: str, path: str | Path) -> None:
    """Say which extra brings a library that is not installed.

    Raises:
        UsageError: It is not installed.
    """
    if find_spec(library) is None:
        mend = "pip install 'khyber-kg[tables]', or save it as .csv"
        raise UsageError(f"{what} needs the {library} library", path=path, mend=mend)
