// @ts-check
// The same ties as a table, for people who read rather than look, and for screen readers.

import { chooser, isolated, make } from "./dom.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./payload.js").Tie} Tie */

export const ROWS = 100;

/** The columns, each with what it says of a tie. @param {Model} model @returns {[string, (tie: Tie) => string][]} */
export function columns(model) {
  return [
    ["from", (tie) => model.nodeName(tie.s)],
    ["kind", model.kindName],
    ["to", (tie) => model.nodeName(tie.t)],
    ["time", model.timeWords],
    ["detail", (tie) => tie.d ?? ""],
    ["status", (tie) => (tie.m ? (tie.ml ?? "") : model.state.on || tie.lk ? model.standing(tie) : "")],
    ["evidence", (tie) => (tie.e ?? []).map((s) => [s.title, s.locator].filter(Boolean).join(", ")).join("; ")],
  ];
}

/**
 * @param {import("./skeleton.js").Parts} parts
 * @param {Model} model
 * @param {{choose: (things: number[], strand: number[]|null) => void}} acts
 */
export function createTable(parts, model, acts) {
  const told = columns(model);
  const order = { column: 0, up: true, page: 0 };

  function sorted() {
    const [name, value] = told[order.column];
    const key = (/** @type {Tie} */ tie) => (name === "time" ? (tie.b[0] ?? tie.b[3] ?? "9999") : value(tie));
    const keyed = [...model.shown.ties].map((i) => /** @type {[string, number]} */ ([key(model.ties[i]), i]));
    // Texts are compared once each, as a language has them in order; rows then by their numbers.
    const { compare } = new Intl.Collator(model.state.lang, { numeric: true });
    const ranks = new Map([...new Set(keyed.map(([text]) => text))].sort(compare).map((text, rank) => [text, rank]));
    const rank = (/** @type {string} */ text) => ranks.get(text) ?? 0;
    keyed.sort((a, b) => rank(a[0]) - rank(b[0]) || a[1] - b[1]);
    if (!order.up) keyed.reverse();
    return keyed.map(([, i]) => i);
  }

  /** @param {string} name @param {number} i */
  function headCell(name, i) {
    const cell = make("th", undefined, { scope: "col", role: "columnheader" });
    if (order.column === i) cell.setAttribute("aria-sort", order.up ? "ascending" : "descending");
    const mark = order.column === i ? (order.up ? " ▲" : " ▼") : "";
    cell.append(chooser(model.word(name) + mark, () => {
      Object.assign(order, { up: order.column === i ? !order.up : true, column: i, page: 0 });
      show();
      /** @type {HTMLElement} */ (parts.head.children[i].firstElementChild).focus();
    }));
    return cell;
  }

  /** @param {number} i */
  function tableRow(i) {
    const tie = model.ties[i];
    const line = make("tr", undefined, { role: "row", class: model.state.strand?.includes(i) ? "chosen" : null });
    told.forEach(([name, value], column) => {
      const text = value(tie);
      // On a phone a row is a card, and each cell says what it is.
      const look = { role: "cell", "data-name": model.word(name), class: text ? null : "empty" };
      const cell = column ? isolated("td", text, look) : make("td", undefined, look);
      if (!column) cell.append(chooser(text, () => acts.choose([], [i])));
      line.append(cell);
    });
    return line;
  }

  function show() {
    const found = sorted();
    const last = Math.max(0, Math.ceil(found.length / ROWS) - 1);
    order.page = Math.min(order.page, last);
    const from = order.page * ROWS;
    const cut = found.slice(from, from + ROWS);
    parts.head.replaceChildren(...told.map(([name], i) => headCell(name, i)));
    parts.rows.replaceChildren(...cut.map(tableRow));
    const range = found.length > ROWS ? `${from + 1}–${from + cut.length} ${model.word("of")} ${found.length}` : String(found.length);
    parts.shown.textContent = `${range} ${model.word("shown")}`;
    parts.earlier.hidden = parts.later.hidden = !last;
    /** @type {HTMLButtonElement} */ (parts.earlier).disabled = order.page === 0;
    /** @type {HTMLButtonElement} */ (parts.later).disabled = order.page === last;
  }

  /** @param {number} by */
  const turn = (by) => () => {
    order.page += by;
    show();
    parts.listing.scrollIntoView({ block: "start" });
  };
  parts.earlier.addEventListener("click", turn(-1));
  parts.later.addEventListener("click", turn(1));
  return { show, sorted };
}
