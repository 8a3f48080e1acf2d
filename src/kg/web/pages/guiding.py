"""The guide: the pages of ``docs/guide`` as they are shipped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from kg.errors import closest
from kg.paths import is_file, shipped
from kg.web.asked import Asked, Reply
from kg.web.faults import NotFound
from kg.web.rendering import link, render
from kg.web.site import Site

__all__ = ["guide", "guides"]

_FIRST: Final = "README"
_OUTSIDE: Final = ("https://", "http://")


def guides(site: Site, asked: Asked) -> Reply:
    """Show what the guide has."""
    return guide(site, asked, _FIRST)


def guide(site: Site, asked: Asked, name: str) -> Reply:
    """Show a page of the guide."""
    file = shipped("guide") / f"{name}.md"
    if not is_file(file):
        near = closest(name, [each.stem for each in shipped("guide").glob("*.md")])
        raise NotFound("the guide has no such page", where=name, candidates=near, mend="see /guide")
    tokens = _parser().parse(file.read_text(encoding="utf-8"))
    for each in tokens:
        _lead(each.children or [], asked)
    # The parser lets no HTML through.
    text = Markup(_parser().renderer.render(tokens, _parser().options, {}))  # noqa: S704
    title = next(two.content for one, two in pairwise(tokens) if one.tag == "h1")
    return render(site, asked, "guide.html", title=title, text=text, first=name == _FIRST)


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.add_render_rule("fence", _block)
    made.add_render_rule("table_open", _table)
    made.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return made


def _block(_: object, tokens: Sequence[Token], at: int, *__: Any) -> str:  # noqa: ANN401 - markdown-it's own
    return f'<pre dir="ltr" tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'


def _table(*_: object) -> str:
    return '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>'


def _lead(tokens: Sequence[Token], asked: Asked) -> None:
    """Have links lead to pages of the site; where one leads out of the guide its words stay."""
    inside = True
    for each in tokens:
        if each.type == "link_open":
            where = str(each.attrGet("href"))
            name = where.removesuffix(".md")
            beside = "/" not in name and is_file(shipped("guide") / f"{name}.md")
            inside = where.startswith(_OUTSIDE) or beside
            if inside and not where.startswith(_OUTSIDE):
                each.attrSet("href", link(asked, f"/guide/{name}"))
        if each.type in ("link_open", "link_close") and not inside:
            inside = each.type == "link_close"
            each.type, each.content = "text", ""
