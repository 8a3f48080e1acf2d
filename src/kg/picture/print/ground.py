"""The ground of a map as markup: the sea, the land, and the land that is shaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.picture.print.markup import element, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.picture.place import Patch, View

__all__ = ["LAND", "SEA", "ground", "swatch"]

SEA: Final = "#e3edf5"
LAND: Final = "#fbfaf6"
_EDGE: Final = "#6b7a88"


def ground(view: View) -> list[str]:
    """Give the land as one path, then the areas of each shade as one more."""
    found = [_path(view.patches, LAND)]
    for rank, shade in enumerate(view.shades):
        shaded = [patch for patch in view.patches if patch.shade == rank]
        parts = [[p for p in shaded if p.disc == disc] for disc in (False, True)]
        found += [_path(part, shade.colour, _EDGE) for part in parts]
    return found


def swatch(colour: str) -> str:
    """Give the sample of a shade that stands in the legend."""
    return element("rect", x=0.0, y=-6.0, width=18.0, height=12.0, fill=colour, stroke=_EDGE)


def _path(patches: Iterable[Patch], fill: str, edge: str | None = None) -> str:
    data = "".join(
        "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ring) + "Z"
        for patch in patches
        for ring in patch.rings
    )
    width = "0.6" if edge else None
    return element("path", d=data, fill=fill, fill_rule="evenodd", stroke=edge,
                   stroke_width=width) if data else ""  # fmt: skip
