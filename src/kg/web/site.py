"""The site: one graph, opened once, with what every page needs of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeVar

from kg.engine import Engine
from kg.opening import open_engine
from kg.query import horizons, labels
from kg.reference import Model
from kg.release import VERSION

__all__ = ["Limits", "Opened", "Site"]

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Opened:
    """Which graph a site shows, as the command line says it.

    Attributes:
        files: RDF files beside what is shipped.
        account: The account that they belong to.
        base: What relative addresses in them are relative to.
        memory: Whether the graph is kept in memory.
    """

    files: Sequence[str] = ()
    account: str | None = None
    base: str | None = None
    memory: bool = True

    def engine(self) -> Engine:
        """Open the graph; see `kg.opening.open_engine`."""
        return open_engine(self.files, account=self.account, base=self.base, memory=self.memory)

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        return asdict(self)


@dataclass(frozen=True)
class Limits:
    """What one request may take.

    Attributes:
        seconds: How long it may take.
        bytes: How long an answer may be that is sent as it is found.
        whole: How long a reply may be that is held whole before it is sent.
        rows: How many rows a page shows.
        memory: How many MB a process may take beside the graph; no limit if 0.
        waiting: How many requests may wait for a free process.
        body: How many bytes may be sent.
        patience: For how many seconds a head, a body, or a piece of a reply may be on its way.
        streams: How many answers may be on their way in pieces.
    """

    seconds: float = 30.0
    bytes: int = 1_000_000_000
    whole: int = 32_000_000
    rows: int = 500
    memory: int = 2_000
    waiting: int = 256
    body: int = 1_000_000
    patience: float = 20.0
    streams: int = 8


@dataclass
class Site:
    """A graph as a site shows it.

    Attributes:
        engine: What it is asked through.
        limits: What a request may take.
        recent: How much of what was made last is kept for a page that shows the same; nothing where
            the data may change.
    """

    engine: Engine
    limits: Limits = field(default_factory=Limits)
    recent: int = 0
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def kept(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Give what is made once and stays the same as long as the data do."""
        if name not in self._kept:
            self._kept[name] = make()
        found: _Made = self._kept[name]
        return found

    def lately(self, what: Hashable, make: Callable[[], _Made]) -> _Made:
        """Give what was made a short while ago, or make it: see `recent`."""
        if what not in self._made:
            found = make()
            if not self.recent:
                return found
            while len(self._made) >= self.recent:
                del self._made[next(iter(self._made))]
            self._made[what] = found
        kept: _Made = self._made[what]
        return kept

    @cached_property
    def version(self) -> str:
        """Give the version of the data: the same for the same files, and no other."""
        folder = getattr(self.engine, "folder", None)
        if folder is not None:
            return str(folder.name)[:16]
        if endpoint := getattr(self.engine, "endpoint", ""):
            said = f"{endpoint} {self.engine.size()}"
            return blake2b(said.encode(), digest_size=8).hexdigest()
        lines = sorted(self.engine.dump().splitlines())
        return blake2b(b"\n".join(lines), digest_size=8).hexdigest()

    @property
    def release(self) -> str:
        """Give what an answer is cited with: release and version of the data."""
        return f"{VERSION}+{self.version}"

    @cached_property
    def model(self) -> Model:
        """The ontology, read once."""
        return Model(self.engine)

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Every label, by language and IRI."""
        return {language: labels(self.engine, language) for language in ("en", "ur")}

    @cached_property
    def spans(self) -> dict[str, tuple[date | None, date | None]]:
        """Each account with the first and the last day for which it speaks."""
        return dict(sorted(horizons(self.engine).items(), reverse=True))

    @property
    def until(self) -> date:
        """Give the last day for which an account speaks; today where none says it."""
        days = [last for _, last in self.spans.values() if last]
        return max(days) if days else datetime.now(UTC).astimezone().date()

    def warm(self) -> None:
        """Read what every page needs, before anybody asks."""
        with warnings.catch_warnings(action="ignore"):
            _ = self.version, self.model.classes, self.labels, self.spans
