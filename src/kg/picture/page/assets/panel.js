// @ts-check
// The panel: what is known of a tie or a thing, and what says so.

import { chooser, isolated, make, safeUrl } from "./dom.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./payload.js").Source} Source */
/** @typedef {{choose: (things: number[], strand: number[]|null) => void}} Acts */

const LISTED = 100;

/** @param {HTMLElement} list @param {string} term @param {string|undefined} value */
function row(list, term, value) {
  if (value) list.append(make("dt", term), isolated("dd", value));
}

/** @param {Source} source @param {Model} model */
function evidenceItem(source, { word }) {
  const item = make("li");
  const url = safeUrl(source.url);
  const title = source.title || source.publisher || url || "—";
  item.append(
    url
      ? isolated("a", title, { href: url, rel: "noopener noreferrer nofollow", target: "_blank" })
      : isolated("cite", title),
  );
  const rest = [source.title && source.publisher, source.locator].filter(Boolean).join(", ");
  if (rest) item.append(isolated("div", rest));
  const status = source.reviewed ? `${word("reviewed")} ${source.reviewed}` : source.status && word(source.status);
  if (status) item.append(make("div", status, { class: "hint" }));
  return item;
}

/** @param {Source[]|undefined} sources @param {Model} model */
function evidence(sources, model) {
  if (!sources?.length) return make("p", model.word("no_evidence"));
  const found = make("ul");
  found.append(...sources.map((source) => evidenceItem(source, model)));
  return found;
}

/** @param {number} index @param {Model} model @param {Acts} acts */
function tieBlock(index, model, acts) {
  const { word, state, data } = model;
  const tie = model.ties[index];
  const block = make("div", undefined, { class: tie.m ? "claim" : "fact" });
  const list = make("dl");
  row(list, word("kind"), model.kindName(tie));
  row(list, word("time"), model.timeWords(tie));
  const day = state.on ?? (tie.lk && data.on);
  if (day) row(list, `${word("on")} ${model.inWords(day)}`, model.standing(tie));
  row(list, word("detail"), tie.d);
  row(list, word("status"), tie.m ? tie.ml : "");
  row(list, word("claimants"), (tie.who ?? []).join(", "));
  for (const [term, value] of tie.f ?? []) row(list, term, value);
  if (tie.n > 1) row(list, word("ties"), String(tie.n));
  block.append(isolated("h2", model.tieTitle(tie)), list, make("h3", word("evidence")), evidence(tie.e, model));
  for (const account of tie.o ?? []) {
    block.append(make("h3", word("other_accounts")), isolated("p", account));
  }
  const parties = make("ul", undefined, { class: "ties" });
  for (const end of new Set([tie.s, tie.t])) {
    const item = make("li");
    item.append(chooser(model.nodeName(end), () => acts.choose([end], null)));
    parties.append(item);
  }
  block.append(make("h3", word("parties")), parties);
  return block;
}

/** @param {number[]} indices @param {Model} model @param {Acts} acts */
function tieLinks(indices, model, acts) {
  const list = make("ul", undefined, { class: "ties" });
  for (const i of indices.slice(0, LISTED)) {
    const tie = model.ties[i];
    const item = make("li");
    item.append(chooser(model.tieTitle(tie), () => acts.choose([], [i])));
    item.append(isolated("div", `${model.kindName(tie)}, ${model.timeWords(tie)}`, { class: "hint" }));
    list.append(item);
  }
  const more = `${LISTED} ${model.word("of")} ${indices.length} ${model.word("shown")}`;
  if (indices.length > LISTED) list.append(make("li", more));
  return list;
}

/** @param {number} index @param {Model} model @param {Acts} acts */
function nodeBlock(index, model, acts) {
  const { word } = model;
  const node = model.nodes[index];
  const block = make("div");
  const list = make("dl");
  row(list, word("kind"), model.kindName(node) || word(node.g));
  row(list, word("known_as"), node.note);
  row(list, word("also"), (node.a ?? []).join(model.state.lang === "ur" ? "، " : ", "));
  if (node.w) row(list, word("time"), model.timeWords(node));
  const mine = model.chosenTies();
  block.append(isolated("h2", model.nodeName(index)), list);
  if (node.e) block.append(make("h3", word("evidence")), evidence(node.e, model));
  block.append(make("h3", `${word("ties")} (${mine.length})`), tieLinks(mine, model, acts));
  return block;
}

/** Several things, and the ties among them. @param {Model} model @param {Acts} acts */
function thingsBlock(model, acts) {
  const { word, state } = model;
  const block = make("div");
  const list = make("ul", undefined, { class: "ties" });
  for (const i of state.things.slice(0, LISTED)) {
    const item = make("li");
    item.append(chooser(model.nodeName(i), () => acts.choose([i], null)));
    list.append(item);
  }
  const among = model.chosenTies();
  block.append(make("h2", `${word("things")} (${state.things.length})`), list);
  block.append(make("h3", `${word("among")} (${among.length})`), tieLinks(among, model, acts));
  return block;
}

/** @param {HTMLElement} panel @param {Model} model @param {Acts} acts */
export function showPanel(panel, model, acts) {
  const { state, word } = model;
  const close = chooser(word("close"), () => acts.choose([], null), { class: "close" });
  panel.classList.toggle("open", state.strand !== null || state.things.length > 0);
  if (state.strand !== null) {
    const here = model.chosenTies();
    const none = make("p", word("none_now"), { class: "hint" });
    panel.replaceChildren(
      close,
      here.length === 1 ? tieBlock(here[0], model, acts) : here.length ? tieLinks(here, model, acts) : none,
    );
  } else if (state.things.length > 1) {
    panel.replaceChildren(close, thingsBlock(model, acts));
  } else if (state.things.length) {
    panel.replaceChildren(close, nodeBlock(state.things[0], model, acts));
  } else {
    panel.replaceChildren(make("p", word("hint"), { class: "hint" }), make("p", word("keys"), { class: "hint" }));
  }
}
