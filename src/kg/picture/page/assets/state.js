// What is shown: data that never changes, and the few choices that a reader makes.
// Everything from data reaches the page through textContent; there is no innerHTML in these files.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const NODES = DATA.nodes;
const TIES = DATA.ties;

const state = {
  lang: DATA.lang,
  view: DATA.view,
  on: null,
  claims: false,
  groupsOff: new Set(),
  paintsOff: new Set(),
  node: null,
  strand: null,
  hover: null,
};

const $ = (id) => document.getElementById(id);
const word = (name) => DATA.words[state.lang][name] ?? name;
const nodeName = (n) => (state.lang === "ur" && n.u) || n.l;
const paintName = (p) => (state.lang === "ur" ? p.ur : p.en);
const kindName = (x) => (state.lang === "ur" && x.ku) || x.k;
const timeWords = (x) => (state.lang === "ur" && x.wu) || x.w || word("undated");

function make(tag, text, attributes) {
  const found = document.createElement(tag);
  if (text !== undefined && text !== null) found.textContent = text;
  for (const [name, value] of Object.entries(attributes ?? {})) found.setAttribute(name, value);
  return found;
}

// Text in its own direction, set where the page's direction puts it.
function isolated(tag, text, attributes) {
  const found = make(tag, undefined, attributes);
  found.append(make("bdi", text));
  return found;
}

function counted(count, name) {
  return `${count.toLocaleString("en")} ${DATA.counts[state.lang][name][count === 1 ? 0 : 1]}`;
}

function makeSvg(tag, attributes) {
  const found = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
  return found;
}

function dayWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${DATA.months[state.lang][month - 1]} ${year}`;
}

const undated = (tie) => tie.b.every((day) => !day);

// "certain", "last known", "possible" or null at the chosen date, by the same rule as kg.project:
// what has no date at all is left out, and the subtitle says how much that is.
function force(tie) {
  if (!state.on) return tie.c || "certain";
  const [start, sureFrom, sureTo, end] = tie.b;
  if (undated(tie)) return null;
  if ((start && state.on < start) || (end && state.on > end)) return null;
  if (sureFrom && sureTo && sureFrom <= state.on && state.on <= sureTo) return "certain";
  return tie.lk && state.on > tie.lk ? "last known" : "possible";
}

// How surely a tie holds, in words: the day on which it was last known to stands beside it.
function standing(tie) {
  const sure = force(tie) ?? "not_in_force";
  return sure === "last known" && tie.lk ? `${word(sure)} ${word("on")} ${dayWords(tie.lk)}` : word(sure);
}

function tieShown(tie) {
  return (
    (state.claims || !tie.m) &&
    !state.paintsOff.has(tie.p) &&
    !state.groupsOff.has(NODES[tie.s].g) &&
    !state.groupsOff.has(NODES[tie.t].g) &&
    force(tie) !== null
  );
}

// Recomputed once for each change, then read by canvas, table and panel.
const shown = { ties: new Set(), nodes: new Set() };

function recompute() {
  shown.ties.clear();
  shown.nodes.clear();
  const tied = new Set();
  TIES.forEach((tie, i) => {
    if (!tieShown(tie)) return;
    shown.ties.add(i);
    shown.nodes.add(tie.s).add(tie.t);
  });
  for (const tie of TIES) tied.add(tie.s).add(tie.t);
  NODES.forEach((node, i) => {
    // What never had a tie is always there; what has none now has not joined yet, or has left.
    if (!tied.has(i) && !state.groupsOff.has(node.g)) shown.nodes.add(i);
  });
}

function neighboursOf(index) {
  const found = new Set([index]);
  for (const i of shown.ties) {
    if (TIES[i].s === index) found.add(TIES[i].t);
    if (TIES[i].t === index) found.add(TIES[i].s);
  }
  return found;
}

function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
  } catch {
    return "";
  }
}
