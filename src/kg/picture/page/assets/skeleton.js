// @ts-check
// The page's parts, empty: words come in by `data-word`, names for screen readers by `data-label`.

import { make } from "./dom.js";

/** @typedef {Object<string, HTMLElement>} Parts */
/** @typedef {[string, Object<string, unknown>, ...(any[])]} Plan Tag, attributes, children; `part` names it. */

/** @type {Plan} */
const PLAN = ["div", { part: "frame", class: "frame" },
  ["a", { part: "skip", class: "skip", href: "#table", "data-word": "table" }],
  ["header", {},
    ["div", { class: "heading" },
      ["h1", {}, ["bdi", { part: "title" }]],
      ["p", { part: "subtitle", class: "subtitle", role: "status" }]],
    ["div", { class: "tools" },
      ["div", { part: "views", class: "switch", role: "group", "data-label": "view" }],
      ["button", { part: "lang", type: "button", "data-word": "language" }],
      ["button", { part: "theme", type: "button", "data-word": "light_dark" }],
      ["div", { part: "saves", class: "switch", role: "group", "data-label": "download" }]]],
  ["section", { part: "clock", class: "clock", "data-label": "time", hidden: "" },
    ["button", { part: "play", type: "button", "data-word": "play" }],
    ["label", {}, ["span", { "data-word": "speed" }], ["select", { part: "speed" }]],
    ["label", { class: "years" }, ["span", { "data-word": "year" }], ["input", { part: "year", type: "range", step: "1" }]],
    ["output", { part: "now", class: "now" }],
    ["label", {}, ["span", { "data-word": "date" }], ["input", { part: "date", type: "date" }]],
    ["button", { part: "everything", type: "button", "data-word": "everything" }],
    ["p", { part: "change", class: "change" }]],
  ["aside", { class: "side", "data-label": "legend" },
    ["div", { class: "search" },
      ["label", {}, ["span", { "data-word": "search" }],
        ["input", { part: "search", type: "search", autocomplete: "off", "data-hint": "search_hint" }]],
      ["ul", { part: "found", class: "found" }]],
    ["fieldset", {}, ["legend", { "data-word": "kinds_of_thing" }], ["div", { part: "groups", class: "groups" }]],
    ["fieldset", {}, ["legend", { "data-word": "kinds_of_tie" }], ["div", { part: "paints", class: "paints" }]],
    ["fieldset", { part: "gathered", class: "gathered", hidden: "" }, ["legend", { "data-word": "gathered" }], ["div", { part: "lots" }]]],
  ["section", { class: "stage", "data-label": "picture" },
    ["div", { part: "canvas", class: "canvas", tabindex: "0", role: "application", "data-label": "keys" }],
    ["div", { part: "timeline", class: "timeline", tabindex: "0", role: "region", "data-label": "timeline", hidden: "" }],
    ["div", { part: "zoom", class: "zoom" },
      ["button", { part: "in", type: "button", "data-label": "zoom_in" }, "+"],
      ["button", { part: "out", type: "button", "data-label": "zoom_out" }, "−"],
      ["button", { part: "fit", type: "button", "data-word": "fit" }]],
    ["div", { part: "tip", class: "tip", role: "presentation", hidden: "" }]],
  ["section", { part: "panel", class: "panel", tabindex: "-1", "data-label": "details" }],
  ["section", { part: "listing", class: "listing", tabindex: "-1", "data-label": "table" },
    ["h2", { "data-word": "table" }],
    ["div", { class: "scroll", tabindex: "0", role: "region", "data-label": "table" },
      ["table", { role: "table" },
        ["thead", { role: "rowgroup" }, ["tr", { part: "head", class: "head", role: "row" }]],
        ["tbody", { part: "rows", class: "rows", role: "rowgroup" }]]],
    ["div", { class: "pages" },
      ["button", { part: "earlier", type: "button", "data-word": "earlier" }],
      ["p", { part: "shown", class: "shown", role: "status" }],
      ["button", { part: "later", type: "button", "data-word": "later" }]]],
  ["footer", {}, ["p", { part: "notes", class: "notes" }], ["p", {}, ["bdi", { part: "source" }]]],
  ["p", { part: "voice", class: "voice", "aria-live": "polite" }]];

/** Build the parts into an element. @param {HTMLElement} root @returns {Parts} */
export function build(root) {
  /** @type {Parts} */
  const parts = {};
  /** @param {Plan} plan */
  const made = ([tag, { part, ...attributes }, ...children]) => {
    const found = make(tag, undefined, attributes);
    if (part) parts[String(part)] = found;
    found.append(...children.map((child) => (typeof child === "string" ? child : made(child))));
    return found;
  };
  root.classList.add("khyber");
  root.replaceChildren(made(PLAN), (parts.paper = make("div", undefined, { class: "paper", hidden: "" })));
  return parts;
}

/** Put the page's words in, in a language. @param {HTMLElement} root @param {(name: string) => string} word */
export function speak(root, word) {
  for (const found of root.querySelectorAll("[data-word]")) {
    found.textContent = word(/** @type {HTMLElement} */ (found).dataset.word ?? "");
  }
  for (const found of root.querySelectorAll("[data-label]")) {
    found.setAttribute("aria-label", word(/** @type {HTMLElement} */ (found).dataset.label ?? ""));
  }
  for (const found of root.querySelectorAll("[data-hint]")) {
    found.setAttribute("placeholder", word(/** @type {HTMLElement} */ (found).dataset.hint ?? ""));
  }
}
