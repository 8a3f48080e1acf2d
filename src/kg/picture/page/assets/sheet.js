// @ts-check
// What is shown, as one SVG that can stand alone: for print, and for a reader to keep.

import { makeSvg } from "./dom.js";
import { along, towards } from "./curve.js";
import { linesOf, subOf } from "./labels.js";
import { alphaOf, drawnLines, markScale } from "./look.js";
import { groupMark, lineMark, markOn, paintMark, shades, standings } from "./legend.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./look.js").Drawn} Drawn */
/** @typedef {[number, number]} Point */

const INK = "#1d2733";
const SOFT = "#4a5561";
const LAND = "#fbfaf6";
const PAD = 24;
const LEAST = 760;
const FAMILY = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Naskh Arabic', sans-serif";
const FAMILY_UR = "'Noto Naskh Arabic', 'Noto Nastaliq Urdu', 'Noto Sans', Tahoma, sans-serif";
const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @param {string} text */
const script = (text) => (/[\u0600-\u08ff]/.test(text) ? { "font-family": FAMILY_UR, direction: "rtl" } : {});

/** @param {string} text @param {number} x @param {number} y @param {number} size @param {Object<string, unknown>} [look] */
function words(text, x, y, size, look) {
  const halo = { stroke: "#ffffff", "stroke-width": round(size * 0.3), "stroke-linejoin": "round", "paint-order": "stroke" };
  return makeSvg("text", { x: round(x), y: round(y), "font-size": round(size), fill: INK, ...halo, ...script(text), ...look }, text);
}

/** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} size */
function width(ctx, text, size) {
  ctx.font = `${size}px ${FAMILY}`;
  return ctx.measureText(text).width;
}

/** @param {Drawn} line @param {number[]} radii */
function lineShape({ strand, a, m, b, colour, alpha, width: wide, dash, arrow }, radii) {
  const start = towards(a, m, radii[strand.s] / 2);
  const base = towards(b, m, arrow ? radii[strand.t] + 8 : radii[strand.t] / 2);
  const tip = towards(b, m, radii[strand.t]);
  const r = radii[strand.s];
  const w = r + 12 + 9 * strand.loop;
  const [x, foot, peak] = [round(a[0]), round(a[1] - r), round(a[1] - r - 2 * w)];
  const path = strand.s === strand.t
    ? `M${x} ${foot}C${round(a[0] - w)} ${peak} ${round(a[0] + w)} ${peak} ${x} ${foot}`
    : `M${round(start[0])} ${round(start[1])}Q${round(m[0])} ${round(m[1])} ${round(base[0])} ${round(base[1])}`;
  const found = [makeSvg("path", {
    d: path, fill: "none", stroke: colour, "stroke-width": round(wide), "stroke-opacity": alpha,
    "stroke-dasharray": dash.length ? dash.join(" ") : null,
  })];
  if (arrow && strand.s !== strand.t) {
    const [dx, dy] = [(tip[0] - base[0]) / 2, (tip[1] - base[1]) / 2];
    const corners = [tip, [base[0] - dy, base[1] + dx], [base[0] + dy, base[1] - dx]];
    found.push(makeSvg("path", { d: `M${corners.map((p) => p.map(round).join(" ")).join("L")}Z`, fill: colour, "fill-opacity": alpha }));
  }
  return found;
}

/** @param {Model} model @param {import("./payload.js").View} view @param {(Point|null)[]} places */
function body(model, view, places) {
  const { data, nodes, drawn } = model;
  const found = makeSvg("g", {});
  if (view.frame) {
    const [left, top, right, bottom] = view.frame;
    found.append(makeSvg("rect", { x: left, y: top, width: right - left, height: bottom - top, fill: "#e3edf5" }));
    for (const [rings, shade, node] of view.lands) found.append(landOf(rings, shade >= 0 && (node === null || model.shown.nodes.has(node)) ? view.shades[shade].colour : LAND));
    for (const [kind, flat] of view.lines) found.append(outline(kind, flat, view.frame));
  }
  const lines = drawnLines(model, view.strands, places);
  for (const line of lines) found.append(...lineShape(line, view.r));
  drawn.forEach(({ g }, i) => {
    const at = places[i];
    if (!at || !alphaOf(model, i, null)) return;
    const scale = view.r[i] / (data.groups[g].points ? 6.5 : 7);
    const shift = view.r[i] * 0.3;
    for (const [x, y] of i < nodes.length ? [at] : [[at[0] + shift, at[1] - shift], at]) {
      const mark = groupMark(data.groups[g], INK);
      mark.setAttribute("transform", `translate(${round(x)} ${round(y)}) scale(${scale.toFixed(3)})`);
      mark.setAttribute("stroke-width", String(round(1.2 / scale)));
      mark.setAttribute("opacity", String(alphaOf(model, i, null)));
      found.append(mark);
    }
  });
  for (const { strand, count, a, m, b, colour, mark, turn } of lines) {
    if (mark && strand.m !== undefined) {
      const [x, y] = along(a, m, b, strand.m).map(round);
      const sign = markOn(data.marks[mark], colour);
      sign.setAttribute("transform", `translate(${x} ${y}) rotate(${round((turn * 180) / Math.PI)}) scale(${markScale(view).toFixed(3)})`);
      found.append(sign);
    }
    if (count < 2 || strand.c === undefined) continue;
    const [x, y] = along(a, m, b, strand.c);
    found.append(words(`×${count}`, x, y + view.font * 0.3, view.font * 0.85, { fill: SOFT, "text-anchor": "middle", "font-weight": 600 }));
  }
  for (const label of view.labels) {
    const [at, planned] = [places[label.n], view.at[label.n]];
    if (!label.shown || !at || !planned || !alphaOf(model, label.n, null)) continue;
    const [x, top] = [label.x + at[0] - planned[0], label.y + at[1] - planned[1] - label.h / 2];
    const side = label.led ? 0 : (label.side ?? 0);
    const start = x - side * (label.w / 2 - 3);
    const look = { "text-anchor": anchorOf(side) };
    if (label.led) found.append(leader(label, [x, top + label.h / 2], at, view.r[label.n]));
    const texts = linesOf(model, label);
    texts.forEach((text, i) => found.append(words(text, start, top + view.font * (0.97 + 1.22 * i) + 1, view.font, { ...look, ...turned(text, side) })));
    const sub = subOf(model, label);
    if (sub) found.append(words(sub, start, top + view.font * (0.85 + 1.22 * texts.length) + 1, view.font * 0.85, { ...look, ...turned(sub, side), fill: SOFT }));
  }
  return found;
}

/** Where a name begins that stands left or right of its thing. @param {number} side */
const anchorOf = (side) => (side ? (side > 0 ? "start" : "end") : "middle");

/** Text that is set from the right begins at its right end. @param {string} text @param {number} side */
const turned = (text, side) => ("direction" in script(text) ? { "text-anchor": anchorOf(-side) } : {});

/** From the rim of a thing to its name. @param {import("./payload.js").Label} label @param {Point} middle @param {Point} at @param {number} r */
function leader({ w, h }, [x, y], at, r) {
  const end = /** @type {Point} */ ([Math.max(x - w / 2, Math.min(x + w / 2, at[0])), Math.max(y - h / 2, Math.min(y + h / 2, at[1]))]);
  const start = towards(at, end, r);
  return makeSvg("path", { d: `M${start.map(round).join(" ")}L${end.map(round).join(" ")}`, stroke: SOFT, "stroke-width": 0.7, fill: "none" });
}

/** @param {number[][]} rings @param {string} fill */
function landOf(rings, fill) {
  const path = (/** @type {number[]} */ flat) => `M${flat.map((value, i) => `${i ? (i % 2 ? " " : "L") : ""}${round(value)}`).join("")}Z`;
  return makeSvg("path", { d: rings.map(path).join(""), fill, "fill-rule": "evenodd" });
}

/** @param {string} kind @param {number[]} flat @param {number[]} frame */
function outline(kind, flat, [left, top, right, bottom]) {
  const points = [];
  for (let i = 0; i < flat.length; i += 2) {
    points.push(`${round(Math.max(left, Math.min(right, flat[i])))} ${round(Math.max(top, Math.min(bottom, flat[i + 1])))}`);
  }
  const stroke = { coast: "#8fa3b5", border: "#b9b2a5", disputed: "#a08f78" }[kind] ?? "#8fa3b5";
  return makeSvg("path", { d: `M${points.join("L")}`, fill: "none", stroke, "stroke-width": 0.9, "stroke-dasharray": kind === "disputed" ? "3 3" : null });
}

/** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} size @param {number} wide */
function broken(ctx, text, size, wide) {
  const found = [""];
  for (const part of text.split(" ")) {
    const longer = found[found.length - 1] ? `${found[found.length - 1]} ${part}` : part;
    if (width(ctx, longer, size) <= wide || !found[found.length - 1]) found[found.length - 1] = longer;
    else found.push(part);
  }
  return found;
}

/** The legend in rows, and how tall it is. @param {CanvasRenderingContext2D} ctx @param {Model} model @param {number} wide @param {number} unit */
function legend(ctx, model, wide, unit) {
  const { data, shown, nodes, ties, word, state } = model;
  const groups = new Set([...shown.nodes].map((i) => nodes[i].g));
  const paints = new Set([...shown.ties].map((i) => ties[i].p));
  /** @type {[string, SVGElement][]} */
  const entries = shades(model);
  if (!entries.length) entries.push(...listed());
  const group = makeSvg("g", { color: SOFT });
  const size = 12 * unit;
  let [x, y] = [PAD, 0];
  for (const [text, mark] of entries) {
    const all = 36 * unit + width(ctx, text, size) + 16 * unit;
    if (x > PAD && x + all > wide - PAD) [x, y] = [PAD, y + 21 * unit];
    const at = state.lang === "ur" ? wide - x - 15 * unit : x + 15 * unit;
    mark.setAttribute("transform", `translate(${round(at)} ${round(y)}) scale(${unit.toFixed(3)})`);
    const start = state.lang === "ur" ? { "text-anchor": /[\u0600-\u08ff]/.test(text) ? "start" : "end" } : {};
    group.append(mark, words(text, state.lang === "ur" ? wide - x - 36 * unit : x + 36 * unit, y + size * 0.35, size, start));
    x += all;
  }
  return { group, tall: entries.length ? y + 24 * unit : 0 };

  /** Kinds of thing and of tie, and what dashes mean. @returns {[string, SVGElement][]} */
  function listed() {
    /** @type {[string, SVGElement][]} */
    const found = Object.keys(data.groups).filter((name) => groups.has(name)).map((name) => [word(name), groupMark(data.groups[name], INK)]);
    data.paints.forEach((_, i) => paints.has(i) && found.push([model.paintName(i), paintMark(model, i)]));
    if ([...shown.ties].some((i) => ties[i].m)) found.push([word("claim"), lineMark(SOFT, data.claimDash)]);
    // On paper the clock stands still: what nothing shows now needs no explaining.
    const here = new Set([...shown.ties].map((i) => model.sure(ties[i])));
    for (const [name, mark] of standings(model)) if (here.has(name)) found.push([word(name), mark]);
    return found;
  }
}

/**
 * What is shown now, as an SVG with title, legend and source.
 * @param {Model} model
 * @param {{view: import("./payload.js").View, places: (Point|null)[], extent: number[], timeline: SVGElement|null}} picture
 */
export function sheet(model, { view, places, extent, timeline }) {
  const ctx = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const { state } = model;
  const [title, source] = headOf(model);
  const box = timeline?.getAttribute("viewBox")?.split(" ").map(Number);
  const [left, top, right, bottom] = box ? [box[0], box[1], box[0] + box[2], box[1] + box[3]] : extent;
  const wide = Math.max(right - left, LEAST) + 2 * PAD;
  const unit = Math.max(1, wide / 1100);
  const urdu = state.lang === "ur";
  const edge = urdu ? wide - PAD : PAD;
  const anchor = (/** @type {string} */ text) => (urdu && !/[\u0600-\u08ff]/.test(text) ? { "text-anchor": "end" } : {});
  const found = makeSvg("svg", { xmlns: "http://www.w3.org/2000/svg", "font-family": FAMILY, lang: state.lang, role: "img" });
  found.append(makeSvg("title", {}, title), makeSvg("desc", {}, model.summary()));
  found.append(makeSvg("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  const fitting = Math.min(22 * unit, (22 * unit * (wide - 2 * PAD)) / Math.max(1, width(ctx, title, 22 * unit) * 1.1));
  found.append(words(title, edge, 34 * unit, Math.max(fitting, 9 * unit), { "font-weight": 700, ...anchor(title) }));
  let y = 55 * unit;
  for (const line of broken(ctx, model.summary(), 13 * unit, wide - 2 * PAD)) {
    found.append(words(line, edge, y, 13 * unit, { fill: SOFT, ...anchor(line) }));
    y += 17 * unit;
  }
  const content = timeline ? /** @type {SVGElement} */ (timeline.cloneNode(true)) : body(model, view, places);
  const shift = [PAD + (wide - 2 * PAD - (right - left)) / 2 - left, y - top];
  if (timeline) {
    for (const [name, value] of Object.entries({ x: shift[0] + left, y: shift[1] + top, width: right - left, height: bottom - top })) content.setAttribute(name, String(round(value)));
    for (const item of content.querySelectorAll("[tabindex]")) item.removeAttribute("tabindex");
    content.removeAttribute("hidden");
  } else content.setAttribute("transform", `translate(${round(shift[0])} ${round(shift[1])})`);
  found.append(content);
  y += bottom - top + 20 * unit;
  const key = legend(ctx, model, wide, unit);
  key.group.setAttribute("transform", `translate(0 ${round(y)})`);
  found.append(key.group);
  y += key.tall;
  for (const note of [...notesOf(model), source].filter(Boolean)) {
    for (const line of broken(ctx, note, 11 * unit, wide - 2 * PAD)) {
      found.append(words(line, edge, y, 11 * unit, { fill: SOFT, ...anchor(line) }));
      y += 16 * unit;
    }
  }
  for (const [name, value] of Object.entries({ width: wide, height: y + 8, viewBox: `0 0 ${round(wide)} ${round(y + 8)}` })) {
    found.setAttribute(name, typeof value === "number" ? String(round(value)) : value);
  }
  return found;
}

/** Heading and source line in the reader's language. @param {Model} model @returns {[string, string]} */
export function headOf({ data, state }) {
  const sources = state.view === "timeline" ? data.dated : data.sources;
  return [data.titles[state.lang] ?? data.title, sources[state.lang] ?? data.source];
}

/** Notes under the picture. @param {Model} model @returns {string[]} */
export function notesOf({ data, state }) {
  const notes = data.notes[state.lang] ?? {};
  return [...(notes.all ?? []), ...(notes[state.view] ?? [])];
}
