"""The static picture of a view: ties, things and labels as SVG, the same bytes every time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from kg.picture.place import Label, Line, Point, Strand, View, via
from kg.picture.print.ground import SEA, ground
from kg.picture.print.markup import element, escape, number
from kg.picture.scene import CLAIM_DASH, MARKS, SHAPES, Paint, shape_points, surest

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = [
    "FONTS", "FONTS_UR", "INK", "body", "dashes", "fonts", "isolate", "line_mark", "mark",
    "text_lines",
]  # fmt: skip

FONTS: Final = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Naskh Arabic', sans-serif"
FONTS_UR: Final = "'Noto Naskh Arabic', 'Noto Nastaliq Urdu', 'Noto Sans', Tahoma, sans-serif"
INK: Final = "#1d2733"
_FAINT: Final = "#56616d"
_OUTLINE: Final = {
    "coast": ("#8fa3b5", "0.9", None),
    "border": ("#b9b2a5", "0.8", None),
    "disputed": ("#a08f78", "0.9", "3 3"),
    "leader": ("#56616d", "0.8", None),
}
_LEADING: Final = 1.22
_COUNTED: Final = 250
_FINE: Final = 800


def body(scene: Scene, view: View, paints: list[Paint]) -> str:
    """Give the picture itself, without heading and legend."""
    by_key = {paint.key: paint for paint in paints}
    parts = [*_background(view)]
    parts += [_strand(scene, view, strand, by_key) for strand in view.strands]
    parts += [_node(scene, view, number, point) for number, point in enumerate(view.at) if point]
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
        text_lines([name.upper()], x, y, view.font * 0.8, fill="#8794a1", letter_spacing="1")
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
    a = _towards(start, middle, r)
    b = _towards(end, middle, s + (8 if strand.arrow else 0))
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
    """Give the mark on the middle of a line, and beside it how many ties the line stands for."""
    start, end = view.at[strand.source], view.at[strand.target]
    if len(view.strands) > _COUNTED or start is None or end is None or start == end:
        return ""
    bent, _ = via(start, end, strand.bend)
    size = view.font / 13
    found = ""
    if paint.mark:
        x, y = _along(start, bent, end, 0.5)
        turn = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
        moved = f"translate({number(x)} {number(y)}) rotate({number(turn)}) scale({size:.3f})"
        found = element("g", line_mark(paint.mark, paint.colour), transform=moved)
    if count < 2:  # noqa: PLR2004
        return found
    x, y = _along(start, bent, end, 0.6 if paint.mark else 0.5)
    look = {"fill": paint.colour, "font_weight": "600"}
    return found + text_lines([f"×{count}"], x, y, view.font * 0.85, **look)


def _along(start: Point, bent: Point, end: Point, part: float) -> Point:
    """Give the point at some part of a quadratic curve."""
    a, b, c = (1 - part) ** 2, 2 * part * (1 - part), part**2
    return (
        a * start[0] + b * bent[0] + c * end[0],
        a * start[1] + b * bent[1] + c * end[1],
    )


def line_mark(mark: str, colour: str) -> str:
    """Give the mark of a kind of tie, around 0,0 on a line that runs to the right."""
    look = {"fill": colour, "stroke": "#ffffff", "stroke_width": "1"}
    if mark == "circle":
        return element("circle", cx=0, cy=0, r=4.2, **look)
    points = " ".join(f"{number(x)},{number(y)}" for x, y in MARKS[mark])
    return element("polygon", points=points, **look)


def mark(group: str, x: float, y: float, r: float) -> str:
    """Give the shape of a kind of thing."""
    shape, fill = SHAPES[group]
    look = {"fill": fill, "stroke": INK, "stroke_width": "1.2"}
    corners = shape_points(shape, r)
    if not corners:
        return element("circle", cx=x, cy=y, r=r, **look)
    points = " ".join(f"{number(x + dx)},{number(y + dy)}" for dx, dy in corners)
    return element("polygon", points=points, stroke_linejoin="round", **look)


def _node(scene: Scene, view: View, index: int, point: Point) -> str:
    if not view.radii[index]:
        return ""
    return mark(scene.nodes[index].group, point[0], point[1], view.radii[index])


def _label(label: Label, view: View, language: str) -> str:
    lines = label.lines_ur if language == "ur" else label.lines
    sub = label.sub_ur if language == "ur" else label.sub
    size = view.font
    top = label.y - label.height / 2 + size * 0.62 + 1
    look = {"fill": _FAINT, "letter_spacing": "1.5"} if label.area else {}
    found = text_lines(lines, label.x, top + (len(lines) - 1) * size * _LEADING / 2, size, **look)
    if sub:
        y = top + (len(lines) - 0.12) * size * _LEADING
        found += text_lines([sub], label.x, y, size * 0.85, fill=_FAINT)
    return found


def fonts(text: str) -> str | None:
    """Give the fonts of a text that holds Arabic script; None leaves those of the whole sheet.

    Without this, renderers that pick a fallback by glyph mix an upright with a slanted face.
    """
    return FONTS_UR if any("\u0600" <= character <= "\u08ff" for character in text) else None


def isolate(text: str) -> str:
    """Mark a text that holds Arabic script as one that reads from the right.

    Marks in the text, unlike the attribute ``direction``, work in every renderer.
    """
    return f"\u2067{escape(text)}\u2069" if fonts(text) else escape(text)


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
        text_anchor="middle",
        stroke="#ffffff",
        stroke_width=size * 0.36,
        stroke_linejoin="round",
        paint_order="stroke",
        **look,
    )
