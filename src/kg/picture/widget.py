"""The picture as a widget of a notebook, which tells the kernel what a reader chose, and hears."""

from __future__ import annotations

from base64 import b64encode
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import anywidget
import networkx as nx
import traitlets

from kg.days import parse_date
from kg.errors import UsageError, nearest
from kg.picture.drawing import draw
from kg.picture.page import bundle, plain_json, style
from kg.picture.scene import clean, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kg.picture.picture import Picture
    from kg.picture.scene import Tie

__all__ = ["Explorer"]

_LANGUAGES: Final = ("en", "ur")


class Explorer(anywidget.AnyWidget):
    """A live picture: what a reader chooses in it is read here, what is set here is shown in it.

    Attributes:
        selected: Ids of the things that are chosen; those at the ends of a chosen tie. Labels may
            be set.
        ties: Keys of the ties that are chosen.
        on: The day that is shown, as ISO 8601; None for all times. A month or a year, as
            `kg.project` takes it, may be set.
        without: What is left out: kinds of tie by their names, kinds of thing by visual class.
        claims: Whether claims are shown.
        view: Name of the view that is shown.
        language: ``"en"`` or ``"ur"``.
        picture: What it shows.
    """

    _esm = bundle("widget") + "export default { render };\n"
    _style = traitlets.Unicode(style()).tag(sync=True)
    _payload = traitlets.Dict().tag(sync=True)
    selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    ties = traitlets.List(traitlets.Unicode()).tag(sync=True)
    on = traitlets.Any(None, allow_none=True).tag(sync=True)
    without = traitlets.List(traitlets.Unicode()).tag(sync=True)
    claims = traitlets.Bool().tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    def __init__(self, picture: Picture, **chosen: Any) -> None:  # noqa: ANN401 - of several kinds
        self.picture = picture
        payload = plain_json(picture.payload())
        self._things = {node["id"]: at for at, node in enumerate(payload["nodes"])}
        self._keys = {tie["id"]: at for at, tie in enumerate(payload["ties"])}
        self._kinds = [*payload["groups"], *(paint["key"] for paint in payload["paints"])]
        self._timeless = payload["years"] is None
        self._offered = payload["offered"]
        self._hearing = False
        super().__init__(
            _payload=payload,
            claims=payload["claims"],
            view=payload["view"],
            language=payload["lang"],
        )
        for name, value in chosen.items():
            setattr(self, name, value)

    def network(self) -> nx.Graph[Any]:
        """Give what is shown as a network of the kind that was given, with all attributes.

        Its graph attributes ``on`` and ``claims`` say what was chosen.
        """
        shown = self._shown()
        ties = self.picture.scene.ties
        ends = {end for at in shown for end in (ties[at].source, ties[at].target)}
        tied = {end for tie in ties for end in (tie.source, tie.target)}
        nodes = self.picture.scene.nodes
        alone = [
            at for at, node in enumerate(nodes) if at not in tied and node.group not in self.without
        ]
        found = self._part(shown, [*ends, *alone])
        if self.on:
            found.graph["on"] = self.on
        found.graph["claims"] = self.claims
        return found

    def frame(self) -> pd.DataFrame:
        """Give the ties that are chosen as a frame, a row each.

        These are the chosen ties; where things are chosen, the ties of the one, or those among
        the several. Its columns are ``source``, ``target``, ``key`` where the network has keys,
        and what the ties carry (`kg.contract.TieData`). Only what is shown is in it.
        """
        part = self._part(self._chosen(), [])
        key = "key" if part.is_multigraph() else None
        found: pd.DataFrame = nx.to_pandas_edgelist(part, edge_key=key)
        return found

    def _shown(self) -> list[int]:
        """Give the indices of the ties that are shown, by the rule of the page."""
        scene = self.picture.scene
        left_out = {*self.without}

        def stays(tie: Tie) -> bool:
            groups = {scene.nodes[end].group for end in (tie.source, tie.target)}
            hidden = tie.paint in left_out or bool(groups & left_out)
            return (self.claims or not tie.claim) and not hidden and holds(tie, self.on)

        return [at for at, tie in enumerate(scene.ties) if stays(tie)]

    def _chosen(self) -> list[int]:
        shown = self._shown()
        if self.ties:
            wanted = {self._keys[key] for key in self.ties}
            return [at for at in shown if at in wanted]
        things = {self._things[name] for name in self.selected}
        ends = [(self.picture.scene.ties[at].source, self.picture.scene.ties[at].target)
                for at in shown]  # fmt: skip
        least = min(len(things), 2)
        return [at for at, pair in zip(shown, ends, strict=True)
                if things and (len(things & {*pair}) >= least)]  # fmt: skip

    def _part(self, ties: list[int], nodes: list[int]) -> nx.Graph[Any]:
        """Give the part of the network with these ties and things, by index."""
        whole = self.picture.network
        names = list(whole.nodes)
        edges = list(whole.edges(keys=True) if whole.is_multigraph() else whole.edges())
        found: nx.Graph[Any] = whole.edge_subgraph([edges[at] for at in ties]).copy()
        found.add_nodes_from((names[at], whole.nodes[names[at]]) for at in sorted(nodes))
        return found

    @traitlets.validate("selected")
    def _known(self, proposal: Any) -> list[str]:  # noqa: ANN401 - traitlets
        return list(dict.fromkeys(self._thing(name) for name in proposal["value"]))

    def _thing(self, name: str) -> str:
        if name in self._things:
            return name
        labels = {node.label.casefold(): i for i, node in enumerate(self.picture.scene.nodes)}
        ids: list[str] = list(self._things)
        if name.casefold() in labels:
            return ids[labels[name.casefold()]]
        known = [*ids, *(node.label for node in self.picture.scene.nodes)]
        raise UsageError(f"nothing in the picture is called {clean(name)!r}",
                         mend=nearest(name, known) or "give an id or a label")  # fmt: skip

    @traitlets.validate("ties")
    def _held(self, proposal: Any) -> list[str]:  # noqa: ANN401 - traitlets
        for key in proposal["value"]:
            _among(key, self._keys, "tie")
        return list(proposal["value"])

    @traitlets.validate("without")
    def _left_out(self, proposal: Any) -> list[str]:  # noqa: ANN401 - traitlets
        for kind in proposal["value"]:
            _among(kind, self._kinds, "kind")
        return list(proposal["value"])

    @traitlets.validate("on")
    def _day(self, proposal: Any) -> str | None:  # noqa: ANN401 - traitlets
        if proposal["value"] in (None, ""):
            return None
        if self._timeless:
            raise UsageError(
                "the network has one day, or no dates",
                mend="give one of all times, as kg.project without a date",
            )
        return parse_date(proposal["value"]).isoformat()

    @traitlets.validate("view", "language")
    def _offer(self, proposal: Any) -> str:  # noqa: ANN401 - traitlets
        of = self._offered if proposal["trait"].name == "view" else _LANGUAGES
        _among(proposal["value"], of, proposal["trait"].name)
        return str(proposal["value"])

    @traitlets.observe("selected", "ties")
    def _one_choice(self, change: Any) -> None:  # noqa: ANN401 - traitlets
        """Keep the two in step where they were set here; the page sends both."""
        if self._hearing:
            return
        with self._heard():
            if change["name"] == "selected":
                self.ties = []
            else:
                ties = [self.picture.scene.ties[self._keys[key]] for key in self.ties]
                ends = dict.fromkeys(end for tie in ties for end in (tie.source, tie.target))
                self.selected = [list(self._things)[end] for end in ends]

    @contextmanager
    def _heard(self) -> Iterator[None]:
        before, self._hearing = self._hearing, True
        try:
            yield
        finally:
            self._hearing = before

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the page sends."""
        with self._heard():
            super().set_state(sync_data)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as anywidget's
        """Give the widget and its static twin, which an exported notebook keeps."""
        given = super()._repr_mimebundle_(**kwargs)
        bundle, *rest = given if isinstance(given, tuple) else (given,)
        twin = self._twin()
        found = {**(bundle or {}), "text/plain": repr(twin)}
        try:
            found["image/png"] = b64encode(twin.to_png()).decode("ascii")
        except UsageError:  # without the renderer that only paper needs
            found["image/svg+xml"] = twin.to_svg()
        return (found, *rest) if rest else found

    def _twin(self) -> Picture:
        """Give the picture of what is shown now, every thing in its place."""
        scene = self.picture.scene
        if not (self.on or self.without or self.claims != scene.claims
                or self.language != scene.language or self.view != self.picture.view):  # fmt: skip
            return self.picture
        twin: Picture = draw(
            self.network(), layout=self.picture.positions, title=scene.title,
            language=self.language, view=self.view,
        )  # fmt: skip
        return twin

    def __repr__(self) -> str:
        """Say what it shows, and what is chosen."""
        chosen = f", {len(self.selected)} selected" if self.selected else ""
        return f"<Explorer {self.picture.scene.title!r}{chosen}>"


def _among(name: str, known: Any, what: str) -> None:  # noqa: ANN401 - any collection
    if name not in known:
        mend = nearest(name, known) or f"one of {', '.join([*known][:12])}"
        raise UsageError(f"unknown {what} {clean(name)!r}", mend=mend)
