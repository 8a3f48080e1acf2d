"""The static sheet around a picture: title, date, legend, notes and source line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.contract import GROUPS
from kg.picture.place import broken, text_width
from kg.picture.print.ground import swatch
from kg.picture.print.markup import element, escape, number
from kg.picture.print.svg import FONTS, INK, dashes, fonts, isolate, line_mark, mark
from kg.picture.scene import WORDS, Paint, counted, day_words, listed, stroke_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.picture.place import Point, View
    from kg.picture.scene import Scene

__all__ = ["legend_entries", "sheet", "subtitle", "unnamed"]

_LEAST_WIDTH: Final = 760.0
_PAD: Final = 24.0
_SOFT: Final = "#4a5561"


class _Entry:
    """One entry of the legend: a swatch that is markup for a point, and its words."""

    def __init__(self, swatch: str, words: str) -> None:
        self.swatch, self.words = swatch, words


def sheet(scene: Scene, content: str, extent: tuple[float, float, float, float],
          entries: Sequence[_Entry], notes: Sequence[str]) -> str:  # fmt: skip
    """Set a picture's content on a sheet that can stand alone in print.

    Args:
        scene: For title, date and source line.
        content: Markup of the picture itself.
        extent: Left, top, right and bottom of the content.
        entries: Of the legend.
        notes: Sentences under the picture.
    """
    left, top, right, bottom = extent
    width = max(right - left, _LEAST_WIDTH) + 2 * _PAD
    # A wide picture is printed as small as a narrow one, so its words grow with its width.
    unit = max(1.0, width / 1100)
    head = 66 * unit
    shift = (_PAD + (width - 2 * _PAD - (right - left)) / 2 - left, head - top)
    rtl = scene.language == "ur"
    edge = width - _PAD if rtl else _PAD
    y = head + (bottom - top) + 14 * unit
    legend, y = _legend(entries, width, y, unit, rtl=rtl)
    lines = [part for note in [*notes, scene.source_line] if note
             for part in broken(note, 11 * unit, width - 2 * _PAD)]  # fmt: skip
    foot = "".join(
        _line(line, (edge, y + (i + 1) * 16 * unit), 11 * unit, rtl=rtl, fill=_SOFT)
        for i, line in enumerate(lines)
    )
    height = y + (len(lines) + 1) * 16 * unit
    title_size = min(
        22 * unit, 19.5 * unit * (width - 2 * _PAD) / text_width(scene.title, 22 * unit)
    )
    heading = _line(
        scene.title, (edge, 34 * unit), max(title_size, 9 * unit), rtl=rtl, font_weight="700"
    )
    under = _line(subtitle(scene), (edge, 55 * unit), 13 * unit, rtl=rtl, fill=_SOFT)
    moved = element(
        "g", content or " ", transform=f"translate({number(shift[0])} {number(shift[1])})"
    )
    return _document(scene, width, height, f"{heading}\n{under}\n{moved}\n{legend}\n{foot}")


def subtitle(scene: Scene) -> str:
    """Say when the picture is taken and how much is on it."""
    words = WORDS[scene.language]
    on, all_times = words["on"], words["all_times"]
    when = f"{on} {day_words(scene.on, scene.language)}" if scene.on else all_times
    claims = words["with_claims" if any(t.claim for t in scene.ties) else "facts_only"]
    ties = sum(tie.count for tie in scene.ties)
    things = (counted(count, name, scene.language) for name, count in scene.groups().items())
    text = " · ".join([when, *things, counted(ties, "tie", scene.language), claims])
    return text[:1].upper() + text[1:]


def _document(scene: Scene, width: float, height: float, content: str) -> str:
    opening = element(
        "svg",
        "\0",
        xmlns="http://www.w3.org/2000/svg",
        width=number(width),
        height=number(height),
        viewBox=f"0 0 {number(width)} {number(height)}",
        font_family=FONTS,
        role="img",
        lang=scene.language,
    )
    title = f"<title>{escape(scene.title)}</title><desc>{escape(subtitle(scene))}</desc>"
    ground = element("rect", width="100%", height="100%", fill="#ffffff")
    return opening.replace("\0", f"\n{title}\n{ground}\n{content}\n") + "\n"


def legend_entries(scene: Scene, found: list[Paint], view: View | None = None) -> list[_Entry]:
    """Give the legend's entries: kinds of thing, kinds of tie, then what dash and width mean."""
    words, urdu = WORDS[scene.language], scene.language == "ur"
    if view and view.shades:
        return [_Entry(swatch(s.colour), s.label_ur if urdu else s.label) for s in view.shades]
    here = [n.group for i, n in enumerate(scene.nodes) if not view or view.at[i]]
    groups = [name for name in GROUPS if name in here]
    entries = [_Entry(mark(group, 9, 0, 6.5), words[group]) for group in groups]
    drawn = {s.paint for s in view.strands} if view else {paint.key for paint in found}
    for paint in (paint for paint in found if paint.key in drawn):
        line = _swatch(paint.colour, None, 2.2, paint.mark)
        entries.append(_Entry(line, paint.label_ur if urdu else paint.label))
    if any(s.claim for s in view.strands) if view else any(t.claim for t in scene.ties):
        entries.append(_Entry(_swatch(_SOFT, "7 5", 2.0), words["claim"]))
    for certainty, width in (("last known", 1.6), ("possible", 0.9)):
        if any(tie.certainty == certainty for tie in scene.ties):
            dash = dashes(stroke_of(certainty).dash)
            entries.append(_Entry(_swatch(_SOFT, dash, width), words[certainty]))
    return entries


def _swatch(colour: str, dash: str | None, width: float, mark: str = "") -> str:
    line = element("path", d="M0 0H26", stroke=colour, stroke_width=width, fill="none",
                   stroke_dasharray=dash)  # fmt: skip
    return line + (
        element("g", line_mark(mark, colour), transform="translate(13 0)") if mark else ""
    )


def _legend(
    entries: Sequence[_Entry], width: float, y: float, unit: float, *, rtl: bool
) -> tuple[str, float]:
    """Set the entries in rows, from the side where reading begins."""
    x, size, parts = _PAD, 12 * unit, []
    y += 10 * unit
    for entry in entries:
        swatch = 30.0 * unit if "H26" in entry.swatch else 20.0 * unit
        wide = swatch + text_width(entry.words, size) + 20 * unit
        if x > _PAD and x + wide > width - _PAD:
            x, y = _PAD, y + 21 * unit
        at = width - x - swatch if rtl else x
        word_at = width - x - swatch - 7 * unit if rtl else x + swatch + 2 * unit
        moved = f"translate({number(at)} {number(y)}) scale({unit:.3f})"
        parts.append(element("g", entry.swatch, transform=moved))
        anchor = "end" if rtl else "start"
        parts.append(element("text", isolate(entry.words), x=word_at, y=y + size * 0.35,
                             font_size=size, fill=INK, text_anchor=anchor,
                             font_family=fonts(entry.words)))  # fmt: skip
        x += wide
    return "".join(parts), y + 10 * unit if entries else y


def _line(text: str, at: Point, size: float, *, rtl: bool, **look: object) -> str:
    """Give a line that begins at a point, on the side where reading begins."""
    return element(
        "text",
        isolate(text),
        x=at[0],
        y=at[1],
        font_size=size,
        font_family=fonts(text),
        text_anchor="end" if rtl else "start",
        **{"fill": INK, **look},
    )


def unnamed(scene: Scene, view: View) -> list[str]:
    """Say which things stand in print without their names, for want of room."""
    hidden = [scene.nodes[label.node] for label in view.labels if not label.shown]
    if not hidden:
        return []
    names = listed([node.name(scene.language) for node in hidden], scene.language)
    return [f"{WORDS[scene.language]['no_room']}: {names}"]
