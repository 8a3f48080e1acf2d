"""Publishing: every page, its data and its pictures as files; what is unchanged stays."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kg.engine import ask_on
from kg.errors import UsageError
from kg.paths import write_whole
from kg.query import code_list, questions, rows
from kg.terms import slug
from kg.vocabulary import ID
from kg.web.asked import Asked
from kg.web.pages.home import names_script
from kg.web.rendering import link
from kg.web.routes import handle, import_all
from kg.web.site import Site
from kg.web.still.data import data_files
from kg.web.still.engine import package_files
from kg.web.still.naming import file_of, rewritten

__all__ = ["Published", "publish"]

_MANIFEST: Final = ".khyber-site.json"
_SEEDS: Final = ("/", "/about", "/questions", "/ontology", "/source", "/guide")
_NAMES: Final = "static/names.js"
_STATIC: Final = ("/static/style.css", "/static/still.js")
# What a site that answers SPARQL has beside; its page leads to the rest.
_ASKING: Final = ("/sparql", "/static/editor.js")
_TERM: Final = "SELECT DISTINCT ?thing WHERE { ?thing kg:kind ?kind }"
_PARTS: Final = "SELECT DISTINCT ?thing WHERE { ?thing oa:start ?start }"
_HTML: Final = "text/html"
_OK: Final = 200


class Published(NamedTuple):
    """What was published.

    Attributes:
        files: How many files there are.
        written: How many of them were written, because they are new or changed.
        removed: How many were removed, because nothing leads to them any more.
        bytes: How long all are together.
        broken: Addresses that a page leads to and that give no page.
    """

    files: int
    written: int
    removed: int
    bytes: int
    broken: tuple[str, ...]


class _Made(NamedTuple):
    link: str
    file: str
    size: int
    written: bool
    links: tuple[str, ...]


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
        UsageError: The folder holds files that are no site of ours, or cannot be written; or the
            package is none.
    """
    engine = package_files(sparql) if sparql else []
    before = _before(folder)
    import_all()
    site.warm()
    made: dict[str, _Made] = {}
    broken: list[str] = []
    wanted = list(dict.fromkeys([*_seeds(site), *(_ASKING if sparql else ())]))
    # Names are written last, when it is known which there are.
    known = {*wanted, f"/{_NAMES}"}
    work = partial(_make, site, folder, partial(_asked, address, bool(sparql)))
    while wanted:
        found: list[str] = []
        for each, link_ in _done(work, wanted, processes):
            if each is None:
                broken.append(link_)
            else:
                made[each.file] = each
                found += each.links
            if progress:
                progress(len(made) + len(broken), len(known))
        wanted = [each for each in dict.fromkeys(found) if each not in known]
        known |= set(wanted)
    for name, content in [*data_files(site, address), _names(site), *engine]:
        size, written = _write(folder, name, content)
        made[name] = _Made("", name, size, written, ())
    return _finished(folder, before, made, broken)


def _finished(
    folder: Path, before: Collection[str], made: dict[str, _Made], broken: list[str]
) -> Published:
    gone = [name for name in before if name not in made and (folder / name).is_file()]
    for name in gone:
        (folder / name).unlink()
    write_whole(folder / _MANIFEST, json.dumps(sorted(made)))
    return Published(
        len(made), sum(each.written for each in made.values()), len(gone),
        sum(each.size for each in made.values()), tuple(sorted(broken)),
    )  # fmt: skip


def _before(folder: Path) -> list[str]:
    """Give the files that were published into a folder before."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        manifest = folder / _MANIFEST
        if manifest.is_file():
            found = json.loads(manifest.read_text(encoding="utf-8"))
            return [each for each in found if isinstance(each, str) and ".." not in each]
        if any(folder.iterdir()):
            raise UsageError(
                "the folder holds other files", path=folder, mend="choose an empty one"
            )
        # What is stopped in the middle can be gone on with.
        write_whole(manifest, "[]")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(
            f"cannot write there ({why})", path=folder, mend="check the path"
        ) from None
    except ValueError:
        raise UsageError("its list of files is damaged", path=folder / _MANIFEST) from None
    return []


def _seeds(site: Site) -> Iterator[str]:
    """Give the addresses from which every other one is reached."""
    yield from (*_SEEDS, *_STATIC)
    accounts = site.engine.accounts()
    parts = {thing for (thing,) in rows(site.engine, _PARTS, accounts=accounts)}
    for (thing,) in rows(site.engine, _TERM, accounts=accounts):
        if thing.startswith(ID) and thing not in parts:
            yield f"/id/{slug(thing)}"
    for group in site.model.terms().values():
        for term in group:
            yield f"/{'ontology' if '/ontology/' in term else 'concept'}/{slug(term)}"
    plain = Asked("GET", "/")
    for which in questions().values():
        yield f"/questions/{which.name}"
        for each in which.parameters:
            for code in code_list(site.engine, each):
                yield link(plain, f"/questions/{which.name}", **{**which.example, each.name: code})


def _done(
    work: Callable[[str], tuple[_Made | None, str]], wanted: Sequence[str], processes: int
) -> Iterable[tuple[_Made | None, str]]:
    if processes < 2 or not hasattr(os, "fork"):  # noqa: PLR2004
        yield from map(work, wanted)
        return
    global _work  # noqa: PLW0603 - what a forked process finds in its memory
    _work = work
    with multiprocessing.get_context("fork").Pool(processes, _alone) as pool:
        yield from pool.imap_unordered(_called, wanted, chunksize=4)


_work: Callable[[str], tuple[_Made | None, str]] | None = None


def _alone() -> None:
    """Leave Ctrl-C to who waits: threads that it is heard in are not there in a forked process."""
    ask_on()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _called(link: str) -> tuple[_Made | None, str]:
    assert _work is not None  # noqa: S101 - set by who forks
    return _work(link)


def _make(
    site: Site, folder: Path, asked: Callable[[str], Asked], link: str
) -> tuple[_Made | None, str]:
    """Write the file of an address, and give the addresses that it leads to."""
    file = file_of(link)
    if file is None:
        return None, link
    reply = handle(site, asked(link))
    if reply.status != _OK:
        return None, link
    body, links = reply.body, list[str]()
    if reply.media.startswith(_HTML) and not file.startswith("pictures/"):
        text, links = rewritten(body.decode("utf-8"), file, lambda _: True)
        body = text.encode("utf-8")
    size, written = _write(folder, file, body)
    return _Made(link, file, size, written, tuple(dict.fromkeys(links))), link


def _asked(address: str, asks: bool, link: str) -> Asked:
    from urllib.parse import parse_qsl, unquote, urlsplit  # noqa: PLC0415

    parts = urlsplit(link)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return Asked("GET", unquote(parts.path), pairs, accept=_HTML, base=address, still=True,
                 asks=asks)  # fmt: skip


def _write(folder: Path, name: str, content: bytes) -> tuple[int, bool]:
    path = folder / name
    if path.is_file() and path.read_bytes() == content:
        return len(content), False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    return len(content), True


def _names(site: Site) -> tuple[str, bytes]:
    return _NAMES, names_script(site, lambda path: file_of(path) or "")
