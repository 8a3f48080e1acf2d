// @ts-check
// What is shown: data that never changes, the few choices that a reader makes, and what follows.

import { dayWords, force, undated } from "./time.js";

/** @typedef {import("./payload.js").Payload} Payload */
/** @typedef {import("./payload.js").Tie} Tie */
/** @typedef {import("./payload.js").Thing} Thing */
/** @typedef {ReturnType<typeof createModel>} Model */

/** @type {(string|null)[]} */
const NONE = [null, null, null, null];

/** Put in what the payload leaves out because it is the usual. @param {Payload} data */
function completed(data) {
  for (const tie of data.ties) {
    tie.b ??= NONE;
    tie.n ??= 1;
    if (tie.k) continue;
    tie.k = data.paints[tie.p].en;
    tie.ku = data.paints[tie.p].ur;
  }
  return data;
}

/** @param {Payload} data */
export function createModel(data) {
  const { nodes, ties } = completed(data);
  const state = {
    lang: data.lang,
    view: data.view,
    /** @type {string|null} */ on: null,
    claims: data.claims,
    /** @type {Set<string>} */ groupsOff: new Set(),
    /** @type {Set<number>} */ paintsOff: new Set(),
    /** @type {number[]} Things that are chosen. */ things: [],
    /** @type {number[]|null} Ties that are chosen. */ strand: null,
    /** @type {number|null} */ hover: null,
    /** @type {Set<number>} Lots that are open. */ open: new Set(),
  };
  const lots = data.gathered;
  /** What is drawn, by index: the things, then the lots. */
  const drawn = [...nodes, ...lots];
  /** @type {Map<number, number>} The lot of each thing that is in one. */
  const inside = new Map(lots.flatMap(({ of }, k) => of.map((i) => [i, k])));
  const shown = { /** @type {Set<number>} */ ties: new Set(), /** @type {Set<number>} */ nodes: new Set() };
  /** Who came and went at the last change of the day. @type {{joined: Set<number>, left: Set<number>}} */
  const change = { joined: new Set(), left: new Set() };
  const tied = new Set();
  for (const tie of ties) tied.add(tie.s).add(tie.t);

  /** @param {string} name */
  const word = (name) => data.words[state.lang][name] ?? name;
  /** @param {number} index */
  const nodeName = (index) => (state.lang === "ur" && nodes[index].u) || nodes[index].l;
  /** @param {number} index */
  const paintName = (index) => (state.lang === "ur" && data.paints[index].ur) || data.paints[index].en;
  /** @param {{k?: string, ku?: string}} x */
  const kindName = (x) => (state.lang === "ur" && x.ku) || x.k || "";
  /** @param {{w?: string, wu?: string}} x */
  const timeWords = (x) => (state.lang === "ur" && x.wu) || x.w || word("undated");
  /** @param {string} day */
  const inWords = (day) => dayWords(day, data.months[state.lang]);
  /** @param {Tie} tie */
  const sure = (tie) => force(tie, state.on);

  /** @param {number} count @param {string} name */
  function counted(count, name) {
    return `${count.toLocaleString("en")} ${data.counts[state.lang][name][count === 1 ? 0 : 1]}`;
  }

  /** How surely a tie holds, in words, with the day on which it was last known to. @param {Tie} tie */
  function standing(tie) {
    const found = sure(tie) ?? "not_in_force";
    return found === "last known" && tie.lk ? `${word(found)} ${word("on")} ${inWords(tie.lk)}` : word(found);
  }

  /** @param {Tie} tie */
  function tieTitle(tie) {
    const arrow = tie.y ? "–" : state.lang === "ur" ? "←" : "→";
    return `${nodeName(tie.s)} ${arrow} ${nodeName(tie.t)}`;
  }

  /** The indices of the things that something drawn stands for. @param {number} index */
  const standsFor = (index) => (index < nodes.length ? [index] : lots[index - nodes.length].of);

  /** A lot in words, with the number of its members that are shown. @param {number} k */
  function lotName(k) {
    const { of, g, hub } = lots[k];
    const told = counted(of.filter((i) => shown.nodes.has(i)).length, g);
    if (!ties.some((tie) => tie.t === hub && !inside.has(tie.s))) return told;
    return state.lang === "ur" ? `${word("more")} ${told}` : told.replace(" ", ` ${word("more")} `);
  }

  /** Open the lots that hold what is chosen; say whether one was shut. */
  function uncover() {
    const ends = state.strand?.length === 1 ? [ties[state.strand[0]].s, ties[state.strand[0]].t] : [];
    const held = [...state.things, ...ends].map((i) => inside.get(i)).filter((k) => k !== undefined && !state.open.has(k));
    for (const k of held) state.open.add(/** @type {number} */ (k));
    return held.length > 0;
  }

  /** Open a lot, or shut it and what was chosen in it. @param {number} k */
  function turn(k) {
    if (!state.open.delete(k)) state.open.add(k);
    else state.things = state.things.filter((i) => inside.get(i) !== k);
  }

  /** @param {Tie} tie */
  function tieShown(tie) {
    return (
      (state.claims || !tie.m) &&
      !state.paintsOff.has(tie.p) &&
      !state.groupsOff.has(nodes[tie.s].g) &&
      !state.groupsOff.has(nodes[tie.t].g) &&
      sure(tie) !== null
    );
  }

  // Recomputed once for each change, then read by picture, table and panel.
  function recompute() {
    shown.ties.clear();
    shown.nodes.clear();
    ties.forEach((tie, i) => {
      if (!tieShown(tie)) return;
      shown.ties.add(i);
      shown.nodes.add(tie.s).add(tie.t);
    });
    nodes.forEach((node, i) => {
      // What never had a tie is always there; what has none now has not joined yet, or has left.
      if (!tied.has(i) && !state.groupsOff.has(node.g)) shown.nodes.add(i);
    });
  }

  /** Set the day, and keep who joined and who left since the one before. @param {string|null} day */
  function setOn(day) {
    const before = state.on ? new Set(shown.nodes) : null;
    state.on = day;
    recompute();
    change.joined.clear();
    change.left.clear();
    if (!before || !day) return;
    for (const i of shown.nodes) if (!before.has(i)) change.joined.add(i);
    for (const i of before) if (!shown.nodes.has(i)) change.left.add(i);
  }

  /** @param {number} index */
  function neighbours(index) {
    const found = new Set([index]);
    for (const i of shown.ties) {
      if (ties[i].s === index) found.add(ties[i].t);
      if (ties[i].t === index) found.add(ties[i].s);
    }
    return found;
  }

  /** What stays bright: what is chosen and what it is tied to; null where nothing is chosen. */
  function lit() {
    if (state.things.length) return new Set(state.things.flatMap((i) => [...neighbours(i)]));
    if (!state.strand?.length) return null;
    const tie = ties[state.strand[0]];
    return new Set([tie.s, tie.t]);
  }

  /** The ties that a choice stands for: those chosen, all of one thing, or those among several. */
  function chosenTies() {
    const { things, strand } = state;
    if (strand) return strand.filter((i) => shown.ties.has(i));
    const has = (/** @type {number} */ i) => things.includes(i);
    if (things.length > 1) return [...shown.ties].filter((i) => has(ties[i].s) && has(ties[i].t));
    return [...shown.ties].filter((i) => has(ties[i].s) || has(ties[i].t));
  }

  /** What the picture shows, in one line: day, things, ties, and what a reader left out. */
  function summary() {
    const day = state.on ?? data.on;
    /** @type {Object<string, number>} */
    const groups = {};
    for (const i of shown.nodes) groups[nodes[i].g] = (groups[nodes[i].g] ?? 0) + (nodes[i].n ?? 1);
    let count = 0;
    for (const i of shown.ties) count += ties[i].n;
    const silent = state.on ? ties.filter((tie) => undated(tie) && (state.claims || !tie.m)).length : 0;
    const off = [
      ...[...state.groupsOff].map((name) => data.counts[state.lang][name][1]),
      ...[...state.paintsOff].map(paintName),
    ];
    const parts = [
      day ? `${word("on")} ${inWords(day)}` : word("all_times"),
      ...Object.keys(data.groups).filter((name) => groups[name]).map((name) => counted(groups[name], name)),
      counted(count, "tie"),
      word(state.claims && ties.some((tie) => tie.m) ? "with_claims" : "facts_only"),
      ...(silent ? [`${silent} ${word("left_out")}`] : []),
      ...(off.length ? [`${word("without")} ${off.join(state.lang === "ur" ? "، " : ", ")}`] : []),
    ];
    const text = parts.join(" · ");
    return text[0].toUpperCase() + text.slice(1);
  }

  recompute();
  return {
    data, nodes, ties, drawn, lots, inside, state, shown, change, word, nodeName, paintName, kindName, timeWords, inWords, sure,
    counted, standing, standsFor, lotName, uncover, turn, tieTitle, recompute, setOn, neighbours, lit, chosenTies, summary,
  };
}
