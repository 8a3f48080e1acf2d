"""What the page is given: numbers and texts, as one JSON block that cannot end its element."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from kg.contract import BOUNDS, VERSION
from kg.days import MONTHS
from kg.picture.page.shape import PAYLOAD, Payload
from kg.picture.place import Opening, Point, Strand, View, fanned, via
from kg.picture.scene import (
    CLAIM_DASH,
    COUNTS,
    MARKS,
    SHAPES,
    STROKES,
    WORDS,
    Node,
    Paint,
    Scene,
    Tie,
    paints,
    shape_points,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["encode", "payload", "plain_json"]

_CURVED: Final = 1500
# Above so many things the page makes lines and labels itself.
_BARE: Final = 2000
_ESCAPES: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&'\u2028\u2029"}


def encode(value: object) -> str:
    """Give JSON that holds no character with which an HTML parser could leave the data block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


def plain_json(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Give a value as what is left of it in JSON: lists for tuples, texts for keys."""
    return json.loads(json.dumps(value, allow_nan=False))


def payload(
    scene: Scene,
    views: Sequence[View],
    start: str,
    timelines: Sequence[str],
    notes: Mapping[str, Any],
) -> Payload:
    """Give everything that the page shows.

    Args:
        scene: What is drawn.
        views: Network, and map where there is one.
        start: Name of the first view.
        timelines: The timeline in each language as SVG, where there is one.
        notes: Notes by language and view.
    """
    found = paints(scene)
    rank = {paint.key: number for number, paint in enumerate(found)}
    things, ties = _apart(n.id for n in scene.nodes), _apart(t.key for t in scene.ties)
    return {
        "version": PAYLOAD,
        "contract": VERSION,
        "title": scene.title,
        "source": scene.source_line,
        "lang": scene.language,
        "titles": scene.titles,
        "sources": scene.sources,
        "dated": scene.dated,
        "view": start,
        "offered": [*(view.name for view in views), *(["timeline"] if timelines else [])],
        "on": scene.on,
        "until": scene.observed_until,
        "claims": scene.claims,
        "years": _years(scene),
        "words": WORDS,
        "months": MONTHS,
        "counts": COUNTS,
        "claimDash": CLAIM_DASH,
        "marks": MARKS,
        "strokes": {name: asdict(stroke) for name, stroke in STROKES.items()},
        "notes": dict(notes),
        "groups": _groups(scene),
        "paints": [_paint(paint) for paint in found],
        "nodes": [
            {"id": name, **_node(node)} for name, node in zip(things, scene.nodes, strict=True)
        ],
        "ties": [
            {"id": name, **_tie(tie, rank)} for name, tie in zip(ties, scene.ties, strict=True)
        ],
        "gathered": [_gathered(each) for view in views for each in view.openings],
        "views": {view.name: _view(view, rank) for view in views},
        "timelines": list(timelines),
    }


def _apart(ids: Iterable[str]) -> list[str]:
    """Give ids by which each is told from the others: one that was there before gets a number."""
    found: dict[str, None] = {}
    counts: dict[str, int] = {}
    for name in ids:
        own = name
        while own in found:
            counts[name] = counts.get(name, 1) + 1
            own = f"{name}~{counts[name]}"
        found[own] = None
    return list(found)


def _years(scene: Scene) -> list[int] | None:
    """Give the first year and the one after the last; None in a picture frozen at a date."""
    if scene.on:
        return None
    days = [tie.when[name] for tie in scene.ties for name in BOUNDS if name in tie.when]
    known = [int(day[:4]) for day in days if day[:4].isdigit()]
    if not known:
        return None
    first, last = min(known), max(known) + 1
    seen = (scene.observed_until or "")[:4]
    if seen.isdigit():
        # Past the day up to which facts were observed, an absence says nothing.
        last = max(min(last, int(seen) + 1), last - 1)
    return [first, max(last, first + 1)]


def _groups(scene: Scene) -> dict[str, Any]:
    return {
        name: {
            "fill": SHAPES[name][1],
            "points": shape_points(SHAPES[name][0], 10.0) or None,
            "count": count,
        }
        for name, count in scene.groups().items()
    }


def _paint(paint: Paint) -> dict[str, Any]:
    return {
        "key": paint.key,
        "en": paint.label,
        "ur": paint.label_ur,
        "colour": paint.colour,
        "mark": paint.mark,
        "count": paint.count,
    }


def _node(node: Node) -> dict[str, Any]:
    return _full(
        l=node.label,
        u=node.label_ur,
        k=node.kind_label,
        ku=node.kind_label_ur,
        g=node.group,
        w=node.when.get("words"),
        wu=node.when.get("words_ur"),
        note=node.note,
        a=node.also,
        e=node.evidence,
        n=node.count if node.count > 1 else None,
    )


def _tie(tie: Tie, rank: dict[str, int]) -> dict[str, Any]:
    return {
        "s": tie.source,
        "t": tie.target,
        "p": rank[tie.paint],
        **_full(
            k=tie.kind_label if tie.paint != tie.kind else "",
            ku=tie.kind_name("ur") if tie.paint != tie.kind else "",
            n=tie.count if tie.count > 1 else None,
            b=[tie.when.get(name) for name in BOUNDS] if any(map(tie.when.get, BOUNDS)) else None,
            w=tie.when.get("words"),
            wu=tie.when.get("words_ur"),
            c=tie.certainty,
            lk=tie.last_known,
            y=int(tie.symmetric),
            m=int(tie.claim),
            ml=tie.modality_label if tie.claim else "",
            d=tie.detail,
            who=tie.claimants,
            f=tie.facts,
            e=tie.evidence,
            o=tie.other_accounts,
        ),
    }


def _gathered(opening: Opening) -> dict[str, Any]:
    node = opening.node
    return {"id": node.id, "g": node.group, "hub": opening.hub, "of": opening.members}


def _full(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _view(view: View, rank: dict[str, int]) -> dict[str, Any]:
    curved = len(view.strands) <= _CURVED
    bare = len(view.at) > _BARE
    at = [*view.at, *(each.at for each in view.openings)]
    return {
        **({"bare": True} if bare else {}),
        "at": at,
        "r": [*view.radii, *(each.radius for each in view.openings)],
        "opens": [each.box for each in view.openings],
        "font": view.font,
        "extent": view.extent,
        "frame": view.frame,
        "names": view.names,
        "lands": [
            [
                [[x for p in ring for x in p] for ring in patch.rings],
                -1 if patch.shade is None else patch.shade,
                patch.node,
            ]
            for patch in view.patches
        ],
        "shades": [{"colour": s.colour, "en": s.label, "ur": s.label_ur} for s in view.shades],
        "lines": [[line.kind, [x for p in line.points for x in p]] for line in view.lines],
        "strands": [
            _strand(strand, number, at, rank, curved)
            for number, strand in enumerate([] if bare else view.strands)
        ],
        "labels": [
            {
                "n": label.node,
                "en": label.lines,
                "ur": label.lines_ur,
                "sub": label.sub,
                "subUr": label.sub_ur,
                "x": label.x,
                "y": label.y,
                "w": round(label.width, 1),
                "h": round(label.height, 1),
                "shown": label.shown,
                **_full(side=label.side, led=int(label.led), area=int(label.area)),
            }
            for label in ([] if bare else view.labels)
        ],
    }


def _strand(
    strand: Strand, number: int, at: Sequence[Point | None], rank: dict[str, int], curved: bool
) -> dict[str, Any]:
    start, end = at[strand.source], at[strand.target]
    bend, fan = 0.0, []
    if start and end:
        bend = via(start, end, strand.bend)[1] if strand.bend else 0.0
        fan = [round(via(start, end, each)[1], 4) for each in fanned(strand)]
    return {
        "i": number,
        "s": strand.source,
        "t": strand.target,
        "p": rank[strand.paint],
        "a": int(strand.arrow and curved),
        "b": round(bend, 4),
        "loop": strand.loop,
        "ties": strand.ties,
        **({"fan": fan} if fan else {}),
        **({"m": strand.mark_at} if strand.mark_at is not None else {}),
        **({"c": strand.count_at} if strand.count_at is not None else {}),
    }
