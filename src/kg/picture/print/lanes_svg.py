"""The timeline as markup, for the sheet and, with handles for the reader, for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.picture.place import LANE_LABEL, ROW, WIDTH, Item, Lane, Timeline, wrap
from kg.picture.print.markup import element, escape, number
from kg.picture.print.svg import INK, fonts, isolate, mark
from kg.picture.scene import WORDS, day_words, listed

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = ["timeline_body", "timeline_extent", "timeline_live", "timeline_notes"]

_TOP: Final = 30.0
_FOOT: Final = 26.0
_GAP: Final = 12.0
# A fade is drawn in steps: gradients are lost in some programs that a picture is pasted into.
_STEPS: Final = 8
_PALE: Final = 0.12
_SOFT: Final = "#56616d"


def timeline_extent(found: Timeline) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of the timeline."""
    rows = sum(lane.rows * ROW + _GAP for lane in found.lanes)
    return (0.0, 0.0, WIDTH + 24, _TOP + rows + _FOOT)


def timeline_notes(scene: Scene, found: Timeline) -> list[str]:
    """Say what could not be set on the axis."""
    if not found.undated:
        return []
    names = listed(found.undated, scene.language)
    return [f"{WORDS[scene.language]['undated_items']}: {names}"]


def timeline_body(scene: Scene, found: Timeline, *, live: bool = False) -> str:
    """Give lanes, axis and items.

    Args:
        scene: For the language and the date.
        found: The timeline.
        live: Whether items can be chosen by keyboard and pointer, as on the page.
    """
    bottom = timeline_extent(found)[3] - _FOOT
    parts, y = [], _TOP
    for rank, lane in enumerate(found.lanes):
        parts.append(_ground(lane, y, shaded=rank % 2 == 0))
        y += lane.rows * ROW + _GAP
    parts += [_tick(x, year, bottom) for x, year in found.ticks]
    if found.on is not None:
        parts.append(_today(scene, found.on, bottom))
    y = _TOP
    for lane in found.lanes:
        parts += [_item(item, y, live=live) for item in lane.items]
        y += lane.rows * ROW + _GAP
    return "\n".join(parts)


def timeline_live(scene: Scene, found: Timeline) -> str:
    """Give the timeline as an element of a page, with items that can be chosen."""
    box = " ".join(number(value) for value in timeline_extent(found))
    content = timeline_body(scene, found, live=True)
    return element("svg", content, viewBox=box, lang=scene.language, role="group",
                   aria_label=scene.title)  # fmt: skip


def _ground(lane: Lane, y: float, *, shaded: bool) -> str:
    tall = lane.rows * ROW + _GAP
    name, fill = ("lane shaded", "#f1f4f7") if shaded else ("lane", "#ffffff")
    back = element("rect", x=0.0, y=y, width=WIDTH + 24, height=tall, class_=name, fill=fill)
    lines = wrap(lane.label, 12, LANE_LABEL - 30, int(tall // 15))
    # The name of a high lane stands near its top, where reading begins.
    middle = y + min(tall / 2, 3 * ROW) + 4
    words = "".join(
        _words(line, 10, middle + (i - (len(lines) - 1) / 2) * 15, 12, weight="600")
        for i, line in enumerate(lines)
    )
    return back + words


def _tick(x: float, year: str, bottom: float) -> str:
    line = element("path", d=f"M{x:.1f} {_TOP - 6}V{bottom:.1f}", stroke="#c5ced8", class_="axis")
    above = _words(year, x, 16, 11, anchor="middle", fill=_SOFT)
    return line + above + _words(year, x, bottom + 18, 11, anchor="middle", fill=_SOFT)


def _today(scene: Scene, x: float, bottom: float) -> str:
    words = day_words(scene.on or "", scene.language)
    line = element(
        "path", d=f"M{x:.1f} {_TOP - 6}V{bottom:.1f}", stroke="#c2344d", stroke_width=1.5
    )
    return line + element("title", escape(words))


def _item(item: Item, top: float, *, live: bool) -> str:
    y = top + _GAP / 2 + item.row * ROW + ROW / 2
    shape = mark(item.group, item.left, y, 7.0) if item.point else _bar(item, y)
    x = item.left - 12 if item.text_left else max(item.left + 12, 0)
    anchor = "end" if item.text_left else "start"
    above = y - 3 if item.point or item.text_left else y - 8
    words = _words(item.label, x, above, 12.5, anchor=anchor)
    below = y + 11 if item.point or item.text_left else y + 16
    words += _words(item.words, x, below, 10.6, anchor=anchor, fill=_SOFT)
    handles: dict[str, object] = {}
    if live:
        name = f"{item.label}, {item.words}"
        handles = {"class_": "item", "tabindex": 0, "role": "button", "aria_label": name,
                   "data_node": item.node, "data_tie": item.tie}  # fmt: skip
    return element("g", shape + words, **handles)


def _bar(item: Item, y: float) -> str:
    """Draw the sure time full; what is possible fades towards where it is less so."""
    if item.claim:
        return element("rect", x=item.left, y=y - 3, width=item.right - item.left, height=7.0,
                       rx=2.0, fill=item.colour, fill_opacity="0.3", stroke=item.colour,
                       stroke_width="0.8", stroke_dasharray="4 3")  # fmt: skip
    # Where nothing is sure it is likeliest once it has begun, or in the middle.
    late = item.sure_left >= item.right - 1
    middle = (item.left + item.right) / 2 if late else item.sure_left
    sure = item.sure_right - item.sure_left >= 1
    begins, ends = (item.sure_left, item.sure_right) if sure else (middle, middle)
    full = 1.0 if sure else 0.55
    parts = _faded(item, y, item.left, begins, full)
    if sure:
        parts.append(_piece(item.colour, y, begins, ends, 1.0))
    return "".join([*parts, *reversed(_faded(item, y, item.right, ends, full))])


def _faded(item: Item, y: float, pale: float, full: float, most: float) -> list[str]:
    """Draw a bar that is pale at one place and gains to another."""
    if abs(full - pale) < 1:
        return []
    step = (full - pale) / _STEPS
    found = []
    for at in range(_STEPS):
        one, other = pale + at * step, pale + (at + 1) * step
        opacity = _PALE + (most - _PALE) * (at + 1) / (_STEPS + 1)
        found.append(_piece(item.colour, y, min(one, other), max(one, other), opacity))
    return found


def _piece(colour: str, y: float, left: float, right: float, opacity: float) -> str:
    shown = None if opacity == 1 else f"{opacity:.2f}"
    return element("rect", x=left, y=y - 3, width=right - left, height=7.0, fill=colour,
                   fill_opacity=shown)  # fmt: skip


def _words(text: str, x: float, y: float, size: float, **look: object) -> str:
    """Give a line of text with a pale edge; `anchor` and `weight` as in SVG."""
    if not text:
        return ""
    return element(
        "text",
        isolate(text),
        x=float(x),
        y=float(y),
        font_size=float(size),
        font_family=fonts(text),
        fill=look.get("fill", INK),
        font_weight=look.get("weight"),
        text_anchor=look.get("anchor"),
        stroke="#ffffff",
        stroke_width=3,
        stroke_linejoin="round",
        stroke_opacity="0.85",
        paint_order="stroke",
        class_="soft" if look.get("fill") == _SOFT else None,
    )
