"""The static sheet around a picture: title, date, legend, notes and source line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.contract import GROUPS
from kg.picture.place import broken, fit, text_width
from kg.picture.print.ground import swatch
from kg.picture.print.markup import element, escape, number
from kg.picture.print.saying import About, svg_metadata
from kg.picture.print.size import Size
from kg.picture.print.svg import FONTS, INK, dashes, fonts, isolate, line_mark, mark
from kg.picture.scene import WORDS, Paint, counted, day_words, listed, stroke_of
from kg.release import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.picture.place import Point, Timeline, View
    from kg.picture.scene import Scene

__all__ = ["about", "lane_entries", "legend_entries", "sheet", "subtitle", "unnamed"]

_LEAST_WIDTH: Final = 760.0
_PAD: Final = 24.0
_FITS: Final = 4
_SOFT: Final = "#4a5561"


class _Entry:
    """One entry of the legend: a swatch that is markup for a point, and its words."""

    def __init__(self, swatch: str, words: str) -> None:
        self.swatch, self.words = swatch, words


def sheet(
    scene: Scene,
    content: str,
    extent: tuple[float, float, float, float],
    entries: Sequence[_Entry],
    notes: Sequence[str],
    *,
    size: Size | None = None,
    clear: bool = False,
    under: str | None = None,
) -> str:
    """Set a picture's content on a sheet that can stand alone in print.

    Args:
        scene: For title, date and source line.
        content: Markup of the picture itself.
        extent: Left, top, right and bottom of the content.
        entries: Of the legend.
        notes: Sentences under the picture.
        size: Of the sheet; None takes what the content needs.
        clear: Whether the ground is transparent.
        under: What stands under the title; None says when the picture is taken and what is on it.
    """
    under = subtitle(scene) if under is None else under
    width = max(extent[2] - extent[0], _LEAST_WIDTH) + 2 * _PAD
    height, parts = _laid(scene, content, extent, entries, notes, width, under)
    size = size.suited(width, height) if size else None
    for _ in range(_FITS):
        if size and width < height * size.ratio:
            width = height * size.ratio
            height, parts = _laid(scene, content, extent, entries, notes, width, under)
    if size and height < width / size.ratio:
        height, parts = _laid(scene, content, extent, entries, notes, width, under,
                              width / size.ratio)  # fmt: skip
    return _document(scene, width, height, parts, size=size, clear=clear)


def _laid(
    scene: Scene, content: str, extent: tuple[float, float, float, float],
    entries: Sequence[_Entry], notes: Sequence[str], width: float, under: str,
    tall: float = 0.0,
) -> tuple[float, str]:  # fmt: skip
    """Give the height that a sheet of a width needs, or has, and what is on it."""
    left, top, right, bottom = extent
    # A wide picture is printed as small as a narrow one, so its words grow with its width; with
    # that of the room beside it they do not.
    unit = max(1.0, (right - left) / 1100)
    head = 66 * unit
    lines = [part for note in [*notes, scene.source_line] if note
             for part in broken(note, 11 * unit, width - 2 * _PAD)]  # fmt: skip
    rtl = scene.language == "ur"
    _, below = _legend(entries, width, head + (bottom - top) + 14 * unit, unit, rtl=rtl)
    spare = max(0.0, tall - below - (len(lines) + 1) * 16 * unit)
    shift = (_PAD + (width - 2 * _PAD - (right - left)) / 2 - left, head - top + spare / 2)
    moved = element(
        "g", content or " ", transform=f"translate({number(shift[0])} {number(shift[1])})"
    )
    legend, y = _legend(entries, width, head + bottom - top + spare + 14 * unit, unit, rtl=rtl)
    edge = width - _PAD if rtl else _PAD
    foot = "".join(
        _line(line, (edge, y + (i + 1) * 16 * unit), 11 * unit, rtl=rtl, fill=_SOFT)
        for i, line in enumerate(lines)
    )
    return y + (len(lines) + 1) * 16 * unit, "\n".join(
        [*_headed(scene, under, width, unit, edge, rtl=rtl), moved, legend, foot]
    )


def _headed(
    scene: Scene, under: str, width: float, unit: float, edge: float, *, rtl: bool
) -> list[str]:
    """Give the title, as large as it fits, and the line under it."""
    fits = 19.5 * unit * (width - 2 * _PAD) / text_width(scene.title, 22 * unit)
    size = max(min(22 * unit, fits), 11 * unit)
    # Bold letters are a little wider than those that the estimate knows.
    title = fit(scene.title, size * 1.1, width - 2 * _PAD)
    return [
        _line(title, (edge, 34 * unit), size, rtl=rtl, font_weight="700"),
        _line(under, (edge, 55 * unit), 13 * unit, rtl=rtl, fill=_SOFT),
    ]


def about(scene: Scene) -> About:
    """Give what a file with the picture says of itself."""
    return About(scene.title, subtitle(scene), scene.on or scene.observed_until or "",
                 scene.source_line, scene.licence, scene.language, f"Khyber {VERSION}")  # fmt: skip


def subtitle(scene: Scene, *, when: bool = True, view: View | None = None) -> str:
    """Say when the picture is taken, if that is asked, and how much is on it."""
    words = WORDS[scene.language]
    on, all_times = words["on"], words["all_times"]
    day = f"{on} {day_words(scene.on, scene.language)}" if scene.on else all_times
    claims = words["with_claims" if any(t.claim for t in scene.ties) else "facts_only"]
    ties = sum(tie.count for tie in scene.ties)
    groups = [*scene.groups().items(), ("tie", ties)]
    if view and view.shades:
        # Of a map of shaded land nothing else is seen.
        shaded = {patch.name for patch in view.patches if patch.shade is not None}
        groups = [("state", len(shaded))]
    said = (counted(count, name, scene.language) for name, count in groups)
    text = " · ".join([*([day] if when else []), *said, claims])
    return text[:1].upper() + text[1:]


def _document(
    scene: Scene, width: float, height: float, content: str, *, size: Size | None, clear: bool
) -> str:
    whole = size if size and size.width else Size(width / height, width)
    across = whole.width or width
    opening = element(
        "svg",
        "\0",
        xmlns="http://www.w3.org/2000/svg",
        width=whole.spelled(across),
        height=whole.spelled(across / whole.ratio),
        viewBox=f"0 0 {number(width)} {number(height)}",
        font_family=FONTS,
        role="img",
        lang=scene.language,
    )
    title = f"<title>{escape(scene.title)}</title><desc>{escape(subtitle(scene))}</desc>"
    told = f"{title}\n{svg_metadata(about(scene))}"
    ground = "" if clear else element("rect", width="100%", height="100%", fill="#ffffff")
    return opening.replace("\0", f"\n{told}\n{ground}\n{content}\n") + "\n"


def legend_entries(scene: Scene, found: list[Paint], view: View | None = None) -> list[_Entry]:
    """Give the legend's entries: kinds of thing, kinds of tie, then what dash and width mean."""
    words, urdu = WORDS[scene.language], scene.language == "ur"
    if view and view.shades:
        return [_Entry(swatch(s.colour), s.label_ur if urdu else s.label) for s in view.shades]
    here = [n.group for i, n in enumerate(scene.nodes) if not view or view.at[i]]
    groups = [name for name in GROUPS if name in here]
    entries = [_Entry(mark(group, 9, 0, 6.5), words[group]) for group in groups]
    drawn = {s.paint for s in view.strands} if view else {paint.key for paint in found}
    for colour, mark_on, said in _alike([each for each in found if each.key in drawn], urdu=urdu):
        entries.append(_Entry(_swatch(colour, None, 2.2, mark_on), said))
    if any(s.claim for s in view.strands) if view else any(t.claim for t in scene.ties):
        entries.append(_Entry(_swatch(_SOFT, "7 5", 2.0), words["claim"]))
    for certainty, width in (("last known", 1.6), ("possible", 0.9)):
        if any(tie.certainty == certainty for tie in scene.ties):
            dash = dashes(stroke_of(certainty).dash)
            entries.append(_Entry(_swatch(_SOFT, dash, width), words[certainty]))
    return entries


def lane_entries(scene: Scene, found: Timeline, look: list[Paint]) -> list[_Entry]:
    """Give the legend of a timeline whose lanes hold ties of several colours."""
    there = [
        {scene.ties[i.tie].paint for i in lane.items if i.tie is not None} for lane in found.lanes
    ]
    if all(len(kinds) < 2 for kinds in there):  # noqa: PLR2004
        return []
    every = set().union(*there)
    # A bar has no mark.
    bars = [replace(paint, mark="") for paint in look if paint.key in every]
    entries = [_Entry(_bar(colour), said)
               for colour, _, said in _alike(bars, urdu=scene.language == "ur")]  # fmt: skip
    return entries if len(entries) > 1 else []


def _alike(found: Sequence[Paint], *, urdu: bool) -> list[tuple[str, str, str]]:
    """Give each look once, as colour and mark, with the words for all that it stands for.

    What the words of several begin with is said once: "joined: membership, partnership".
    """
    looks: dict[tuple[str, str], list[str]] = {}
    for paint in found:
        words = paint.label_ur if urdu else paint.label
        looks.setdefault((paint.colour, paint.mark), []).append(words)
    return [(*look, _in_one(words, "، " if urdu else ", ")) for look, words in looks.items()]


def _in_one(words: Sequence[str], comma: str) -> str:
    heads = {each.partition(": ")[0] for each in words}
    if len(words) == 1 or len(heads) > 1 or not all(": " in each for each in words):
        return comma.join(dict.fromkeys(words))
    (head,) = heads
    return f"{head}: {comma.join(each.partition(': ')[2] for each in words)}"


def _bar(colour: str) -> str:
    return element("path", d="M0 0H26", stroke=colour, stroke_width=7.0, fill="none")


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
