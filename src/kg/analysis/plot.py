"""A series as a frame that draws itself as lines."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

__all__ = ["Series"]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 900, 360, 60, 270, 40, 40
# Okabe and Ito's colours, which are told apart without red and green.
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
_MOST: Final = len(_COLOURS)


class Drawing:
    """A drawing that a notebook shows; its text is an SVG document.

    Args:
        svg: The document.
    """

    def __init__(self, svg: str) -> None:
        self._svg = svg

    def _repr_svg_(self) -> str:
        return self._svg

    def __str__(self) -> str:
        """Give the document."""
        return self._svg

    def __repr__(self) -> str:
        """Say what it is."""
        return "<a drawing of lines over time>"


class Series(pd.DataFrame):
    """A measure over time; a pandas frame, with lines of its own."""

    @property
    def _constructor(self) -> type[Series]:
        return Series

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]], labels: Mapping[str, str]) -> Series:
        """Make the frame of rows of day, node, measure, value and whether the day is within."""
        of_nodes = any(row[1] is not None for row in rows)
        days = [row[0] for row in rows]
        columns: dict[str, Any] = {
            "day": pd.array(days, dtype="datetime64[s]"),
            "year": pd.array([day.year for day in days], dtype="Int64"),
        }
        if of_nodes:
            nodes = [row[1] for row in rows]
            columns["node"] = pd.array(nodes, dtype="string")
            columns["label"] = pd.array([labels.get(n, n) for n in nodes], dtype="string")
        columns["measure"] = pd.array([row[2] for row in rows], dtype="string")
        columns["value"] = pd.array([row[3] for row in rows], dtype="Float64")
        columns["within"] = pd.array([row[4] for row in rows], dtype="boolean")
        return cls(columns)

    def lines(self) -> dict[str, list[tuple[float, float, bool]]]:
        """Give the lines that are drawn: of nodes the seven with the greatest values, by label.

        Returns:
            For each line its points: the year with its fraction, the value, and whether the day is
            within what the data speaks for.
        """
        told = self.dropna(subset=["value"])
        found: dict[str, list[tuple[float, float, bool]]] = {}
        names = told["label"] if "label" in told else told["measure"]
        for name, day, value, within in zip(
            names, told["day"], told["value"], told["within"], strict=True
        ):
            at = day.year + (day.day_of_year - 1) / 365.25
            found.setdefault(str(name), []).append((at, float(value), bool(within)))
        most = sorted(found, key=lambda each: (-max(v for _, v, _ in found[each]), each))[:_MOST]
        return {name: found[name] for name in most}

    def picture(self, title: str = "") -> Drawing:
        """Give it as lines over time, for a notebook to show."""
        return Drawing(self.to_svg(title))

    def to_svg(self, title: str = "") -> str:
        """Draw it as lines over time, as an SVG document; broken where the data does not reach."""
        lines = self.lines()
        points = [point for line in lines.values() for point in line]
        first, last = (f((x for x, *_ in points), default=0.0) for f in (min, max))
        top = max((y for _, y, _ in points), default=0.0) or 1.0
        low = min(0.0, *(y for _, y, _ in points)) if points else 0.0
        wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

        def place(x: float, y: float) -> tuple[float, float]:
            return (
                round(_LEFT + wide * (x - first) / ((last - first) or 1), 1),
                round(_TOP + high * (1 - (y - low) / ((top - low) or 1)), 1),
            )

        parts = [_text(_LEFT, 22, title or ", ".join(self["measure"].unique()), size=15)]
        for step in range(5):
            value = low + (top - low) * step / 4
            _, y = place(first, value)
            parts.append(f'<path d="M{_LEFT} {y}H{_LEFT + wide}" stroke="#ddd"/>')
            parts.append(_text(_LEFT - 8, y + 4, f"{value:.3g}", anchor="end"))
        for year in _years(first, last):
            x, _ = place(year, low)
            parts.append(_text(x, _HEIGHT - 14, str(year), anchor="middle"))
        ends: list[float] = []
        for (name, line), colour in zip(lines.items(), _COLOURS, strict=False):
            for within, dash in ((True, ""), (False, ' stroke-dasharray="4 4"')):
                path = " ".join(
                    f"{x},{y}" for x, y in (place(x, v) for x, v, w in line if w == within)
                )
                if path:
                    parts.append(
                        f'<polyline points="{path}" fill="none" stroke="{colour}" '
                        f'stroke-width="2"{dash}/>'
                    )
            y = place(*line[-1][:2])[1] + 4
            while any(abs(y - other) < 14 for other in ends):  # noqa: PLR2004 - a line of text
                y += 14
            ends.append(y)
            parts.append(_text(_LEFT + wide + 8, y, name, colour=colour))
        body = "\n".join(parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            f'font-family="sans-serif" font-size="12">\n{body}\n</svg>\n'
        )


def _years(first: float, last: float) -> range:
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100) if (last - first) / n <= 10), 200)  # noqa: PLR2004
    begin = -(-int(first) // step) * step
    return range(begin, int(last) + 1, step)


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#222", size: int = 12
) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">'
        f"{html.escape(text)}</text>"
    )
