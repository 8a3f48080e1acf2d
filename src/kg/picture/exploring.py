"""A live picture in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.picture.drawing import draw
from kg.picture.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from kg.picture.widget import Explorer

__all__ = ["explore"]


def explore(
    network: nx.Graph[Any] | Picture | Any,  # noqa: ANN401 - or any data frame
    *,
    selected: Iterable[str] = (),
    on: object = None,
    without: Iterable[str] = (),
    **drawn: Any,  # noqa: ANN401 - as draw takes them
) -> Explorer:
    """Show a network as a live picture in a notebook, which answers back.

    Args:
        network: What `kg.draw` takes, or a picture.
        selected: Ids or labels of things that are chosen at first.
        on: The day that is shown at first; None for all times.
        without: Kinds of tie, or visual classes of things, that are left out at first.
        **drawn: What else `kg.draw` takes: ``layout``, ``title``, ``language``, ``seed``, ``view``.

    Returns:
        A widget: its ``selected``, ``ties``, ``on``, ``without``, ``claims``, ``view`` and
        ``language`` can be read and set; ``frame()`` gives the chosen ties, ``network()`` what is
        shown.

    Raises:
        UsageError: anywidget is not installed, the network cannot be drawn, or what is chosen at
            first is not in it.
        DataError: The day is none.
    """
    try:
        from kg.picture.widget import Explorer  # noqa: PLC0415 - 0.4 s, and only notebooks need it
    except ModuleNotFoundError as fault:
        if (fault.name or "").startswith("kg"):
            raise
        raise UsageError(
            f"a live picture needs {fault.name}", mend="pip install 'khyber-kg[lab]'"
        ) from None
    picture = network if isinstance(network, Picture) else draw(network, **drawn)
    if len(picture.scene.nodes) != len(picture.network):
        raise UsageError(
            f"a network of {len(picture.network):,} things is too large to explore",
            mend="project fewer things, kinds or days",
        )
    return Explorer(picture, without=[*without], on=on, selected=[*selected])
