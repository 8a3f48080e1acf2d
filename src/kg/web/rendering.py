"""Pages from templates: every word that comes from data is escaped, every link is one of ours."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kg.errors import DataError
from kg.period import words
from kg.query import Question, label_of, question_in, said_in
from kg.release import VERSION
from kg.terms import compact, expand, slug
from kg.vocabulary import ID, KG, C
from kg.web.asked import Asked, Reply
from kg.web.site import Site

__all__ = ["address_of", "day_in", "link", "render", "say"]

_FOLDER: Final = Path(__file__).parent
# What goes along from page to page for the whole visit.
_LASTING: Final = ("lang", "on")
# A file stands for all visits in its language.
_STILL: Final = ("lang",)
# As `kg.web.routes` takes it.
_HELD: Final = re.compile(r"[\w-]+")
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
    made.filters["first_upper"] = lambda text: text[:1].upper() + text[1:]
    made.filters["slug"] = slug
    return made


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))


def say(language: str, key: str, **values: object) -> str:
    """Give a message in a language, its values filled in."""
    return _words()[key][language].format(**values)


def address_of(name: str) -> str:
    """Give the path of a thing, a term or a concept by its IRI or compact name; else nothing.

    So it is for a name with a dot, a slash or the like in it, which no address holds.
    """
    iri = expand(name)
    for namespace, path in _PATHS:
        if iri.startswith(namespace) and _HELD.fullmatch(own := iri[len(namespace) :]):
            return path + quote(own, safe="")
    return ""


def link(asked: Asked, path: str, **parameters: object) -> str:
    """Give the address of a page of the site, with what goes along for the whole visit."""
    lasting = _STILL if asked.still else _LASTING
    kept = {name: value for name, value in asked.query if name in lasting and value}
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    wanted = {**kept, **given}
    rest = urlencode([(n, v) for n, v in wanted.items() if v != "en" or n != "lang"], doseq=True)
    return f"{asked.root}{path}{'?' + rest if rest else ''}"


def day_in(language: str, text: object) -> str:
    """Give a day, or an EDTF time, in words of a language; anything else as its text."""
    with suppress(DataError):
        return words(text.isoformat() if isinstance(text, date) else str(text), language)
    return str(text)


@pass_context
def _day(context: Context, text: object) -> str:
    return day_in(context["language"], text)


class _Speaking(NamedTuple):
    """What templates say things with, for one request in its language."""

    asked: Asked
    site: Site
    language: str

    def say(self, key: str, **values: object) -> str:
        """Give a message of the pages' own."""
        return say(self.language, key, **values)

    def told(self, what: str, text: str) -> str:
        """Give a text of the catalogue of questions."""
        return said_in(self.language, what, text)

    def wording(self, which: Question, **given: str) -> str:
        """Give the text of a question with some values; a parameter without says what it is."""
        text = question_in(self.language, which)
        for each in which.parameters:
            meaning = _SHORT.split(self.told("meanings", each.meaning))[0]
            number = each.default if each.default and each.default.isdigit() else ""
            text = text.replace(f"{{{each.name}}}", given.get(each.name) or number or meaning)
        return text

    def named(self, iri: str) -> str:
        """Give the label of a thing."""
        return label_of(self.site.labels[self.language], expand(iri))

    def thing(self, name: str, text: str | None = None) -> Markup | str:
        """Give a thing under its label, as a link to its page."""
        shown, path = text or self.named(name), address_of(name)
        if not path:
            return shown
        return Markup('<a href="{}">{}</a>').format(self.link(path), shown)

    def link(self, path: str, **parameters: object) -> str:
        """Give the address of a page."""
        return link(self.asked, path, **parameters)

    @property
    def on(self) -> str:
        """Give the date of the visit as it was typed."""
        return self.asked.one("on") if len(self.asked.all("on")) <= 1 else ""

    @property
    def switched(self) -> str:
        """Give the address of the same page in the other language."""
        kept = [pair for pair in self.asked.query if pair[0] != "lang"]
        if self.language == "en":
            kept.insert(0, ("lang", "ur"))
        query = f"?{urlencode(kept)}" if kept else ""
        return f"{self.asked.root}{quote(self.asked.path)}{query}"


# What follows is an example, or a word on what is taken too.
_SHORT: Final = re.compile(r"; |؛ |, such as |، جیسے ")
_SPOKEN: Final = ("say", "told", "wording", "named", "thing", "link", "on", "switched")


def render(site: Site, asked: Asked, template: str, **values: Any) -> Reply:  # noqa: ANN401
    """Give a page."""
    speaking = _Speaking(asked, site, asked.language)
    spoken = {name: getattr(speaking, name) for name in _SPOKEN}
    text = environment().get_template(template).render(
        asked=asked, site=site, language=asked.language, compact=compact, version=VERSION,
        **spoken, **values,
    )  # fmt: skip
    return Reply(text.encode("utf-8", "replace"), headers={"Vary": "Accept"})
