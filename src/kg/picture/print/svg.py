"""The static picture of a view: ties, things and labels as SVG, the same bytes every time."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from kg.picture.place import Label, Line, Point, Strand, View, along, mark_scale, via
from kg.picture.print.ground import SEA, ground
from kg.picture.print.markup import element, escape, number, spans
from kg.picture.scene import CLAIM_DASH, MARKS, SHAPES, TURNING, Paint, shape_points, surest

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = [
    "FONTS", "FONTS_UR", "INK", "body", "dashes", "fonts", "isolate", "line_mark", "mark",
    "text_lines",
]  # fmt: skip

FONTS: Final = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Naskh Arabic', sans-serif"
FONTS_UR: Final = "'Noto Naskh Arabic', 'Noto Nastaliq Urdu', 'Noto Sans', Tahoma, sans-serif"
# Where a renderer has to look elsewhere for letters that a font lacks, it may find them in bold.
FONTS_BOTH: Final = f"'DejaVu Sans', {FONTS}"
INK: Final = "#1d2733"
_FAINT: Final = "#56616d"
_OUTLINE: Final = {
    "coast": ("#8fa3b5", "0.9", None),
    "border": ("#b9b2a5", "0.8", None),
    "disputed": ("#a08f78", "0.9", "3 3"),
}
_LEADING: Final = 1.22
_LATIN: Final = re.compile(
    r"([A-Za-z\u00c0-\u024f()\[\]×+/&…][A-Za-z\u00c0-\u024f()\[\]×+/&… \d.:-]*)"
)
_FINE: Final = 800
_UNDER: Final = 0.5


def body(scene: Scene, view: View, paints: list[Paint]) -> str:
    """Give the picture itself, without heading and legend."""
    by_key = {paint.key: paint for paint in paints}
    parts = [*_background(view)]
    parts += [_strand(scene, view, strand, by_key) for strand in view.strands]
    parts += [_node(scene, view, number, point) for number, point in enumerate(view.at) if point]
    parts += [_leader(label, view) for label in view.labels if label.led]
    parts += [_label(label, view, scene.language) for label in view.labels if label.shown]
    return "\n".join(part for part in parts if part)


def _background(view: View) -> list[str]:
    if not view.frame:
        return []
    left, top, right, bottom = view.frame
    box: dict[str, Any] = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    paths = [*ground(view)]
    paths += [_outline(view.lines, kind) for kind in _OUTLINE]
    names = [
        text_lines([name.upper()], x, y, view.font * 0.8, fill="#5f6a75", letter_spacing="1")
        for name, (x, y) in view.names
    ]
    drawn = "".join([*paths, *names])
    sea = element("rect", **box, fill=SEA)
    return [sea, drawn, element("rect", **box, fill="none", stroke="#c5ced8")]


def _outline(lines: list[Line], kind: str) -> str:
    colour, width, dash = _OUTLINE[kind]
    data = "".join(
        "M" + "L".join(f"{number(x)} {number(y)}" for x, y in line.points)
        for line in lines
        if line.kind == kind
    )
    if not data:
        return ""
    return element(
        "path", d=data, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash
    )


def dashes(pattern: tuple[float, ...]) -> str | None:
    """Give a dash pattern as SVG writes it; None for a line drawn through."""
    return " ".join(number(part) for part in pattern) or None


def _strand(scene: Scene, view: View, strand: Strand, paints: dict[str, Paint]) -> str:
    start, end = view.at[strand.source], view.at[strand.target]
    if start is None or end is None:
        return ""
    paint, ties = paints[strand.paint], [scene.ties[i] for i in strand.ties]
    stroke = surest(tie.certainty for tie in ties)
    count = sum(tie.count for tie in ties)
    fine = 0.5 if len(view.strands) > _FINE else 1.0
    width = fine * min(6.0, 1.8 + 0.5 * math.log2(count)) * stroke.width
    path, head = _path(view, strand, start, end)
    line = element(
        "path",
        d=path,
        fill="none",
        stroke=paint.colour,
        stroke_width=width,
        stroke_dasharray=dashes(CLAIM_DASH if strand.claim else stroke.dash),
        stroke_opacity=stroke.opacity,
    )
    tip = element("path", d=head, fill=paint.colour) if strand.arrow and head else ""
    return line + tip + _middle(view, strand, paint, count)


def _path(view: View, strand: Strand, start: Point, end: Point) -> tuple[str, str]:
    r, s = view.radii[strand.source], view.radii[strand.target]
    if strand.source == strand.target:
        return _loop(start, r, r + 12 + 9 * strand.loop), ""
    middle, _ = via(start, end, strand.bend)
    # Not every shape fills the circle of its radius: it lies over the ends of its lines.
    a = _towards(start, middle, r * _UNDER)
    b = _towards(end, middle, s + 8 if strand.arrow else s * _UNDER)
    data = f"M{number(a[0])} {number(a[1])}Q{number(middle[0])} {number(middle[1])} "
    return data + f"{number(b[0])} {number(b[1])}", _head(b, _towards(end, middle, s))


def _loop(at: Point, r: float, w: float) -> str:
    x, foot, peak = at[0], number(at[1] - r), number(at[1] - r - 2 * w)
    out, back = number(x - w), number(x + w)
    return f"M{number(x)} {foot}C{out} {peak} {back} {peak} {number(x)} {foot}"


def _towards(start: Point, end: Point, reach: float) -> Point:
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    part = min(reach / length, 0.9)
    return (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def _head(base: Point, tip: Point) -> str:
    dx, dy = (tip[0] - base[0]) / 2, (tip[1] - base[1]) / 2
    corners = [tip, (base[0] - dy, base[1] + dx), (base[0] + dy, base[1] - dx)]
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"


def _middle(view: View, strand: Strand, paint: Paint, count: int) -> str:
    """Give the mark on a line and how many ties it stands for."""
    start, end = view.at[strand.source], view.at[strand.target]
    if start is None or end is None:
        return ""
    bent, _ = via(start, end, strand.bend)
    found = ""
    if strand.mark_at is not None:
        x, y = along(start, bent, end, strand.mark_at)
        turn = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
        turned = f" rotate({number(turn)})" if paint.mark in TURNING else ""
        moved = f"translate({number(x)} {number(y)}){turned} scale({mark_scale(view):.3f})"
        found = element("g", line_mark(paint.mark, paint.colour), transform=moved)
    if strand.count_at is None:
        return found
    x, y = along(start, bent, end, strand.count_at)
    size = view.font * 0.85
    return found + text_lines([f"×{count}"], x, y, size, fill=_FAINT, font_weight="600")


def line_mark(mark: str, colour: str) -> str:
    """Give the mark of a kind of tie, around 0,0 on a line that runs to the right."""
    look = {"fill": colour, "stroke": "#ffffff", "stroke_width": "1"}
    if mark == "circle":
        return element("circle", cx=0, cy=0, r=4.2, **look)
    points = " ".join(f"{number(x)},{number(y)}" for x, y in MARKS[mark])
    return element("polygon", points=points, **look)


def mark(group: str, x: float, y: float, r: float, index: int | None = None) -> str:
    """Give the shape of a kind of thing."""
    shape, fill = SHAPES[group]
    look: dict[str, Any] = {"fill": fill, "stroke": INK, "stroke_width": "1.2", "data_node": index}
    corners = shape_points(shape, r)
    if not corners:
        return element("circle", cx=x, cy=y, r=r, **look)
    points = " ".join(f"{number(x + dx)},{number(y + dy)}" for dx, dy in corners)
    return element("polygon", points=points, stroke_linejoin="round", **look)


def _node(scene: Scene, view: View, index: int, point: Point) -> str:
    if not view.radii[index]:
        return ""
    node, r = scene.nodes[index], view.radii[index]
    # What stands for several is a stack of two.
    behind = mark(node.group, point[0] + r * 0.3, point[1] - r * 0.3, r) if node.count > 1 else ""
    return behind + mark(node.group, *point, r, index)


def _leader(label: Label, view: View) -> str:
    """Give the line that leads from a thing to a label that stands away from it."""
    point = view.at[label.node]
    if point is None:
        return ""
    x = min(max(point[0], label.x - label.width / 2), label.x + label.width / 2)
    y = min(max(point[1], label.y - label.height / 2), label.y + label.height / 2)
    start = _towards(point, (x, y), view.radii[label.node])
    path = f"M{number(start[0])} {number(start[1])}L{number(x)} {number(y)}"
    return element("path", d=path, stroke=_FAINT, stroke_width="0.7", fill="none")


def _label(label: Label, view: View, language: str) -> str:
    lines = label.lines_ur if language == "ur" else label.lines
    sub = label.sub_ur if language == "ur" else label.sub
    size = view.font
    look: dict[str, Any] = {"data_label": label.node, "data_led": 1 if label.led else None}
    x = label.x
    if label.side:
        x -= label.side * (label.width / 2 - 3)
        look["text_anchor"] = "start" if label.side > 0 else "end"
    top = label.y - label.height / 2 + size * 0.62 + 1
    look |= {"fill": _FAINT, "letter_spacing": "1.5"} if label.area else {}
    found = text_lines(lines, x, top + (len(lines) - 1) * size * _LEADING / 2, size, **look)
    if sub:
        y = top + (len(lines) - 0.12) * size * _LEADING
        found += text_lines([sub], x, y, size * 0.85, **{**look, "fill": _FAINT})
    return found


def fonts(text: str) -> str | None:
    """Give the fonts of a text that holds Arabic script; None leaves those of the whole sheet.

    Without this, renderers that pick a fallback by glyph mix an upright with a slanted face.
    """
    return FONTS_UR if any("\u0600" <= character <= "\u08ff" for character in text) else None


def isolate(text: str) -> str:
    """Mark a text that holds Arabic script as one that reads from the right.

    Marks in the text, unlike the attribute ``direction``, work in every renderer. Latin letters and
    brackets in it name their own fonts: a renderer that takes one font for a text would set them in
    whatever else it finds.
    """
    if not fonts(text):
        return escape(text)
    return f"\u2067{spans(text, _LATIN, font_family=FONTS_BOTH)}\u2069"


def text_lines(
    lines: list[str], x: float, y: float, size: float, *, fill: str = INK, **look: object
) -> str:
    """Give lines of text centred on a point, with a pale edge that keeps them legible on lines."""
    first = y - (len(lines) - 1) * size * _LEADING / 2 + size * 0.35
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(first + i * size * _LEADING)}">{isolate(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return element(
        "text",
        spans,
        font_family=fonts("".join(lines)),
        font_size=size,
        fill=fill,
        stroke="#ffffff",
        stroke_width=size * 0.36,
        stroke_linejoin="round",
        paint_order="stroke",
        **{"text_anchor": "middle", **look},
    )
