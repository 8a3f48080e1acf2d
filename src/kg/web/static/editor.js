// @ts-check
// The editor of queries: colours, completion, tabs that the browser keeps, errors at their line.

/**
 * @typedef {{label: string, name: string}} Term
 * @typedef {{error: string, where?: string, mend?: string}} Fault
 * @typedef {{
 *   ask: (query: string) => Promise<{table?: any, text?: string, fault?: Fault}>,
 *   suggest: (word: string) => Promise<Term[]>,
 *   picture?: (query: string) => string,
 *   page: (iri: string) => string,
 *   words: Record<string, string>,
 * }} Host
 */

const KEYWORDS = "ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP GROUP_CONCAT HAVING IF IN IRI LANG LANGMATCHES LCASE LIMIT MAX MIN MINUS NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX REDUCED REGEX REPLACE SAMPLE SELECT SEPARATOR STR STRENDS STRLEN STRSTARTS SUM UCASE UNDEF UNION VALUES WHERE YEAR".split(" ");
const TOKEN = /(#[^\n]*)|("""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(<[^<>"{}|^`\\\s]*>)|([?$]\w+)|([A-Za-z][\w.-]*)?(:[\w-]*)|([A-Za-z_]+)|(\d[\d.]*)/g;
const KEPT = "khyber-queries";
const MOST = 1000;

/** @param {string} tag @param {Record<string, string>} [given] @param {(Node | string)[]} inside */
function made(tag, given = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

/** Give the parts of a query, each with what it is. @param {string} text @returns {[string, string][]} */
export function parts(text) {
  /** @type {[string, string][]} */
  const found = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) found.push(["", text.slice(at, match.index)]);
    const [whole, comment, string, iri, variable, , name, word] = match;
    const kind = comment ? "comment" : string ? "string" : iri || name ? "name" : variable ? "variable"
      : word ? (KEYWORDS.includes(word.toUpperCase()) || word === "a" ? "keyword" : "") : "number";
    found.push([kind, whole]);
    at = match.index + whole.length;
  }
  found.push(["", text.slice(at)]);
  return found;
}

/** Give the place that an error names, as lines and columns from 1. @param {string} where */
export function placeOf(where) {
  const found = /line (\d+), column (\d+)/.exec(where);
  return found ? { line: Number(found[1]), column: Number(found[2]) } : null;
}

/** Give the word before a place, which is what is completed. @param {string} text @param {number} at */
export function wordAt(text, at) {
  return /[?$]?[\p{L}\p{N}_]*:?[\p{L}\p{N}_-]*$/u.exec(text.slice(0, at))?.[0] ?? "";
}

/** @param {string} text @param {number | null} bad */
function coloured(text, bad) {
  const lines = [document.createDocumentFragment()];
  for (const [kind, part] of parts(text)) {
    part.split("\n").forEach((piece, number) => {
      if (number) lines.push(document.createDocumentFragment());
      if (piece) lines[lines.length - 1].append(kind ? made("span", { class: `q-${kind}` }, piece) : piece);
    });
  }
  return lines.map((line, number) => made("span", { class: number + 1 === bad ? "line bad" : "line" }, line, "\n"));
}

/** Keep tabs in the browser. @param {string} first */
function tabsOf(first) {
  /** @type {{texts: string[], at: number}} */
  let kept = { texts: [first], at: 0 };
  try {
    const read = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    if (Array.isArray(read?.texts) && read.texts.length && read.texts.every((/** @type {unknown} */ each) => typeof each === "string")) {
      kept = { texts: read.texts, at: Math.min(Math.max(Number(read.at) || 0, 0), read.texts.length - 1) };
    }
  } catch { /* What the browser does not give back is begun anew. */ }
  const keep = () => { try { localStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* Nothing is kept. */ } };
  return { kept, keep };
}

/** @param {HTMLElement} place @param {any} answer @param {Host} host */
export function showTable(place, answer, host) {
  if (answer.boolean !== undefined) { place.replaceChildren(made("p", { class: "said" }, answer.boolean ? host.words.yes : host.words.no)); return; }
  const names = answer.head.vars ?? [], rows = answer.results?.bindings ?? [];
  const table = /** @type {HTMLTableElement} */ (made("table"));
  table.createTHead().insertRow().append(...names.map((/** @type {string} */ name) => made("th", { scope: "col" }, name)));
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST)) body.insertRow().append(...names.map((/** @type {string} */ name) => made("td", {}, cell(row[name], host))));
  const count = host.words.rows.replace("{count}", String(rows.length));
  place.replaceChildren(made("p", {}, count), made("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": count }, table));
}

/** @param {{type: string, value: string} | undefined} value @param {Host} host */
function cell(value, host) {
  const ours = /^https:\/\/w3id\.org\/khyber\/(id|ontology|concept)\/([\w-]+)$/.exec(value?.type === "uri" ? value.value : "");
  if (!ours) return made("bdi", {}, value?.value ?? "");
  return made("a", { href: host.page(value?.value ?? "") }, `${{ id: "id", ontology: "kg", concept: "c" }[ours[1]]}:${ours[2]}`);
}

/** @param {HTMLFormElement} form @param {HTMLElement} result @param {Host} host */
export function mount(form, result, host) {
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("query"));
  const format = /** @type {HTMLSelectElement | null} */ (form.elements.namedItem("format"));
  const { kept, keep } = tabsOf(text.value);
  const under = made("pre", { class: "under", "aria-hidden": "true", dir: "ltr" }), list = made("ul", { class: "suggestions", role: "listbox", id: "query-suggestions", "aria-label": host.words.completion });
  const around = made("div", { class: "editor" }), tabs = made("div", { class: "tabs", role: "group", "aria-label": host.words.tabs });
  text.replaceWith(around);
  around.append(under, text, list);
  around.before(tabs);
  list.hidden = true;
  /** @type {number | null} */
  let bad = null;
  let chosen = -1, asked = 0;
  const colour = () => { under.replaceChildren(...coloured(text.value, bad)); under.scrollTop = text.scrollTop; under.scrollLeft = text.scrollLeft; };
  const close = () => { list.hidden = true; chosen = -1; text.removeAttribute("aria-activedescendant"); };

  const showTabs = () => {
    const each = kept.texts.map((query, number) => {
      const name = /^#\s*(.+)/.exec(query)?.[1].slice(0, 24) || `${host.words.query} ${number + 1}`;
      const button = made("button", { type: "button", "aria-pressed": String(number === kept.at) }, name);
      button.addEventListener("click", () => open(number));
      return button;
    });
    const more = made("button", { type: "button", "aria-label": host.words.new_tab }, "+");
    more.addEventListener("click", () => { kept.texts.push(""); open(kept.texts.length - 1); text.focus(); });
    const less = made("button", { type: "button", "aria-label": host.words.close_tab }, "×");
    less.addEventListener("click", () => { kept.texts.splice(kept.at, 1); if (!kept.texts.length) kept.texts.push(""); open(Math.min(kept.at, kept.texts.length - 1)); });
    tabs.replaceChildren(...each, more, less);
  };
  /** @param {number} number */
  const open = (number) => { kept.at = number; text.value = kept.texts[number]; bad = null; result.replaceChildren(); close(); showTabs(); keep(); colour(); };

  /** @param {string} name */
  const take = (name) => {
    const at = text.selectionStart, word = wordAt(text.value, at);
    text.setRangeText(name, at - word.length, at, "end");
    close();
    changed();
  };
  const changed = () => { kept.texts[kept.at] = text.value; bad = null; keep(); colour(); };
  const complete = async () => {
    const word = wordAt(text.value, text.selectionStart), mine = ++asked;
    if (word.length < 2) return close();
    const found = await offered(text.value, word, host);
    if (mine !== asked || !found.length) return close();
    list.replaceChildren(...found.map((each, number) => {
      const item = made("li", { id: `query-suggestion-${number}`, role: "option", "aria-selected": "false" }, made("code", {}, each.name), ` ${each.label}`);
      item.dataset.name = each.name;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(each.name); });
      return item;
    }));
    chosen = -1;
    list.style.top = `${placeOfCaret(text)}px`;
    list.hidden = false;
  };

  text.setAttribute("aria-controls", list.id);
  text.setAttribute("aria-autocomplete", "list");
  text.addEventListener("input", () => { changed(); void complete(); });
  text.addEventListener("scroll", () => { under.scrollTop = text.scrollTop; under.scrollLeft = text.scrollLeft; });
  text.addEventListener("blur", close);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); close(); return form.requestSubmit(); }
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); void complete(); return; }
    const items = [...list.querySelectorAll("li")];
    if (list.hidden || !items.length) return;
    if (event.key === "Escape") { event.preventDefault(); return close(); }
    if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) { event.preventDefault(); return take(items[chosen].dataset.name ?? ""); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    text.setAttribute("aria-activedescendant", items[chosen].id);
  });
  form.addEventListener("submit", (event) => {
    if (format && format.value !== "table") return;
    event.preventDefault();
    void answer();
  });

  const answer = async () => {
    const query = text.value;
    result.setAttribute("aria-busy", "true");
    const said = await host.ask(query);
    result.removeAttribute("aria-busy");
    if (said.fault) return refuse(said.fault);
    bad = null;
    colour();
    if (said.text !== undefined) return result.replaceChildren(made("pre", { dir: "ltr", tabindex: "0" }, made("code", {}, said.text)));
    const place = made("div"), ways = made("div", { class: "tabs", role: "group", "aria-label": host.words.result });
    /** @param {string} way */
    const show = (way) => {
      for (const button of ways.children) button.setAttribute("aria-pressed", String(button.id === `result-${way}`));
      if (way === "table") return showTable(place, said.table, host);
      place.replaceChildren(made("iframe", { class: "live", title: host.words.picture, src: host.picture?.(query) ?? "" }));
    };
    for (const way of host.picture && said.table.results ? ["table", "picture"] : ["table"]) {
      const button = made("button", { type: "button", id: `result-${way}` }, host.words[way]);
      button.addEventListener("click", () => show(way));
      ways.append(button);
    }
    result.replaceChildren(ways, place);
    show("table");
  };
  /** @param {Fault} fault */
  const refuse = (fault) => {
    result.replaceChildren(made("p", { class: "fault", role: "alert" }, [fault.where, fault.error, fault.mend].filter(Boolean).join(": ")));
    const place = placeOf(fault.where ?? "");
    if (!place) return;
    bad = place.line;
    colour();
    const start = text.value.split("\n").slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1;
    text.focus();
    text.setSelectionRange(start, start + 1);
  };

  // A query in the address is somebody's link, and gets a tab of its own.
  const linked = new URLSearchParams(location.search).get("query");
  if (linked !== null && !kept.texts.includes(linked)) kept.texts.push(linked);
  open(linked === null ? kept.at : kept.texts.indexOf(linked));
}

/** Give what a word may go on as: variables of the query, keywords, terms, things by label. @param {string} text @param {string} word @param {Host} host @returns {Promise<Term[]>} */
async function offered(text, word, host) {
  if (/^[?$]/.test(word)) {
    const names = new Set(text.match(/[?$]\w+/g));
    return [...names].filter((name) => name.startsWith(word) && name !== word).map((name) => ({ name, label: "" }));
  }
  const [prefix, own] = word.includes(":") ? word.split(":") : ["", word];
  if (prefix && !["id", "kg", "c"].includes(prefix)) return [];
  const keywords = prefix ? [] : KEYWORDS.filter((each) => each.startsWith(word.toUpperCase()) && each !== word.toUpperCase());
  const terms = await host.suggest(own);
  return [...keywords.slice(0, 4).map((name) => ({ name, label: "" })), ...terms.filter((each) => !prefix || each.name.startsWith(`${prefix}:`))].slice(0, 12);
}

/** Give how far below the top of the editor the line under the caret begins. @param {HTMLTextAreaElement} text */
function placeOfCaret(text) {
  const style = getComputedStyle(text), line = text.value.slice(0, text.selectionStart).split("\n").length;
  return Math.min(parseFloat(style.paddingTop) + line * parseFloat(style.lineHeight) - text.scrollTop + 4, text.clientHeight);
}
