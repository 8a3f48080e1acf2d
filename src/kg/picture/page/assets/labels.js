// @ts-check
// Names on the picture. At its planned size each stands where Python set it; where the stage is so
// small that words would be too, they grow and the important are set first; when a reader zooms in,
// words stop growing at a comfortable size, which makes room for those that had none.

import { alphaOf } from "./look.js";

/** @typedef {import("./payload.js").Label} Label */
/** @typedef {[number, number]} Point */

const LEAST = 11;
const MOST = 16;
const OVER = 2;

/**
 * Where the labels go, as boxes in pixels of the stage: middle, width, height.
 * @param {import("./payload.js").View} view
 * @param {import("./camera.js").Camera} camera
 * @param {(Point|null)[]} places
 * @param {{first: Set<number>, hidden: (index: number) => boolean, rank: (index: number) => number}} which
 * @returns {{label: Label, x: number, y: number, w: number, h: number, px: number}[]}
 */
export function placedLabels(view, camera, places, { first, hidden, rank }) {
  const natural = view.font * camera.k;
  const px = Math.max(LEAST, Math.min(MOST, natural));
  const grown = px / view.font;
  const asPlanned = natural >= LEAST;
  /** @type {{label: Label, x: number, y: number, w: number, h: number, px: number}[]} */
  const found = [];
  const taken = createGrid();
  const candidates = view.labels.filter((label) => {
    const at = places[label.n];
    if (!at || hidden(label.n)) return false;
    const [x, y] = camera.toScreen(at[0], at[1]);
    return x >= 0 && y >= 0 && x <= camera.width && y <= camera.height;
  });
  const order = (/** @type {Label} */ label) =>
    first.has(label.n) ? -1e9 : (label.shown ? 0 : 1e6) - rank(label.n);
  // A crowd seen from afar names only its most important: nobody reads ten thousand words at once.
  const ranked = candidates.map((label) => /** @type {[number, Label]} */ ([order(label), label])).sort((a, b) => a[0] - b[0]);
  if (!asPlanned) {
    for (const [, label] of ranked.slice(0, 2000)) taken.add(discOf(label, view, camera, places), label.n);
  }
  for (const [, label] of ranked.slice(0, 2000)) {
    const spot = spotOf(label, grown);
    const wanted = first.has(label.n);
    const free = asPlanned && label.shown ? true : !taken.hits(spot, label.n, OVER);
    if (!free && !wanted) continue;
    taken.add(spot, label.n);
    found.push({ label, ...spot, px });
  }
  return found;

  /** @param {Label} label @param {number} size */
  function spotOf(label, size) {
    const at = /** @type {Point} */ (places[label.n]);
    const planned = /** @type {Point} */ (view.at[label.n]);
    const [x, y] = camera.toScreen(at[0], at[1]);
    const [w, h] = [label.w * size, label.h * size];
    // Beside its thing by as much as planned: its own radius is measured by the camera, words by size.
    const [dx, dy] = [label.x - planned[0], label.y - planned[1]];
    const r = view.r[label.n] * camera.k;
    const grow = (/** @type {number} */ d, /** @type {number} */ half) =>
      Math.sign(d) * Math.max(0, Math.abs(d) * camera.k + half * size - half * camera.k);
    const [gx, gy] = asPlanned && size === camera.k ? [dx * size, dy * size] : [Math.abs(dx) > label.w / 4 ? grow(dx, label.w / 2) : dx * size, Math.abs(dy) > label.h / 4 ? grow(dy, label.h / 2) : dy * size];
    const far = Math.abs(gx) < w / 2 && Math.abs(gy) < r + h / 2 ? Math.sign(gy || 1) * (r + 2 + h / 2) : gy;
    // No name is cut at an edge as long as its thing is in sight.
    const inside = (/** @type {number} */ v, /** @type {number} */ half, /** @type {number} */ all) =>
      half * 2 > all ? all / 2 : Math.max(half, Math.min(all - half, v));
    return { x: inside(x + gx, w / 2, camera.width), y: inside(y + far, h / 2, camera.height), w, h };
  }
}

/** @param {Label} label @param {import("./payload.js").View} view @param {import("./camera.js").Camera} camera @param {(Point|null)[]} places */
function discOf(label, view, camera, places) {
  const at = /** @type {Point} */ (places[label.n]);
  const [x, y] = camera.toScreen(at[0], at[1]);
  const size = 2 * view.r[label.n] * camera.k;
  return { x, y, w: size, h: size };
}

/** Boxes by cell, so that a look for overlaps touches only what is near. */
function createGrid() {
  const cell = 64;
  /** @type {Map<string, {box: {x: number, y: number, w: number, h: number}, owner: number}[]>} */
  const cells = new Map();
  /** @param {{x: number, y: number, w: number, h: number}} box */
  const keys = ({ x, y, w, h }) => {
    const found = [];
    for (let i = Math.floor((x - w / 2) / cell); i <= (x + w / 2) / cell; i += 1) {
      for (let j = Math.floor((y - h / 2) / cell); j <= (y + h / 2) / cell; j += 1) found.push(`${i},${j}`);
    }
    return found;
  };
  return {
    /** @param {{x: number, y: number, w: number, h: number}} box @param {number} owner */
    add(box, owner) {
      for (const key of keys(box)) cells.set(key, [...(cells.get(key) ?? []), { box, owner }]);
    },
    /** @param {{x: number, y: number, w: number, h: number}} box @param {number} owner @param {number} slack */
    hits(box, owner, slack) {
      return keys(box).some((key) =>
        (cells.get(key) ?? []).some(
          (other) =>
            other.owner !== owner &&
            Math.abs(box.x - other.box.x) < (box.w + other.box.w) / 2 - slack &&
            Math.abs(box.y - other.box.y) < (box.h + other.box.h) / 2 - slack,
        ),
      );
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} ctx In pixels of the stage.
 * @param {import("./model.js").Model} model
 * @param {ReturnType<typeof placedLabels>} placed
 * @param {Object<string, string>} theme
 * @param {string} family
 */
export function paintLabels(ctx, model, placed, theme, family) {
  const lit = model.lit();
  const urdu = model.state.lang === "ur";
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.direction = urdu ? "rtl" : "ltr";
  ctx.strokeStyle = theme.halo;
  for (const { label, x, y: middle, h, px } of placed) {
    const sub = urdu ? label.subUr : label.sub;
    let y = middle - h / 2 + px * 0.62 + 1;
    ctx.globalAlpha = Math.max(alphaOf(model, label.n, lit), 0.45);
    ctx.font = `${model.state.things.includes(label.n) ? "700 " : ""}${px}px ${family}`;
    ctx.lineWidth = px * 0.36;
    ctx.fillStyle = theme.ink;
    for (const line of urdu ? label.ur : label.en) {
      ctx.strokeText(line, x, y);
      ctx.fillText(line, x, y);
      y += px * 1.22;
    }
    if (!sub) continue;
    ctx.font = `${px * 0.85}px ${family}`;
    ctx.fillStyle = theme.faint;
    ctx.strokeText(sub, x, y - px * 0.12);
    ctx.fillText(sub, x, y - px * 0.12);
  }
  ctx.restore();
}
