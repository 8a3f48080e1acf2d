// @ts-check
// Names on the picture. At its planned size each stands where Python set it; where the stage is so
// small that words would be too, they grow and the important are set first; when a reader zooms in,
// words stop growing at a comfortable size, which makes room for those that had none.

import { away, createGrid } from "./grid.js";
import { alphaOf } from "./look.js";

/** @typedef {import("./payload.js").Label} Label */
/** @typedef {import("./grid.js").Box} Box */
/** @typedef {[number, number]} Point */
/** A name where it goes; with a line to its thing where it stands off. @typedef {{label: Label, x: number, y: number, w: number, h: number, px: number, lead: Point[]}} Placed */
/**
 * @typedef {Object} Which
 * @property {Set<number>} must What is named whatever it covers.
 * @property {Set<number>} first What is named before others.
 * @property {(index: number) => boolean} hidden
 * @property {(index: number) => number} rank
 * @property {(label: Label) => number} wide How wide the letters are, in sizes of their font.
 * @property {(label: Label) => number} high How many lines of their font the letters take.
 */

const LEAST = 11;
const MOST = 16;
const OVER = 2;
const PRESSING = 5;
const MANY = 2000;

/**
 * Where the labels go, as boxes in pixels of the stage: middle, width, height.
 * @param {import("./payload.js").View} view
 * @param {import("./camera.js").Camera} camera
 * @param {(Point|null)[]} places
 * @param {Which} which
 * @returns {Placed[]}
 */
export function placedLabels(view, camera, places, { must, first, hidden, rank, wide, high }) {
  const natural = view.font * camera.k;
  const px = Math.max(LEAST, Math.min(MOST, natural));
  const grown = px / view.font;
  const asPlanned = natural >= LEAST;
  /** @type {Placed[]} */
  const found = [];
  const [things, names] = [createGrid(), createGrid()];
  const candidates = view.labels.filter((label) => {
    const at = places[label.n];
    if (!at || hidden(label.n)) return false;
    const [x, y] = camera.toScreen(at[0], at[1]);
    return x >= 0 && y >= 0 && x <= camera.width && y <= camera.height;
  });
  const order = (/** @type {Label} */ label) =>
    must.has(label.n) ? -2e9 : first.has(label.n) ? -1e9 : (label.shown ? 0 : 1e6) - rank(label.n);
  // A crowd seen from afar names only its most important: nobody reads ten thousand words at once.
  const ranked = candidates.map((label) => /** @type {[number, Label]} */ ([order(label), label])).sort((a, b) => a[0] - b[0]).slice(0, MANY);
  for (const [, label] of ranked) if (view.r[label.n]) things.add(discOf(label), label.n);
  ranked.forEach(([, label], place) => {
    const spots = asPlanned && label.shown ? [planned(label), ...around(label)] : around(label);
    const free = spots.filter((each) => !names.hits(inkOf(label, each), label.n, -1));
    const clear = (/** @type {Box} */ each) => (asPlanned && label.shown && each === spots[0]) || !things.hits(each, label.n, OVER);
    // On its own side a short line leads to a name, where rows are close.
    const good = free.find((each) => clear(each) && (label.led || label.side || !strays(label, each)));
    const important = must.has(label.n) || first.has(label.n) || (asPlanned && label.shown) || place < PRESSING;
    // The important are named even where that covers a thing, but never another name; and only what
    // has to be named where it could be taken for another's.
    const own = free.find((each) => label.led || label.side || !strays(label, each));
    const pressed = must.has(label.n) || place < PRESSING ? free[0] : undefined;
    const spot = good ?? (important ? (own ?? pressed ?? (must.has(label.n) ? spots[0] : undefined)) : undefined);
    if (!spot) return;
    names.add(inkOf(label, spot), label.n);
    const led = (asPlanned && label.led && spot === spots[0]) || strays(label, spot);
    found.push({ label, ...spot, px, lead: led ? leading(label, inkOf(label, spot)) : [] });
  });
  return found;

  /** @param {Label} label @returns {Box} */
  function discOf(label) {
    const at = /** @type {Point} */ (places[label.n]);
    const [x, y] = camera.toScreen(at[0], at[1]);
    const size = 2 * view.r[label.n] * camera.k;
    return { x, y, w: size, h: size };
  }

  /** Whether the letters of a name are nearer to another thing than to their own. @param {Label} label @param {Box} box */
  function strays(label, box) {
    const ink = inkOf(label, box);
    // Letters are drawn a pixel or two off where they are reckoned; of which only the box is known, they end somewhere inside it.
    const unsure = Number.isFinite(high(label)) ? 2 : px * 0.35;
    return !label.area && things.nearer(ink, label.n, away(ink, discOf(label)) + unsure);
  }

  /** The letters of a name, which do not fill their box. @param {Label} label @param {Box} box @returns {Box} */
  function inkOf(label, box) {
    const w = wide(label) * px;
    const tall = Math.min(box.h, high(label) * px);
    const side = label.led ? 0 : (label.side ?? 0);
    const above = tall < box.h ? px * 0.25 + 1 : 0;
    return { x: box.x - (side * (box.w - w)) / 2 + side * 3, y: box.y - box.h / 2 + above + tall / 2, w, h: tall };
  }

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
    const found = spots.map(([dx, dy]) => boxed(x + dx, y + dy, label));
    // What has no room on its own side would cover the picture.
    return label.side && !must.has(label.n) ? found.filter((box) => Math.abs(box.x - x - spots[0][0]) < 1) : found;
  }

  /** From a name to the rim of its thing. @param {Label} label @param {{x: number, y: number, w: number, h: number}} box @returns {Point[]} */
  function leading(label, box) {
    const at = /** @type {Point} */ (places[label.n]);
    const [x, y] = camera.toScreen(at[0], at[1]);
    const held = (/** @type {number} */ v, /** @type {number} */ mid, /** @type {number} */ half) => Math.max(mid - half, Math.min(mid + half, v));
    const [endX, endY] = [held(x, box.x, box.w / 2), held(y, box.y, box.h / 2)];
    const far = Math.hypot(endX - x, endY - y);
    const rim = view.r[label.n] * camera.k + 1;
    return far > rim ? [[x + ((endX - x) / far) * rim, y + ((endY - y) / far) * rim], [endX, endY]] : [];
  }

  /** A box inside the stage: no name is cut at an edge as long as its thing is in sight. @param {number} x @param {number} y @param {Label} label */
  function boxed(x, y, label) {
    const [w, h] = [label.w * grown, label.h * grown];
    const inside = (/** @type {number} */ v, /** @type {number} */ half, /** @type {number} */ all) =>
      half * 2 > all ? all / 2 : Math.max(half, Math.min(all - half, v));
    return { x: inside(x, w / 2, camera.width), y: inside(y, h / 2, camera.height), w, h };
  }
}

/** The lines of a label; a lot is named by how many of its members are shown. @param {import("./model.js").Model} model @param {Label} label */
export function linesOf({ nodes, state, lotName }, label) {
  if (label.n >= nodes.length) return [lotName(label.n - nodes.length)];
  return state.lang === "ur" ? label.ur : label.en;
}

/** The years under a label. @param {import("./model.js").Model} model @param {Label} label */
export const subOf = ({ state }, label) => (state.lang === "ur" ? label.subUr : label.sub);

/**
 * @param {CanvasRenderingContext2D} ctx In pixels of the stage.
 * @param {import("./model.js").Model} model
 * @param {ReturnType<typeof placedLabels>} placed
 * @param {Object<string, string>} theme
 * @param {string} family
 */
export function paintLabels(ctx, model, placed, theme, family) {
  const lit = model.lit();
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.direction = model.state.lang === "ur" ? "rtl" : "ltr";
  for (const { lead } of placed) {
    if (!lead.length) continue;
    [ctx.lineWidth, ctx.strokeStyle] = [1, theme.faint];
    ctx.beginPath();
    ctx.moveTo(...lead[0]);
    ctx.lineTo(...lead[1]);
    ctx.stroke();
  }
  ctx.strokeStyle = theme.halo;
  // All pale edges first: that of one name must not lie over the letters of another.
  for (const write of [ctx.strokeText, ctx.fillText]) {
    for (const each of placed) {
      ctx.globalAlpha = Math.max(alphaOf(model, each.label.n, lit), 0.45);
      paintLabel(ctx, model, each, theme, family, write);
    }
  }
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {import("./model.js").Model} model @param {Placed} placed @param {Object<string, string>} theme @param {string} family @param {(text: string, x: number, y: number) => void} write */
function paintLabel(ctx, model, { label, x: centre, y: middle, w, h, px, lead }, theme, family, write) {
  let y = middle - h / 2 + px * 0.62 + 1;
  // Beside its thing a name begins there, however wide its letters turn out.
  const side = label.led && lead.length ? 0 : (label.side ?? 0);
  const x = centre - side * (w / 2 - 3);
  ctx.textAlign = side ? (side > 0 ? "left" : "right") : "center";
  ctx.font = `${model.state.things.includes(label.n) ? "700 " : ""}${px}px ${family}`;
  ctx.lineWidth = px * 0.36;
  ctx.fillStyle = theme.ink;
  for (const line of linesOf(model, label)) {
    write.call(ctx, line, x, y);
    y += px * 1.22;
  }
  const sub = subOf(model, label);
  if (!sub) return;
  ctx.font = `${px * 0.85}px ${family}`;
  ctx.fillStyle = theme.faint;
  write.call(ctx, sub, x, y - px * 0.12);
}
