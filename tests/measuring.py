"""Measures a picture as a browser sets it, in a file or live: where words stand, and how."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["PEN", "Box", "faults", "measured", "measured_live"]

# The ink of each line: as wide as it is set, as tall as its own letters are.
_READ: Final = """(where) => {
  const sheet = document.querySelector(where);
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
  const panels = [...sheet.querySelectorAll("g[transform]")];
  const panel = (e) => panels.indexOf(e.closest("g[transform]"));
  const named = (e, name) => (name === undefined ? null : `${panel(e)} ${name}`);
  const texts = [...sheet.querySelectorAll("text:not([aria-hidden])")].flatMap((e) =>
    (e.querySelector("[y]") ? [...e.children] : [e]).map((line) => ({
      words: line.textContent, label: named(e, e.dataset.label), led: Boolean(e.dataset.led),
      box: ink(line),
      fill: getComputedStyle(e).fill,
    })));
  const nodes = [...sheet.querySelectorAll("[data-node]")].map((e) =>
    [named(e, e.dataset.node), box(e)]);
  return { sheet: box(sheet), texts, nodes, ground: "rgb(255, 255, 255)" };
}"""
# Keeps what is written on a canvas: the words, the box of their ink, and how they look.
PEN: Final = """window.written = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
  const told = this.measureText(words);
  const at = (dx, dy) => {
    const p = this.getTransform().transformPoint({ x: x + dx, y: y + dy });
    return [p.x / devicePixelRatio, p.y / devicePixelRatio];
  };
  const box = [...at(-told.actualBoundingBoxLeft, -told.actualBoundingBoxAscent),
    ...at(told.actualBoundingBoxRight, told.actualBoundingBoxDescent)];
  window.written.push({ words, box, fill: this.fillStyle });
  return write.apply(this, arguments);
};"""
# The names of things are written last, in the order in which they are placed.
_LIVE: Final = """() => {
  const { stage, model } = document.querySelector("#khyber").khyber;
  const { width, height, k } = stage.camera;
  window.written.length = 0;
  stage.paint();
  const urdu = model.state.lang === "ur";
  const labels = stage.labels().flatMap(({ label, lead }) => {
    const lines = label.n >= model.nodes.length ? 1 : (urdu ? label.ur : label.en).length;
    const sub = urdu ? label.subUr : label.sub;
    return Array(lines + (sub ? 1 : 0)).fill([String(label.n), lead.length > 0]);
  });
  const first = window.written.length - labels.length;
  const texts = window.written.map((each, i) => ({ ...each, fill: rgb(each.fill),
    label: labels[i - first]?.[0] ?? null, led: labels[i - first]?.[1] ?? false }));
  const nodes = model.drawn.flatMap((_, i) => {
    const spot = stage.places()[i] && stage.spot(i);
    const r = stage.view().r[i] * k;
    return spot && r ? [[String(i), [spot[0] - r, spot[1] - r, spot[0] + r, spot[1] + r]]] : [];
  });
  const ground = getComputedStyle(stage.canvas).getPropertyValue("--page").trim();
  return { sheet: [0, 0, width, height], texts, nodes, ground: rgb(ground) };
  function rgb(hex) {
    return `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
  }
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
    found: dict[str, Any] = page.evaluate(_READ, "svg")
    return found


def measured_live(page: Page) -> dict[str, Any]:
    """Give where an open page sets every text and every thing of its picture.

    The page was opened with `PEN` as its first script.
    """
    if page.locator(".timeline").is_visible():
        script, where = _READ, ".timeline svg:not([hidden])"
    else:
        script, where = _LIVE, ""
    found: dict[str, Any] = page.evaluate(script, where)
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
        if _contrast(text["fill"], told["ground"]) < _LEAST:
            found.append(f"too pale, {text['fill']}: {text['words']}")
        if "…" in text["words"] and not cut and "(+" not in text["words"]:
            found.append(f"cut: {text['words']}")
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


def _contrast(fill: str, ground: str) -> float:
    """Give the contrast of a colour on another (WCAG 2.2)."""
    one, other = sorted((_light(fill), _light(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def _light(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
