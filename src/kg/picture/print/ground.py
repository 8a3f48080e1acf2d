"""The ground of a map as markup: the sea, the land, and the land that is shaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.picture.print.markup import element, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.picture.place import Patch, View

__all__ = ["LAND", "SEA", "ground"]

SEA: Final = "#e3edf5"
LAND: Final = "#fbfaf6"


def ground(view: View) -> list[str]:
    """Give the land as one path, then the areas of each shade as one more."""
    found = [_path(view.patches, LAND)]
    for rank, shade in enumerate(view.shades):
        shaded = [patch for patch in view.patches if patch.shade == rank]
        found.append(_path(shaded, shade.colour))
    return found


def _path(patches: Iterable[Patch], fill: str) -> str:
    data = "".join(
        "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ring) + "Z"
        for patch in patches
        for ring in patch.rings
    )
    return element("path", d=data, fill=fill, fill_rule="evenodd") if data else ""
