"""Publishing: every page, its data and its pictures as files; what is unchanged stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from kg.engine import node_if_any
from kg.errors import UsageError
from kg.web.asked import Asked
from kg.web.pages.home import names_script
from kg.web.routes import handle, import_all
from kg.web.site import Site
from kg.web.still.crew import crew
from kg.web.still.data import data_files
from kg.web.still.engine import package_files
from kg.web.still.folder import Folder
from kg.web.still.naming import family_of, file_of, rewritten, twins_among
from kg.web.still.remembering import Remembering
from kg.web.still.seeds import seeds, without_page

__all__ = ["Published", "publish"]

_NAMES: Final = "static/names.js"
_HTML: Final = "text/html"
_OK: Final = 200
# So many networks and pictures are kept for the next page: those of one thing follow each other.
_RECENT: Final = 4
# A page as a file has no other one beside it that shows the rest of an answer.
_ROWS: Final = 100_000


class Published(NamedTuple):
    """What was published.

    Attributes:
        files: How many files there are.
        written: How many of them were written, because they are new or changed.
        removed: How many were removed, because nothing leads to them any more.
        bytes: How long all are together.
        broken: Addresses that a page leads to and that give no page.
        without_page: Things whose names no address can hold.
    """

    files: int
    written: int
    removed: int
    bytes: int
    broken: tuple[str, ...]
    without_page: tuple[str, ...]


class _Made(NamedTuple):
    """What came of one family of addresses: its files, and the addresses that they lead to."""

    links: set[str]
    files: dict[str, tuple[int, bool]]
    broken: list[str]
    found: set[str]


class _Maker(NamedTuple):
    """What makes the pages of one thing after another."""

    site: Site
    folder: Folder
    address: str
    asks: bool
    twins: frozenset[str]

    def family(self, links: Iterable[str]) -> _Made:
        """Write the files of addresses that are about the same thing, and all that they lead to."""
        made = _Made(set(links), {}, [], set())
        todo = sorted(made.links)
        own = family_of(todo[0])
        for link in todo:
            for each in self._page(link, made):
                if family_of(each) != own:
                    made.found.add(each)
                elif each not in made.links:
                    made.links.add(each)
                    todo.append(each)
        return made

    def _page(self, link: str, made: _Made) -> list[str]:
        """Write the file of an address, and give the addresses that it leads to."""
        file, reply = file_of(link, self.twins), handle(self.site, self._asked(link))
        if file is None or reply.status != _OK:
            made.broken.append(link)
            return []
        body, links = reply.body, list[str]()
        if reply.media.startswith(_HTML) and not link.startswith("/draw."):
            text, links = rewritten(body.decode("utf-8"), file, self.twins)
            body = text.encode("utf-8")
        # Addresses from outside know nothing of twins, and where both can be, both are there.
        for name in {file, (not self.folder.folds and file_of(link)) or file}:
            made.files[name] = len(body), self.folder.write(name, body)
        return links

    def _asked(self, link: str) -> Asked:
        parts = urlsplit(link)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        return Asked("GET", unquote(parts.path), pairs, accept=_HTML, base=self.address,
                     still=True, asks=self.asks)  # fmt: skip


def publish(
    site: Site,
    folder: Path,
    *,
    address: str = "https://w3id.org/khyber",
    processes: int = 1,
    sparql: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Published:
    """Write the whole site into a folder.

    Args:
        site: The site.
        folder: The folder; made where it is not there.
        address: Where the site will lie, for what describes it; links are relative.
        processes: How many processes write.
        sparql: The folder of Oxigraph's npm package, which answers SPARQL in the browser; none if
            None.
        progress: Told how many pages are done, and how many are known.

    Raises:
        UsageError: The folder holds files that are no site of ours, or cannot be written, or
            another process writes there; the address is none; or the package is none.
    """
    if not address.startswith(("https://", "http://")) or node_if_any(address) is None:
        mend = "write one such as https://example.org/khyber"
        raise UsageError("this is no address of a site", where=address, mend=mend)
    engine = package_files(sparql) if sparql else []
    import_all()
    with Folder(folder) as held:
        limits = replace(site.limits, rows=_ROWS)
        lasting = Site(Remembering(site.engine), limits, recent=_RECENT)
        lasting.warm()
        first = seeds(lasting, sparql=bool(sparql))
        maker = _Maker(lasting, held, address, bool(sparql), twins_among(first))
        made = _all(maker, first, processes, progress)
        for name, content in [*data_files(lasting, address), _names(maker, made), *engine]:
            made.files[name] = len(content), held.write(name, content)
        removed = held.finish(made.files)
    return Published(
        len(made.files), sum(written for _, written in made.files.values()), removed,
        sum(size for size, _ in made.files.values()), tuple(sorted(made.broken)),
        tuple(without_page(lasting)),
    )  # fmt: skip


def _all(
    maker: _Maker, first: list[str], processes: int, progress: Callable[[int, int], None] | None
) -> _Made:
    """Make every page that some addresses lead to, and those that these lead to."""
    # Names are written last, when it is known which there are.
    every = _Made({f"/{_NAMES}"}, {}, [], set())
    wanted: Iterable[str] = first
    known = 0
    with crew(maker.family, processes) as shared:
        while families := _families(wanted):
            known += len(families)
            for done, made in enumerate(shared(families), known - len(families) + 1):
                every.links.update(made.links)
                every.files.update(made.files)
                every.broken.extend(made.broken)
                every.found.update(made.found)
                if progress:
                    progress(done, known)
            wanted = every.found - every.links
    return every


def _families(links: Iterable[str]) -> list[list[str]]:
    """Give addresses by what they are about, in an order that stays."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in sorted(links):
        found[family_of(each)].append(each)
    return list(found.values())


def _names(maker: _Maker, made: _Made) -> tuple[str, bytes]:
    """Give the names of what has a page, which search reads."""

    def there(path: str) -> str:
        file = file_of(path, maker.twins) or ""
        return file if file in made.files else ""

    return _NAMES, names_script(maker.site, there)
