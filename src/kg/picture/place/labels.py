"""Labels: the words that stand at things, in both languages, and how much room they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kg.picture.place.text import compact_years, fit, text_width, wrap
from kg.picture.place.view import Label

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = ["label_all"]

_WRAP: Final = 9.1
_LEADING: Final = 1.22
_LINE: Final = 60.0
_SPELLS: Final = 2
_FOCUS: Final = 1e9


def label_all(
    scene: Scene, radii: list[float], font: float, sides: Mapping[int, int] | None = None
) -> list[Label]:
    """Give every thing its label, in both languages, with the years of its ties to its only other.

    The room is that of the scene's language, in which it is drawn at first.

    Args:
        scene: What is drawn.
        radii: Of the things, in pixels.
        font: Size in pixels.
        sides: Things whose label stands beside them in one line: -1 for left, 1 for right.
    """
    times = _times(scene)
    found = []
    for i, node in enumerate(scene.nodes):
        said = times.get(i) or ([node.when.get("time", "")] if _lives(scene, i) else [])
        years = {language: _years(said, language, at=bool(scene.on)) for language in ("en", "ur")}
        side = (sides or {}).get(i, 0)
        make = _beside if side else _below
        name, urdu = node.short or node.label, node.label_ur or node.label
        # A name that ends in its year needs it no second time.
        years = {each: "" if name.endswith(year) else year for each, year in years.items()}
        label = make(name, urdu, years, font, scene.language)
        label.node, label.side, label.beside = i, side, bool(side)
        label.y = radii[i] + 3 + (label.height - 2) / 2
        label.weight = node.degree + _FOCUS * node.focus
        found.append(label)
    return found


def _lives(scene: Scene, i: int) -> bool:
    """Say whether a thing's own time is meant under its name: that of an event, or of the focus."""
    return scene.nodes[i].group == "event" or scene.nodes[i].focus


def _times(scene: Scene) -> dict[int, list[str]]:
    """Give the times of the ties of things that have one kind of tie to one other thing."""
    ties: dict[int, set[tuple[int, str]]] = defaultdict(set)
    times: dict[int, list[str]] = defaultdict(list)
    for tie in scene.ties:
        for end, other in ((tie.source, tie.target), (tie.target, tie.source)):
            ties[end].add((other, tie.paint))
            times[end].append(tie.when.get("time", ""))
    return {
        end: sorted(filter(None, times[end]))
        for end, found in ties.items()
        if len(found) == 1
        and len(times[next(iter(found))[0]]) > len(times[end])
        and scene.nodes[end].group != "event"
        and not scene.nodes[end].focus
    }


def _years(times: list[str], language: str, *, at: bool) -> str:
    """Give years as they can be said: of a day, only what was known on it, since when."""
    said = [compact_years(f"{time.partition('/')[0]}/.." if at and "/" in time else time, language)
            for time in times]  # fmt: skip
    comma = "، " if language == "ur" else ", "
    return comma.join(filter(None, said)) if len(said) <= _SPELLS else ""


def _below(name: str, urdu: str, years: Mapping[str, str], font: float, language: str) -> Label:
    lines, lines_ur = (wrap(text, font, font * _WRAP) for text in (name, urdu))
    shown = lines_ur if language == "ur" else lines
    wide = max(text_width(line, font) for line in [*shown, years[language]])
    tall = len(shown) + bool(years["en"]) * 0.85
    size = (wide + 6, tall * font * _LEADING + 2)
    return Label(0, lines, lines_ur, years["en"], years["ur"], 0.0, 0.0, *size, shown=True)


def _beside(name: str, urdu: str, years: Mapping[str, str], font: float, language: str) -> Label:
    """Give a label in one line, the years after the name."""
    lines, lines_ur = (
        [fit(" · ".join(filter(None, [text, years[language]])), font, font * _LINE)]
        for text, language in ((name, "en"), (urdu, "ur"))
    )
    wide = max(text_width(line, font) for line in (lines_ur if language == "ur" else lines))
    return Label(0, lines, lines_ur, "", "", 0.0, 0.0, wide + 6, font * _LEADING + 2, shown=True)
