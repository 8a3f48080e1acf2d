// @ts-check
// The legend, which is also the filter.

import { make, makeSvg } from "./dom.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {SVGElement} draw */
function swatch(draw) {
  return makeSvg("svg", { width: 30, height: 18, viewBox: "-15 -9 30 18", "aria-hidden": "true" }, draw);
}

/** @param {Node} picture @param {string} text @param {number} count @param {boolean} off @param {(on: boolean) => void} flip */
function kindRow(picture, text, count, off, flip) {
  const label = make("label", undefined, { class: "kind" });
  const box = /** @type {HTMLInputElement} */ (make("input", undefined, { type: "checkbox" }));
  box.checked = !off;
  box.addEventListener("change", () => flip(box.checked));
  label.append(box, picture, make("bdi", text), make("span", String(count), { class: "count" }));
  return label;
}

/** The mark of a kind of thing. @param {import("./payload.js").Group} group @param {string} outline */
export function groupMark(group, outline) {
  const look = { fill: group.fill, stroke: outline, "stroke-width": 1.2 };
  if (!group.points) return makeSvg("circle", { r: 7, ...look });
  const points = group.points.map(([x, y]) => `${(x * 0.65).toFixed(2)},${(y * 0.65).toFixed(2)}`).join(" ");
  return makeSvg("polygon", { points, ...look });
}

/** The sample of a line. @param {string} colour @param {number[]} dash */
export function lineMark(colour, dash, width = 2.4) {
  const look = { d: "M-15 0H15", stroke: colour, "stroke-width": width, fill: "none" };
  return makeSvg("path", { ...look, "stroke-dasharray": dash.length ? dash.join(" ") : null });
}

/** The sample of a kind of tie: its line and the mark on it. @param {Model} model @param {number} index */
export function paintMark({ data }, index) {
  const { colour, mark } = data.paints[index];
  const found = makeSvg("g", {}, lineMark(colour, []));
  if (mark) found.append(markOn(data.marks[mark], colour));
  return found;
}

/** The mark on a line that runs to the right. @param {number[][]} corners @param {string} colour */
export function markOn(corners, colour) {
  const look = { fill: colour, stroke: "#ffffff", "stroke-width": 1 };
  if (!corners.length) return makeSvg("circle", { r: 4.2, ...look });
  return makeSvg("polygon", { points: corners.map((corner) => corner.join(",")).join(" "), ...look });
}

/** What the dashes and widths mean that are on the picture. @param {Model} model @returns {[string, SVGElement][]} */
export function standings({ data, ties }) {
  /** @type {[string, SVGElement][]} */
  const found = [];
  const has = (/** @type {string} */ name) => ties.some((tie) => tie.c === name);
  const mark = (/** @type {string} */ name, /** @type {number} */ width) => lineMark("currentColor", data.strokes[name].dash, width);
  if (has("last known") || ties.some((tie) => tie.lk)) found.push(["last known", mark("last known", 1.6)]);
  if (data.years || has("possible")) found.push(["possible", mark("possible", 1)]);
  return found;
}

/** What the colours of land mean in the view that is shown. @param {Model} model @returns {[string, SVGElement][]} */
export function shades({ data, state }) {
  const look = { x: -9, y: -6, width: 18, height: 12, stroke: "#6b7a88" };
  return (data.views[state.view]?.shades ?? []).map((shade) => [shade[state.lang], makeSvg("rect", { ...look, fill: shade.colour })]);
}

/** @param {import("./skeleton.js").Parts} parts @param {Model} model @param {() => void} refresh */
export function showLegend(parts, model, refresh) {
  const { data, state, word } = model;
  /** @template K @param {Set<K>} set @param {K} key */
  const flip = (set, key) => (/** @type {boolean} */ on) => {
    if (on) set.delete(key);
    else set.add(key);
    refresh();
  };
  parts.groups.replaceChildren(
    ...Object.entries(data.groups).map(([name, group]) =>
      kindRow(swatch(groupMark(group, "currentColor")), word(name), group.count, state.groupsOff.has(name), flip(state.groupsOff, name)),
    ),
  );
  const rows = data.paints.map((paint, i) =>
    kindRow(swatch(paintMark(model, i)), model.paintName(i), paint.count, state.paintsOff.has(i), flip(state.paintsOff, i)),
  );
  const claims = model.ties.filter((tie) => tie.m).length;
  if (claims) {
    const act = (/** @type {boolean} */ on) => {
      state.claims = on;
      refresh();
    };
    rows.unshift(kindRow(swatch(lineMark("currentColor", data.claimDash)), word("claims"), claims, !state.claims, act));
  }
  for (const [name, mark] of standings(model)) {
    const row = make("div", undefined, { class: "kind" });
    row.append(swatch(mark), make("span", word(name)));
    rows.push(row);
  }
  rows.push(...shades(model).map(([text, mark]) => {
    const row = make("div", undefined, { class: "kind" });
    row.append(swatch(mark), make("span", text));
    return row;
  }));
  parts.paints.replaceChildren(...rows);
}
