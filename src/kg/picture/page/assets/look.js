// @ts-check
// How each line and each thing looks now: colour is its kind, pattern its certainty and modality.

import { controlOf } from "./curve.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./payload.js").Strand} Strand */
/** @typedef {[number, number]} Point */
/**
 * @typedef {Object} Drawn One line as it is drawn now.
 * @property {Strand} strand
 * @property {number[]} ties What of it is shown.
 * @property {Point} a
 * @property {Point} m Its control point.
 * @property {Point} b
 * @property {boolean} straight
 * @property {string} colour
 * @property {number} alpha
 * @property {number} width
 * @property {number[]} dash
 * @property {number} count How many ties it stands for.
 * @property {boolean} arrow
 * @property {string} mark Mark on it.
 * @property {number} turn Angle of that.
 */

/** Marks that turn with their line; a square that did so would be a diamond. */
const TURNING = new Set(["bar", "triangle"]);

/** The size of the marks on lines, one for a picture: less where its things are small. @param {import("./payload.js").View} view */
export const markScale = ({ r }) => Math.max(0.7, r.reduce((least, each) => (each ? Math.min(least, each) : least), 13) / 13);

/** How a line looks that stands for these ties; lines of one tie that look alike are asked for once. @param {Model} model @param {number[]} here @param {number} paint @param {Map<number, ReturnType<typeof strokeOf>>} known */
function lookOf(model, here, paint, known) {
  if (here.length > 1) return strokeOf(model, here, paint);
  const tie = model.ties[here[0]];
  const sure = model.sure(tie);
  const key = tie.n * 4096 + paint * 8 + (tie.m ? 4 : 0) + (sure === "certain" ? 0 : sure === "possible" ? 1 : 2);
  const found = known.get(key) ?? strokeOf(model, here, paint);
  known.set(key, found);
  return found;
}

/** @param {Model} model @param {number[]} here @param {number} paint */
function strokeOf(model, here, paint) {
  const { data, ties } = model;
  const found = here.map((i) => model.sure(ties[i]));
  const sure = Object.keys(data.strokes).find((name) => found.includes(name)) ?? "certain";
  const stroke = data.strokes[sure];
  const count = here.reduce((sum, i) => sum + ties[i].n, 0);
  const claim = here.every((i) => ties[i].m);
  return {
    colour: data.paints[paint].colour,
    alpha: stroke.opacity,
    width: Math.min(6, 1.8 + 0.5 * Math.log2(Math.max(1, count))) * stroke.width,
    dash: [claim ? data.claimDash : [], stroke.dash].find((dash) => dash.length) ?? [],
    mark: data.paints[paint].mark,
    count,
  };
}

/** Whether a line lies between the two things whose tie is chosen. @param {Model} model @param {Strand} strand */
function isChosenPair({ state, ties }, strand) {
  if (!state.strand?.length) return false;
  const tie = ties[state.strand[0]];
  return (tie.s === strand.s && tie.t === strand.t) || (tie.s === strand.t && tie.t === strand.s);
}

/**
 * The lines of a view, those of the chosen pair fanned out one by one.
 * @param {Model} model
 * @param {Strand[]} strands
 * @param {(Point|null)[]} places
 * @returns {Drawn[]}
 */
export function drawnLines(model, strands, places) {
  const lit = model.lit();
  const known = new Map();
  /** @type {Drawn[]} */
  const found = [];
  for (const strand of strands) {
    const [a, b] = [places[strand.s], places[strand.t]];
    const here = strand.ties.filter((i) => model.shown.ties.has(i));
    if (!a || !b || !here.length) continue;
    const pair = isChosenPair(model, strand);
    for (const part of pair && strand.fan ? fan(strand, here) : [{ ties: here, bend: strand.b }]) {
      const look = lookOf(model, part.ties, strand.p, known);
      const chosen = part.ties.some((i) => model.state.strand?.includes(i));
      const far = lit && !(pair || chosen || model.state.things.includes(strand.s) || model.state.things.includes(strand.t));
      found.push({
        strand, ties: part.ties, a, b, m: controlOf(a, b, part.bend), straight: !part.bend && strand.s !== strand.t,
        arrow: Boolean(strand.a), turn: TURNING.has(look.mark) ? Math.atan2(b[1] - a[1], b[0] - a[0]) : 0, ...look, width: look.width + (chosen ? 2 : 0),
        alpha: far ? 0.12 : look.alpha,
      });
    }
  }
  return found;
}

/**
 * The lines of thousands, straight and one by one, without an object for each.
 * @param {Model} model
 * @param {Strand[]} strands
 * @param {(Point|null)[]} places
 * @param {(a: Point, b: Point, colour: string, alpha: number) => void} each
 */
export function plainLines(model, strands, places, each) {
  const { shown, state, ties } = model;
  const lit = model.lit();
  const known = new Map();
  const chosen = new Set(state.things);
  for (const strand of strands) {
    const [a, b] = [places[strand.s], places[strand.t]];
    const here = strand.ties.length === 1 ? strand.ties : strand.ties.filter((i) => shown.ties.has(i));
    if (!a || !b || !here.length || !shown.ties.has(here[0])) continue;
    const { colour, alpha } = lookOf(model, here, strand.p, known);
    const near = !lit || chosen.has(strand.s) || chosen.has(strand.t) || (state.strand !== null && here.some((i) => state.strand?.includes(i)));
    each(a, b, colour, near ? alpha : 0.12);
  }
}

/** @param {Strand} strand @param {number[]} here */
function fan({ ties, fan: bends }, here) {
  return ties.map((tie, i) => ({ ties: [tie], bend: bends?.[i] ?? 0 })).filter((part) => here.includes(part.ties[0]));
}

/** How bright a thing is: what is not shown now keeps its place, pale. @param {Model} model @param {number} index @param {Set<number>|null} lit */
export function alphaOf({ state, drawn, shown, change, standsFor }, index, lit) {
  if (state.groupsOff.has(drawn[index].g)) return 0;
  const here = standsFor(index);
  if (!here.some((i) => shown.nodes.has(i))) return change.left.has(index) ? 0.5 : 0.22;
  return lit && !here.some((i) => lit.has(i)) ? 0.25 : 1;
}
