// @ts-check
// What a reader chose, as the end of an address (`#on=1960-01-01&view=map`), and back.

import { isDay } from "./time.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {Model} model */
export function toFragment({ data, nodes, ties, lots, state }) {
  const told = new URLSearchParams();
  if (state.on) told.set("on", state.on);
  if (state.view !== data.view) told.set("view", state.view);
  if (state.lang !== data.lang) told.set("lang", state.lang);
  if (state.claims !== data.claims) told.set("claims", state.claims ? "1" : "0");
  for (const name of state.groupsOff) told.append("without", name);
  for (const i of state.paintsOff) told.append("without", data.paints[i].key);
  for (const k of state.open) told.append("open", lots[k].id);
  for (const i of state.things.slice(0, 20)) told.append("thing", nodes[i].id);
  for (const i of (state.strand ?? []).slice(0, 20)) told.append("tie", ties[i].id);
  return told.toString();
}

/**
 * What an address asks for; what is not on this page is left out.
 * @param {string} fragment With or without the number sign.
 * @param {Model} model
 */
export function fromFragment(fragment, { data, nodes, ties, lots }) {
  const told = new URLSearchParams(fragment.replace(/^#/, ""));
  const without = told.getAll("without");
  const wanted = told.getAll("tie");
  const named = new Set(told.getAll("thing"));
  const things = named.size ? nodes.map((_, i) => i).filter((i) => named.has(nodes[i].id)) : [];
  const strand = wanted.length ? ties.map((_, i) => i).filter((i) => wanted.includes(ties[i].id)) : [];
  const view = told.get("view");
  const lang = told.get("lang");
  const on = told.get("on");
  return {
    on: data.years && isDay(on) ? on : null,
    view: view && data.offered.includes(view) ? view : data.view,
    lang: lang === "en" || lang === "ur" ? lang : data.lang,
    claims: told.has("claims") ? told.get("claims") === "1" : data.claims,
    groupsOff: new Set(without.filter((name) => Object.hasOwn(data.groups, name))),
    paintsOff: new Set(data.paints.map((_, i) => i).filter((i) => without.includes(data.paints[i].key))),
    open: new Set(lots.map((_, k) => k).filter((k) => told.getAll("open").includes(lots[k].id))),
    things,
    strand: !things.length && strand.length ? strand : null,
  };
}
