"""A frame in a notebook: things by their labels, each opening what says so."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from html import escape
from typing import Any, Final

from kg.counting import counted
from kg.engine import Engine
from kg.errors import DataError
from kg.period import words
from kg.query import Origin, label_of, origins_of, rows_of
from kg.terms import expand

__all__ = ["frame_html"]

# What is more than a year: a number of four digits may be anything.
_TIME: Final = re.compile(r"[0-9X]{4}-[0-9X]{2}|/?[0-9X]{4}[~?%]?/|/[0-9X]{4}|[0-9]{2,3}XX?$")
_MOST_ROWS: Final = 60
_MOST_SOURCES: Final = 12


def frame_html(frame: Any, engine: Engine, names: dict[str, str]) -> str:  # noqa: ANN401 - pandas, late
    """Give a frame that `kg.ask` made as an HTML table.

    A thing stands under its label; opening it shows its compact name and its sources, documents as
    links. A column of labels that `kg.ask` set beside a column of things is left
    out, because the things show them.

    Args:
        frame: What `kg.ask` gave.
        engine: The engine that it was asked through.
        names: Labels by IRI.
    """
    head = [str(name) for name in frame.columns]
    ours = frame.attrs.get("labels", ())
    shown = [at for at, name in enumerate(head) if name not in ours]
    table = [[row[at] for at in shown] for row in rows_of(frame.head(_MOST_ROWS))]
    things = {expand(cell) for row in table for cell in row if _is_thing(cell)}
    found = origins_of(engine, things)
    top = "".join(f"<th>{escape(head[at])}</th>" for at in shown)
    body = "".join(f"<tr>{''.join(_cell(c, found, names) for c in row)}</tr>" for row in table)
    more = len(frame) - len(table)
    notes = [counted(more, "more row")] if more > 0 else []
    notes += frame.attrs.get("remarks", [])
    rest = "".join(f"<p>{escape(each)}</p>" for each in notes)
    heading = escape(frame.attrs.get("heading", ""))
    above = f"<caption>{heading}</caption>" if heading else ""
    return f"<table>{above}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _is_thing(cell: object) -> bool:
    return isinstance(cell, str) and re.fullmatch(r"(?:id|c|kg):[\w-]+", cell) is not None


def _cell(cell: object, found: dict[str, list[Origin]], names: dict[str, str]) -> str:
    if not isinstance(cell, str) or not _is_thing(cell):
        return f"<td>{escape(_in_words(cell))}</td>"
    label = escape(label_of(names, expand(cell)))
    said = found.get(expand(cell), [])
    if not said:
        return f'<td title="{escape(cell)}">{label}</td>'
    items = "".join(f"<li>{_source(each)}</li>" for each in said[:_MOST_SOURCES])
    return (
        f"<td><details><summary>{label}</summary>"
        f"<code>{escape(cell)}</code><ul>{items}</ul></details></td>"
    )


def _in_words(cell: object) -> str:
    """Give a day, or an EDTF time, in words; anything else as its text."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, date | str) and _TIME.match(text):
        with suppress(DataError):
            return words(text)
    return text


def _source(said: Origin) -> str:
    # Only the web's own schemes become links: an address comes from data, and data is not trusted.
    if not re.match(r"https?://", said.url):
        return escape(said.line)
    return f'<a href="{escape(said.url)}" rel="noreferrer noopener">{escape(said.line)}</a>'
