"""The picture: shows itself in a notebook, saves itself by suffix."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.counting import counted
from kg.errors import UsageError
from kg.picture import export
from kg.picture.page import cell, page, payload
from kg.picture.print import (
    about,
    body,
    lane_entries,
    legend_entries,
    looks_of,
    pdf,
    png,
    read_size,
    sheet,
    subtitle,
    suffix_of,
    timeline_body,
    timeline_extent,
    timeline_live,
    timeline_notes,
    unnamed,
    with_plain_words,
    write_all,
)
from kg.picture.scene import paints

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

    from kg.picture.page import Payload
    from kg.picture.place import Point, Shut, Timeline, View
    from kg.picture.scene import Scene

__all__ = ["SUFFIXES", "Picture"]

_MOST_STATIC: Final = 500


class Picture:
    """A network as it is drawn: one set of positions for page, print and notebook.

    Attributes:
        network: The network, as it was given.
        scene: What is drawn of it.
        views: The view by that name: ``"network"`` always, ``"map"`` where things have places.
        view: Name of the view that is shown first.
        shut: The network as it is printed, where members are gathered in it.
    """

    def __init__(
        self,
        network: nx.Graph[Any],
        scene: Scene,
        views: dict[str, View],
        lanes: dict[str, tuple[Scene, Timeline]],
        view: str,
        shut: Shut | None = None,
    ) -> None:
        self.network, self.scene, self.views, self.view = network, scene, views, view
        self.shut = shut
        self._lanes = lanes

    @property
    def positions(self) -> dict[str, Point]:
        """Give x and y by node id: another picture drawn with them as layout keeps its places."""
        pairs = zip(self.scene.nodes, self.views["network"].at, strict=True)
        lots = [(each.node, each.at) for each in self.views["network"].openings]
        return {node.id: at for node, at in [*pairs, *lots] if at is not None}

    def to_html(self) -> str:
        """Give the page: one file that opens offline, with every view and its evidence."""
        small = len(self.scene.ties) <= _MOST_STATIC
        return page(self.scene, self.payload(), static=self.to_svg() if small else "")

    def payload(self) -> Payload:
        """Give what the page's ``mount(root, data, host)`` shows, ready to be written as JSON."""
        lanes = [timeline_live(scene, found) for scene, found in self._lanes.values()]
        views = [*self.views.values()]
        return payload(self.scene, views, self.view, lanes, self._notes())

    def to_svg(self, *, size: str | None = None, transparent: bool = False) -> str:
        """Give the static picture of the first view, with legend, title, date and source line.

        Args:
            size: Of the sheet: ``"1600x900"``, ``"16:9"`` or ``"A4"``; None takes what it needs.
            transparent: Whether it has no ground of its own.

        Raises:
            UsageError: The size is none.
        """
        page = read_size(size) if size is not None else None
        if self.view == "timeline":
            scene, lanes = self._lanes[self.scene.language]
            notes = [*scene.notes, *timeline_notes(scene, lanes)]
            return sheet(scene, timeline_body(scene, lanes), timeline_extent(lanes),
                         lane_entries(scene, lanes, paints(scene)), notes,
                         size=page, clear=transparent)  # fmt: skip
        less = self.shut if self.view == "network" else None
        scene, view = (less.scene, less.view) if less else (self.scene, self.views[self.view])
        found = paints(scene)
        return sheet(
            scene,
            body(scene, view, found),
            view.extent,
            legend_entries(scene, found, view),
            [*scene.notes, *view.notes, *unnamed(scene, view)],
            under=subtitle(scene, view=view),
            size=page,
            clear=transparent,
        )

    def to_png(
        self, *, scale: float | None = None, size: str | None = None, transparent: bool = False
    ) -> bytes:
        """Give the static picture as PNG, written without a browser.

        Args:
            scale: Pixels for each unit of the SVG; None takes 1 for a size in pixels, else 2, which
                is fit for print in a column.
            size: Of the sheet, as `to_svg` takes it.
            transparent: Whether it has no ground of its own.

        Raises:
            UsageError: resvg_py is not installed, the size is none, or it would be too large.
        """
        svg = self.to_svg(size=size, transparent=transparent)
        in_pixels = size is not None and _in_pixels(size)
        return png(
            svg,
            (1.0 if in_pixels else 2.0) if scale is None else scale,
            about(self.scene),
            clear=transparent,
        )

    def to_pdf(self, *, size: str | None = None) -> bytes:
        """Give the static picture as PDF, its text as text.

        Args:
            size: Of the page, as `to_svg` takes it.

        Raises:
            UsageError: The package typst is not installed, or the size is none.
        """
        return pdf(self.to_svg(size=size, transparent=True), about(self.scene))

    def to_pyvis(self) -> Any:  # noqa: ANN401 - pyvis carries no types
        """Give a plain `pyvis.network.Network` with the same positions."""
        return export.to_pyvis(self.scene, self.views["network"])

    def save(
        self,
        path: str | Path,
        *,
        force: bool = False,
        size: str | None = None,
        scale: float | None = None,
        transparent: bool = False,
    ) -> Path:
        """Write the picture in the format that the file's suffix names.

        A ``.csv`` holds the ties; the things go into a file beside it (``NAME.nodes.csv``).

        Args:
            path: Where to; one of `SUFFIXES`.
            force: Whether an existing file may be replaced.
            size: Of a picture, as `to_svg` takes it.
            scale: Of a PNG, as `to_png` takes it.
            transparent: Whether a picture has no ground of its own.

        Raises:
            UsageError: The suffix is not known, the file exists, or the folder cannot be written;
                or a size, a scale or a ground is asked of a format that has none.
        """
        target = Path(path)
        suffix = suffix_of(target, SUFFIXES)
        looks = looks_of(suffix, target, size=size, scale=scale, transparent=transparent)
        files = {target: SUFFIXES[suffix](self, **looks)}
        if target.suffix == ".csv":
            beside = target.with_name(f"{target.stem}.nodes.csv")
            files[beside] = export.node_list(self.network)
        write_all(files, force=force)
        return target

    def _repr_html_(self) -> str:
        """Give the live page in a frame, over the static picture."""
        return cell(self.scene.title, self._live(), self.to_svg())

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Give the live page and its static twins; what cannot show the first keeps the others."""
        svg = self.to_svg()
        bundle = {
            "text/html": cell(self.scene.title, self._live(), svg),
            "image/svg+xml": svg,
            "text/plain": repr(self),
        }
        # A notebook is no place to fail for want of a renderer that only paper needs.
        with suppress(UsageError):
            bundle["image/png"] = b64encode(png(svg, 2.0, about(self.scene))).decode("ascii")
        return bundle

    def _live(self) -> str:
        """Give the page without a twin of its own: in a cell the picture behind it is one."""
        return page(self.scene, self.payload(), static="")

    def __repr__(self) -> str:
        """Give the title and how much is on it."""
        counts = (
            f"{counted(len(self.scene.nodes), 'thing')}, {counted(len(self.scene.ties), 'tie')}"
        )
        return f"<Picture {self.scene.title!r}: {counts}>"

    def _notes(self) -> dict[str, Any]:
        found = {name: view.notes for name, view in self.views.items()}
        told: dict[str, Any] = {}
        for language, (scene, lanes) in self._lanes.items():
            told[language] = {**found, "timeline": timeline_notes(scene, lanes)}
        for language in ("en", "ur"):
            told.setdefault(language, dict(found))["all"] = self.scene.told_in(language).notes
        return told


def _in_pixels(size: str) -> bool:
    found = read_size(size)
    return found.width is not None and not found.unit


SUFFIXES: Final[dict[str, Callable[..., str | bytes]]] = {
    ".html": Picture.to_html,
    ".svg": lambda picture, **looks: with_plain_words(picture.to_svg(**looks)),
    ".png": Picture.to_png,
    ".pdf": Picture.to_pdf,
    ".graphml": lambda picture: export.graphml(picture.network),
    ".gexf": lambda p: export.gexf(p.network, (p.scene, p.views["network"], about(p.scene))),
    ".node-link.json": lambda picture: export.node_link(picture.network),
    ".json": lambda picture: export.cytoscape(picture.network),
    ".csv": lambda picture: export.edge_list(picture.network),
}
