"""Small multiples: one thing on several days, side by side, everything at the same place."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.counting import counted
from kg.picture.print import (
    about,
    body,
    grid,
    legend_entries,
    looks_of,
    pdf,
    png,
    read_size,
    sheet,
    subtitle,
    suffix_of,
    unnamed,
    with_plain_words,
    write_all,
)
from kg.picture.scene import WORDS, day_words, paints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.picture.place import View
    from kg.picture.scene import Scene

__all__ = ["Panels"]


class Panels:
    """Several pictures side by side.

    Attributes:
        scenes: What is drawn in each.
        views: Where it stands, the same in all.
        extent: Left, top, right and bottom of each.
    """

    def __init__(
        self,
        whole: Scene,
        scenes: Sequence[Scene],
        views: Sequence[View],
        extent: tuple[float, float, float, float],
    ) -> None:
        self._whole = replace(whole, on=None)
        self.scenes, self.views, self.extent = [*scenes], [*views], extent

    def to_svg(self, *, size: str | None = None, transparent: bool = False) -> str:
        """Give all of them on one sheet, each headed with its day.

        Args:
            size: Of the sheet: ``"1600x900"``, ``"16:9"`` or ``"A4"``; None takes what it needs.
            transparent: Whether it has no ground of its own.

        Raises:
            UsageError: The size is none.
        """
        look = paints(self._whole)
        parts = [
            (_day(scene), subtitle(scene, when=False, view=view), body(scene, view, look))
            for scene, view in zip(self.scenes, self.views, strict=True)
        ]
        content, extent = grid(parts, self.extent)
        pairs = [*zip(self.scenes, self.views, strict=True)]
        entries = {
            entry.words: entry
            for scene, view in pairs
            for entry in legend_entries(scene, look, view)
        }
        notes = [*self._whole.notes]
        notes += [
            note for scene, view in pairs
            for note in (*scene.notes, *view.notes, *unnamed(scene, view))
        ]  # fmt: skip
        return sheet(
            self._whole, content, extent, [*entries.values()], [*dict.fromkeys(notes)],
            size=read_size(size) if size is not None else None, clear=transparent,
            under=("، " if self._whole.language == "ur" else ", ").join(map(_day, self.scenes)),
        )  # fmt: skip

    def to_png(
        self, *, scale: float = 2.0, size: str | None = None, transparent: bool = False
    ) -> bytes:
        """Give them as PNG; see `Picture.to_png`."""
        svg = self.to_svg(size=size, transparent=transparent)
        return png(svg, scale, about(self._whole), clear=transparent)

    def to_pdf(self, *, size: str | None = None) -> bytes:
        """Give them as PDF; see `Picture.to_pdf`."""
        return pdf(self.to_svg(size=size, transparent=True), about(self._whole))

    def save(
        self,
        path: str | Path,
        *,
        force: bool = False,
        size: str | None = None,
        scale: float | None = None,
        transparent: bool = False,
    ) -> Path:
        """Write them as ``.svg``, ``.png`` or ``.pdf``; see `Picture.save`."""
        target = Path(path)
        suffix = suffix_of(target, _SUFFIXES)
        looks = looks_of(suffix, target, size=size, scale=scale, transparent=transparent)
        write_all({target: _SUFFIXES[suffix](self, **looks)}, force=force)
        return target

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        png_ = b64encode(self.to_png()).decode("ascii")
        return {"image/svg+xml": self.to_svg(), "image/png": png_, "text/plain": repr(self)}

    def __repr__(self) -> str:
        """Give the title and how many there are."""
        return f"<Panels {self._whole.title!r}: {counted(len(self.scenes), 'panel')}>"


def _day(scene: Scene) -> str:
    words = WORDS[scene.language]
    return day_words(scene.on, scene.language) if scene.on else words["all_times"]


_SUFFIXES: Final[dict[str, Callable[..., str | bytes]]] = {
    ".svg": lambda panels, **looks: with_plain_words(panels.to_svg(**looks)),
    ".png": Panels.to_png,
    ".pdf": Panels.to_pdf,
}
