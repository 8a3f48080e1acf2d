"""Coast lines and borders that a map is drawn on, without the internet."""

from __future__ import annotations

import json
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

__all__ = ["Outline", "names", "outline"]

Outline: TypeAlias = dict[str, list[list[tuple[float, float]]]]


@cache
def outline() -> Outline:
    """Give the polylines by kind: ``"coast"``, ``"border"`` and ``"disputed"``, in degrees.

    The file holds steps of a hundredth of a degree; `geography/README.md` names source and licence.
    """
    lines = _stored()["lines"].items()
    return {kind: [_decode(line) for line in found] for kind, found in lines}


@cache
def names() -> dict[str, list[tuple[float, float]]]:
    """Give points inside each country, by its name, two degrees apart."""
    stored = _stored()["names"]
    return {name: list(zip(flat[0::2], flat[1::2], strict=True)) for name, flat in stored}


def _stored() -> dict[str, Any]:
    text = (Path(__file__).parent / "geography" / "outline.json").read_text(encoding="utf-8")
    stored: dict[str, Any] = json.loads(text)
    return stored


def _decode(steps: list[int]) -> list[tuple[float, float]]:
    lon, lat = accumulate(steps[0::2]), accumulate(steps[1::2])
    return [(x / 100, y / 100) for x, y in zip(lon, lat, strict=True)]
