// @ts-check
// Lines and things on a canvas, drawn as in print; the context is in the picture's own pixels.

import { along, towards } from "./curve.js";
import { away } from "./grid.js";
import { alphaOf } from "./look.js";

/** @typedef {import("./look.js").Drawn} Drawn */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {[number, number]} Point */

const CROWDED = 3000;
const LEGIBLE = 7;

/** Lines that look alike are stroked in one path, which keeps a page with thousands moving. @param {Drawn[]} lines */
function alike(lines) {
  /** @type {Map<string, Drawn[]>} */
  const found = new Map();
  for (const line of lines) {
    const key = `${line.alpha} ${line.width} ${line.colour} ${line.dash}`;
    const same = found.get(key);
    if (same) same.push(line);
    else found.set(key, [line]);
  }
  return [...found.values()].sort((x, y) => x[0].alpha - y[0].alpha);
}

/** @param {Context} ctx @param {Drawn[]} lines @param {number[]} radii @param {number} k Pixels of the screen for one of the picture. */
export function paintLines(ctx, lines, radii, k) {
  ctx.save();
  ctx.lineJoin = "round";
  for (const same of alike(lines)) {
    const { colour, alpha, width, dash } = same[0];
    ctx.beginPath();
    for (const line of same) trace(ctx, line, radii);
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.globalAlpha = alpha;
    ctx.lineWidth = Math.max(width, 0.7 / k);
    ctx.setLineDash(same.length > CROWDED ? [] : dash);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    for (const line of same) if (line.arrow) head(ctx, line, radii);
    ctx.fill();
  }
  ctx.restore();
}

/** @param {Context} ctx @param {Drawn} line @param {number[]} radii */
function trace(ctx, line, radii) {
  const { strand, a, m, b } = line;
  if (strand.s === strand.t) {
    const r = radii[strand.s];
    const w = r + 12 + 9 * strand.loop;
    ctx.moveTo(a[0], a[1] - r);
    ctx.bezierCurveTo(a[0] - w, a[1] - r - 2 * w, a[0] + w, a[1] - r - 2 * w, a[0], a[1] - r);
    return;
  }
  // Not every shape fills the circle of its radius: it lies over the ends of its lines.
  const start = towards(a, m, radii[strand.s] / 2);
  const end = towards(b, m, line.arrow ? radii[strand.t] + 8 : radii[strand.t] / 2);
  ctx.moveTo(start[0], start[1]);
  if (line.straight) ctx.lineTo(end[0], end[1]);
  else ctx.quadraticCurveTo(m[0], m[1], end[0], end[1]);
}

/** @param {Context} ctx @param {Drawn} line @param {number[]} radii */
function head(ctx, { strand, m, b }, radii) {
  const r = radii[strand.t];
  const [base, tip] = [towards(b, m, r + 8), towards(b, m, r)];
  const [dx, dy] = [(tip[0] - base[0]) / 2, (tip[1] - base[1]) / 2];
  ctx.moveTo(tip[0], tip[1]);
  ctx.lineTo(base[0] - dy, base[1] + dx);
  ctx.lineTo(base[0] + dy, base[1] - dx);
  ctx.closePath();
}

/** The mark on a line, and beside it how many ties it stands for. @param {Context} ctx @param {Drawn[]} lines @param {Object<string, number[][]>} marks @param {number} font @param {number} k Size of the marks. @param {{halo: string, faint: string, family: string, camera: import("./camera.js").Camera, placed: import("./labels.js").Placed[]}} look */
export function paintMiddles(ctx, lines, marks, font, k, { halo, faint, family, camera, placed }) {
  const size = font * 0.85;
  for (const line of lines) if (line.mark && line.strand.m !== undefined) sign(ctx, line, marks[line.mark], line.strand.m, k, halo);
  // Numbers that nobody could read are left out.
  if (size * camera.k < LEGIBLE) return;
  ctx.save();
  ctx.font = `600 ${size}px ${family}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = size * 0.36;
  ctx.strokeStyle = halo;
  ctx.fillStyle = faint;
  for (const { count, a, m, b, alpha, strand } of lines) {
    if (count < 2 || alpha < 0.2 || strand.c === undefined) continue;
    const [x, y] = along(a, m, b, strand.c);
    const [left, top] = camera.toScreen(x, y);
    const room = { x: left, y: top, w: (1 + String(count).length) * size * 0.7 * camera.k, h: size * camera.k };
    // A name that has grown takes the place of a number.
    if (placed.some((name) => away(name, room) === 0)) continue;
    ctx.strokeText(`×${count}`, x, y);
    ctx.fillText(`×${count}`, x, y);
  }
  ctx.restore();
}

/** @param {Context} ctx @param {Drawn} line @param {number[][]} corners @param {number} part @param {number} k @param {string} halo */
function sign(ctx, { a, m, b, colour, alpha, turn }, corners, part, k, halo) {
  const [x, y] = along(a, m, b, part);
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  ctx.scale(k, k);
  ctx.globalAlpha = alpha;
  ctx.beginPath();
  if (!corners.length) ctx.arc(0, 0, 4.2, 0, 2 * Math.PI);
  corners.forEach(([dx, dy], i) => (i ? ctx.lineTo(dx, dy) : ctx.moveTo(dx, dy)));
  ctx.closePath();
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = halo;
  ctx.stroke();
  ctx.restore();
}

/** @param {Context} ctx @param {number[][]|null} corners @param {Point} at @param {number} r */
function outline(ctx, corners, [x, y], r) {
  ctx.beginPath();
  if (!corners) {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  const k = r / 10;
  corners.forEach(([dx, dy], i) => (i ? ctx.lineTo(x + dx * k, y + dy * k) : ctx.moveTo(x + dx * k, y + dy * k)));
  ctx.closePath();
}

/**
 * @param {Context} ctx
 * @param {Model} model
 * @param {(Point|null)[]} places
 * @param {number[]} radii
 * @param {Object<string, string>} theme
 * @param {Iterable<number>} which
 */
export function paintThings(ctx, model, places, radii, theme, which) {
  const lit = model.lit();
  const { state, change, data, nodes, drawn } = model;
  ctx.save();
  for (const i of which) {
    const at = places[i];
    const alpha = alphaOf(model, i, lit);
    if (!at || !alpha || !radii[i]) continue;
    const group = data.groups[drawn[i].g];
    const strong = state.things.includes(i) || i === state.hover;
    ctx.globalAlpha = alpha;
    ctx.fillStyle = group.fill;
    ctx.lineWidth = strong ? 3.5 : 1.2;
    ctx.strokeStyle = strong ? theme.accent : theme.outline;
    // What stands for several is a stack of two.
    const shift = radii[i] * 0.3;
    for (const [x, y] of i < nodes.length ? [at] : [[at[0] + shift, at[1] - shift], at]) {
      outline(ctx, group.points, [x, y], radii[i]);
      ctx.fill();
      ctx.stroke();
    }
    if (change.joined.has(i)) ring(ctx, at, radii[i] + 6, theme.joined, []);
    if (change.left.has(i)) ring(ctx, at, radii[i] + 6, theme.left, [4, 3]);
  }
  ctx.restore();
}

/** A ring around who joined (drawn through) or left (dashed) since the last stop of the clock. @param {Context} ctx @param {Point} at @param {number} r @param {string} colour @param {number[]} dash */
function ring(ctx, at, r, colour, dash) {
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(at[0], at[1], r, 0, 2 * Math.PI);
  ctx.setLineDash(dash);
  ctx.lineWidth = 3;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.setLineDash([]);
}
