"""Measures a static picture as a browser sets it: where its words stand, and whether they fit."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["Box", "faults", "measured"]

# The ink of each line: as wide as it is set, as tall as its own letters are.
_READ: Final = """() => {
  const sheet = document.querySelector("svg");
  const pen = document.createElement("canvas").getContext("2d");
  const box = (e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const ink = (e) => {
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(e);
    const [left, top, right, bottom] = box(e);
    pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const told = pen.measureText(e.textContent);
    const scale = e.getScreenCTM().a;
    const base = e.getScreenCTM().f + scale * parseFloat(e.getAttribute("y"));
    const tall = [base - scale * told.actualBoundingBoxAscent,
      base + scale * told.actualBoundingBoxDescent];
    return [left, Math.max(top, tall[0]), right, Math.min(bottom, tall[1])];
  };
  // What is hidden is the pale edge of the words above it.
  const texts = [...sheet.querySelectorAll("text:not([aria-hidden])")].flatMap((e) =>
    (e.children.length ? [...e.children] : [e]).map((line) => ({
      words: line.textContent, label: e.dataset.label ?? null, led: Boolean(e.dataset.led),
      box: ink(line),
      fill: getComputedStyle(e).fill, count: /^\u00d7/.test(line.textContent),
    })));
  const nodes = [...sheet.querySelectorAll("[data-node]")].map((e) => [e.dataset.node, box(e)]);
  return { sheet: box(sheet), texts, nodes };
}"""
_SLACK: Final = 1.0
_LEAST: Final = 4.5  # WCAG 2.2, 1.4.3


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > _SLACK
            and min(self.bottom, other.bottom) - max(self.top, other.top) > _SLACK
        )

    def away(self, other: Box) -> float:
        dx = max(0.0, other.left - self.right, self.left - other.right)
        dy = max(0.0, other.top - self.bottom, self.top - other.bottom)
        return float((dx * dx + dy * dy) ** 0.5)

    def inside(self, other: Box) -> bool:
        return (
            self.left >= other.left - _SLACK
            and self.top >= other.top - _SLACK
            and self.right <= other.right + _SLACK
            and self.bottom <= other.bottom + _SLACK
        )

    def with_(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


def measured(page: Page, svg: str) -> dict[str, Any]:
    """Give where a browser sets every text and every thing of a sheet."""
    page.set_content(f"<body style='margin:0'>{svg}</body>")
    found: dict[str, Any] = page.evaluate(_READ)
    return found


def faults(told: dict[str, Any], *, cut: bool = False) -> list[str]:
    """Give what is wrong with the words on a sheet: nothing, where it is good.

    Args:
        told: As `measured` gives it.
        cut: Whether a text may end in an ellipsis.
    """
    sheet = Box(*told["sheet"])
    nodes = {name: Box(*box) for name, box in told["nodes"]}
    words: dict[str, str] = {}
    boxes: dict[str, Box] = {}
    found = []
    for at, text in enumerate(told["texts"]):
        box = Box(*text["box"])
        if not text["words"].strip():
            continue
        if not box.inside(sheet):
            found.append(f"outside the sheet: {text['words']}")
        if _contrast(text["fill"]) < _LEAST:
            found.append(f"too pale, {text['fill']}: {text['words']}")
        if "…" in text["words"] and not cut and "(+" not in text["words"]:
            found.append(f"cut: {text['words']}")
        if text["count"]:
            continue
        key = f"text {at}" if text["label"] is None else text["label"]
        boxes[key] = boxes[key].with_(box) if key in boxes else box
        words[key] = f"{words.get(key, '')} {text['words']}".strip()
    for one, other in combinations(boxes, 2):
        if boxes[one].overlaps(boxes[other]):
            found.append(f"one over the other: {words[one]} / {words[other]}")
    # A line leads from the thing to its label where that stands off.
    led = {text["label"] for text in told["texts"] if text["led"]}
    at_hand = {name: box for name, box in boxes.items() if name not in led}
    return [*found, *_strays(nodes, at_hand, words)]


def _strays(nodes: dict[str, Box], boxes: dict[str, Box], words: dict[str, str]) -> list[str]:
    """Name the labels that another thing is nearer to than their own."""
    found = []
    for name in boxes.keys() & nodes.keys():
        own = boxes[name].away(nodes[name])
        for other, node in nodes.items():
            if other != name and boxes[name].away(node) < own - _SLACK:
                found.append(f"nearer to another thing: {words[name]}")
                break
    return found


def _contrast(fill: str) -> float:
    """Give the contrast of a colour on white (WCAG 2.2)."""
    parts = [int(part) / 255 for part in fill.removeprefix("rgb(").removesuffix(")").split(",")]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05)
