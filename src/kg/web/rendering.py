"""Pages from templates: every word that comes from data is escaped, every link is one of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.errors import DataError
from kg.period import words
from kg.query import label_of
from kg.release import VERSION
from kg.terms import compact, expand
from kg.vocabulary import ID, KG, C
from kg.web.asked import Asked, Reply
from kg.web.site import Site

__all__ = ["address_of", "link", "render", "say"]

_FOLDER: Final = Path(__file__).parent
# What goes along from page to page for the whole visit.
_LASTING: Final = ("lang", "on")
_PATHS: Final = ((ID, "/id/"), (KG, "/ontology/"), (C, "/concept/"))


@cache
def environment() -> Environment:
    """Give the templates."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = _day
    return made


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))


def say(language: str, key: str, **values: object) -> str:
    """Give a message in a language, its values filled in."""
    return _words()[key][language].format(**values)


def address_of(name: str) -> str:
    """Give the path of a thing, a term or a concept by its IRI or compact name; else nothing."""
    iri = expand(name)
    for namespace, path in _PATHS:
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return path + quote(iri[len(namespace) :], safe="")
    return ""


def link(asked: Asked, path: str, **parameters: object) -> str:
    """Give the address of a page of the site, with what goes along for the whole visit."""
    # A file stands for all visits.
    lasting = () if asked.still else _LASTING
    kept = {name: value for name, value in asked.query if name in lasting and value}
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    wanted = {**kept, **given}
    rest = urlencode([(n, v) for n, v in wanted.items() if v != "en" or n != "lang"], doseq=True)
    return f"{asked.root}{path}{'?' + rest if rest else ''}"


def _day(text: object) -> str:
    """Give a day, or an EDTF time, in words; anything else as its text."""
    with suppress(DataError):
        return words(text.isoformat() if isinstance(text, date) else str(text))
    return str(text)


def render(site: Site, asked: Asked, template: str, **values: Any) -> Reply:  # noqa: ANN401
    """Give a page."""
    language = asked.language
    known = site.labels[language]

    def named(iri: str) -> str:
        return label_of(known, expand(iri))

    def thing(name: str, text: str | None = None) -> Markup | str:
        """Give a thing under its label, as a link to its page."""
        shown, path = text or named(name), address_of(name)
        if not path:
            return shown
        return Markup('<a href="{}">{}</a>').format(link(asked, path), shown)

    def other(path: str, **parameters: object) -> str:
        return link(asked, path, **parameters)

    says: Callable[..., str] = lambda key, **more: say(language, key, **more)  # noqa: E731
    page = environment().get_template(template)
    text = page.render(
        asked=asked, site=site, language=language, say=says, link=other, named=named, thing=thing,
        compact=compact, on=asked.one("on") if _is_once(asked, "on") else "", version=VERSION,
        switched=_switched(asked, language), **values,
    )  # fmt: skip
    return Reply(text.encode("utf-8", "replace"), headers={"Vary": "Accept"})


def _is_once(asked: Asked, name: str) -> bool:
    return len(asked.all(name)) <= 1


def _switched(asked: Asked, language: str) -> str:
    """Give the address of the same page in the other language."""
    kept = [pair for pair in asked.query if pair[0] != "lang"]
    if language == "en":
        kept.append(("lang", "ur"))
    return f"{asked.root}{quote(asked.path)}{'?' + urlencode(kept) if kept else ''}"
