// @ts-check
// Names on the picture. At its planned size each stands where Python set it; where the stage is so
// small that words would be too, they grow and the important are set first; when a reader zooms in,
// words stop growing at a comfortable size, which makes room for those that had none.

import { alphaOf } from "./look.js";

/** @typedef {import("./payload.js").Label} Label */
/** @typedef {[number, number]} Point */
/** A name where it goes; with a line to its thing where it stands off. @typedef {{label: Label, x: number, y: number, w: number, h: number, px: number, lead: Point[]}} Placed */

const LEAST = 11;
const MOST = 16;
const OVER = 2;
const PRESSING = 5;

/**
 * Where the labels go, as boxes in pixels of the stage: middle, width, height.
 * @param {import("./payload.js").View} view
 * @param {import("./camera.js").Camera} camera
 * @param {(Point|null)[]} places
 * @param {{first: Set<number>, hidden: (index: number) => boolean, rank: (index: number) => number}} which
 * @returns {Placed[]}
 */
export function placedLabels(view, camera, places, { first, hidden, rank }) {
  const natural = view.font * camera.k;
  const px = Math.max(LEAST, Math.min(MOST, natural));
  const grown = px / view.font;
  const asPlanned = natural >= LEAST;
  /** @type {Placed[]} */
  const found = [];
  const [taken, names] = [createGrid(), createGrid()];
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
  ranked.slice(0, 2000).forEach(([, label], place) => {
    const spots = asPlanned && label.shown ? [planned(label)] : around(label);
    const spot = spots.find((each) => !taken.hits(each, label.n, OVER)) ?? spots[0];
    const wanted = first.has(label.n) || (asPlanned && label.shown);
    // The most important are named even where that covers a thing, but never another name.
    const pressing = place < PRESSING && !names.hits(spot, label.n, OVER);
    if (!wanted && !pressing && taken.hits(spot, label.n, OVER)) return;
    taken.add(spot, label.n);
    names.add(spot, label.n);
    found.push({ label, ...spot, px, lead: asPlanned && label.led ? leading(label, spot) : [] });
  });
  return found;

  /** The place that Python set, measured by the camera. @param {Label} label */
  function planned(label) {
    const at = /** @type {Point} */ (places[label.n]);
    const set = /** @type {Point} */ (view.at[label.n]);
    const [x, y] = camera.toScreen(at[0], at[1]);
    const [dx, dy] = [(label.x - set[0]) * camera.k, (label.y - set[1]) * camera.k];
    // Words that have stopped growing come nearer to their thing.
    const near = (/** @type {number} */ d, /** @type {number} */ half) => d - Math.sign(d) * half * Math.max(0, camera.k - grown);
    const aside = Math.abs(dx) > Math.abs(dy);
    return boxed(x + (aside ? near(dx, label.w / 2) : dx), y + (aside ? dy : near(dy, label.h / 2)), label);
  }

  /** Places below, above and beside a thing, or on its own side. @param {Label} label */
  function around(label) {
    const at = /** @type {Point} */ (places[label.n]);
    const [x, y] = camera.toScreen(at[0], at[1]);
    const [w, h] = [label.w * grown, label.h * grown];
    const r = view.r[label.n] * camera.k + 2;
    const spots = label.side ? [[label.side * (r + w / 2), 0]] : [[0, r + h / 2], [0, -r - h / 2], [r + w / 2, 0], [-r - w / 2, 0]];
    return spots.map(([dx, dy]) => boxed(x + dx, y + dy, label));
  }

  /** From a name to the rim of its thing. @param {Label} label @param {{x: number, y: number, w: number, h: number}} box @returns {Point[]} */
  function leading(label, box) {
    const at = /** @type {Point} */ (places[label.n]);
    const [x, y] = camera.toScreen(at[0], at[1]);
    const held = (/** @type {number} */ v, /** @type {number} */ mid, /** @type {number} */ half) => Math.max(mid - half, Math.min(mid + half, v));
    const [endX, endY] = [held(x, box.x, box.w / 2), held(y, box.y, box.h / 2)];
    const far = Math.hypot(endX - x, endY - y);
    const rim = view.r[label.n] * camera.k + 2;
    return far > rim + 3 ? [[x + ((endX - x) / far) * rim, y + ((endY - y) / far) * rim], [endX, endY]] : [];
  }

  /** A box inside the stage: no name is cut at an edge as long as its thing is in sight. @param {number} x @param {number} y @param {Label} label */
  function boxed(x, y, label) {
    const [w, h] = [label.w * grown, label.h * grown];
    const inside = (/** @type {number} */ v, /** @type {number} */ half, /** @type {number} */ all) =>
      half * 2 > all ? all / 2 : Math.max(half, Math.min(all - half, v));
    return { x: inside(x, w / 2, camera.width), y: inside(y, h / 2, camera.height), w, h };
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
  for (const { label, x, y: middle, h, px, lead } of placed) {
    const sub = urdu ? label.subUr : label.sub;
    let y = middle - h / 2 + px * 0.62 + 1;
    ctx.globalAlpha = Math.max(alphaOf(model, label.n, lit), 0.45);
    if (lead.length) {
      ctx.save();
      [ctx.lineWidth, ctx.strokeStyle] = [1, theme.faint];
      ctx.beginPath();
      ctx.moveTo(...lead[0]);
      ctx.lineTo(...lead[1]);
      ctx.stroke();
      ctx.restore();
    }
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
