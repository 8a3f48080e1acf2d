"""What is drawn: everything that ``kg draw`` offers, read from an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.engine import Rows
from kg.errors import KgError, UsageError
from kg.network import project, resting, structure
from kg.query import answer, columns_of, is_sparql, question
from kg.web.asked import Asked
from kg.web.site import Site

if TYPE_CHECKING:
    import networkx as nx

    from kg.picture import Panels, Picture

__all__ = ["Choice", "choice_of", "drawn", "looks_of", "network_of"]

_PAIR: Final = 2
_MOST: Final = 200
# By the name of a field what it is called where pictures are made and saved.
_LOOKS: Final = {"view": "view", "shade": "shade", "lanes": "lanes", "node-size": "size"}


class Choice(NamedTuple):
    """What somebody wants drawn; see ``kg draw --help``."""

    about: list[str]
    between: list[str]
    days: list[str]
    since: str
    until: str
    question: str
    kinds: list[str]
    accounts: list[str]
    claims: bool
    every: bool
    title: str

    @property
    def is_any(self) -> bool:
        """Whether anything is named."""
        return bool(self.about or self.between or self.question or self.every)


def choice_of(asked: Asked) -> Choice:
    """Read what is wanted; of names, days and accounts several, with commas or repeated."""
    return Choice(
        about=_several(asked, "name", "corridor"), between=_several(asked, "between"),
        days=_several(asked, "on"), since=asked.one("from"), until=asked.one("to"),
        question=asked.one("question") or asked.one("query"), kinds=_several(asked, "kind"),
        accounts=_several(asked, "accounts"), claims=asked.one("claims") == "yes",
        every=asked.one("all") == "yes", title=asked.one("title"),
    )  # fmt: skip


def _several(asked: Asked, *names: str) -> list[str]:
    given = [value for name in names for value in asked.all(name)]
    return [part.strip() for each in given for part in each.split(",") if part.strip()]


def looks_of(asked: Asked) -> dict[str, Any]:
    """Read how a file looks: its size, the pixels of a unit, whether it has a ground.

    Raises:
        UsageError: The scale is no number.
    """
    scale = asked.one("scale")
    try:
        number = float(scale) if scale else None
    except ValueError:
        raise UsageError("this is no scale", where=scale[:40], mend="write a number") from None
    return {"size": asked.one("size") or None, "scale": number,
            "transparent": asked.one("transparent") == "yes"}  # fmt: skip


def drawn(site: Site, asked: Asked, choice: Choice) -> Picture | Panels:
    """Draw what is wanted.

    Raises:
        UsageError: Nothing is named, or what is named does not go together.
        KgError: There is nothing to draw.
    """
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s

    _check(choice)
    given = {name: asked.one(field) or None for field, name in _LOOKS.items()}
    looks: dict[str, Any] = {**given, "language": asked.language, "all": choice.every}
    if gather := asked.one("gather"):
        if not gather.isascii() or not gather.isdigit():
            raise UsageError("this is no number", where=gather[:40], mend="write a number")
        looks["gather"] = int(gather[:9])
    networks: Any
    if choice.question:
        networks = _answered(site, asked, choice)
    elif choice.since:
        networks, looks["all"] = _changed(site, choice), True
    elif len(choice.days) > 1:
        networks = _something(project(site.engine, choice.days, **_chosen(choice)))
        looks |= {"title": choice.title or None, "lanes": None}
    else:
        networks = site.lately(("network", repr(choice)), lambda: _one(site, choice))
    made: Picture | Panels = draw(networks, **looks)
    return made


def _check(choice: Choice) -> None:
    if not choice.is_any:
        raise UsageError("nothing is named to be drawn", mend="name a thing, such as cento")
    if choice.between and len(choice.between) != _PAIR:
        raise UsageError("two names are needed between which ties are drawn", where="between",
                         mend="write them with a comma")  # fmt: skip
    if bool(choice.since) != bool(choice.until):
        raise UsageError("what changed is told between two days", mend="give from and to")
    if choice.since and choice.days:
        raise UsageError("from and to say when", mend="leave out the date")


def _chosen(choice: Choice) -> dict[str, Any]:
    return {
        "about": choice.about, "kinds": choice.kinds or None, "claims": choice.claims,
        "accounts": choice.accounts or None,
        "between": (choice.between[0], choice.between[1]) if choice.between else None,
    }  # fmt: skip


def _one(site: Site, choice: Choice) -> nx.MultiDiGraph[str]:
    """Give the network of a day, or of all times; what would not be drawn of it is not read."""
    chosen, title = _chosen(choice), choice.title
    plain = not (choice.kinds or choice.between or choice.claims or choice.accounts or choice.every)
    if plain:
        chosen["kinds"] = structure(site.engine, choice.about)
    network = project(site.engine, *choice.days, title=title, **chosen)
    if plain and not title:
        # The kinds were chosen here, and need not be told in the heading.
        bare = project(site.engine, *choice.days, about=choice.about, kinds=[])
        network.graph.update({name: bare.graph.get(name) for name in ("title", "title_ur")})
    (found,) = _something([network])
    return found


def _changed(site: Site, choice: Choice) -> nx.MultiDiGraph[str]:
    from kg.analysis import span  # noqa: PLC0415 - numpy, 0.1 s

    essential = bool(choice.about and not choice.kinds and not choice.every)
    network = span(site.engine, choice.since, choice.until, title=choice.title,
                   essential=essential, **_chosen(choice))  # fmt: skip
    (found,) = _something([network])
    return found


def _something(networks: list[nx.MultiDiGraph[str]]) -> list[nx.MultiDiGraph[str]]:
    if not any(network.number_of_edges() for network in networks):
        raise KgError("there is nothing to draw: no tie is known",
                      where=str(networks[0].graph.get("title", "")),
                      mend="name another day, or other kinds of tie, or let claims in")  # fmt: skip
    return networks


def _answered(site: Site, asked: Asked, choice: Choice) -> nx.MultiDiGraph[str]:
    if choice.about or choice.between or choice.kinds:
        raise UsageError("a question says itself what is drawn", mend="leave out names and kinds")
    declared = () if is_sparql(choice.question) else question(choice.question).parameters
    wanted = {each.name for each in declared}
    given: Mapping[str, str] = {n: asked.one(n) for n in wanted if asked.one(n)}
    return network_of(site, choice.question, given, claims=choice.claims,
                      accounts=choice.accounts or None, on=next(iter(choice.days), None),
                      title=choice.title)  # fmt: skip


def network_of(
    site: Site,
    query: str,
    given: Mapping[str, Any],
    *,
    on: str | None = None,
    **more: Any,  # noqa: ANN401 - see `kg.network.resting`
) -> nx.MultiDiGraph[str]:
    """Give the network that an answer rests on; where that ties nothing, of what it names first.

    Raises:
        UsageError: It is not asked as it has to be.
        KgError: It names nothing either.
    """
    try:
        return resting(site.engine, query, given, on=on, **more)
    except UsageError:
        raise
    except KgError:
        about = _named(site, query, given, claims=bool(more.get("claims")))
        if not about:
            raise
    return project(site.engine, on, about=about, kinds=structure(site.engine, about))


def _named(site: Site, query: str, given: Mapping[str, Any], *, claims: bool) -> list[str]:
    """Give what stands in the first column of things."""
    result = answer(site.engine, query, given, claims=claims)
    for column in columns_of(result)[0] if isinstance(result, Rows) else []:
        names = [cell for cell in column if isinstance(cell, str) and cell.startswith("id:")]
        if names:
            return list(dict.fromkeys(names))[:_MOST]
    return []
