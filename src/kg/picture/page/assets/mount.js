// @ts-check
// The picture in an element of a page: `mount(root, data, host)` is all that a page, a notebook's
// widget or a server's page needs. It makes no global, and asks nothing of any address.

import { fromFragment, toFragment } from "./address.js";
import { createClock } from "./clock.js";
import { chooser, drawing, make } from "./dom.js";
import { createFinder } from "./find.js";
import { keysOf } from "./keys.js";
import { showLegend } from "./legend.js";
import { createModel } from "./model.js";
import { showPanel } from "./panel.js";
import { PAYLOAD_VERSION } from "./payload.js";
import { listenToPointer } from "./pointer.js";
import { csv, fileName, png, save, svgText } from "./saving.js";
import { headOf, notesOf, sheet } from "./sheet.js";
import { build, speak } from "./skeleton.js";
import { createStage } from "./stage.js";
import { createTable } from "./table.js";

/**
 * @typedef {Object} Host What stands around the picture; everything may be left out.
 * @property {() => string} [fragment] Gives the end of the address, as `#on=1960-01-01`.
 * @property {(fragment: string) => void} [keep] Keeps it.
 * @property {(choice: ReturnType<typeof fromFragment>) => void} [changed] Told what a reader chose.
 * @property {(blob: Blob, name: string) => void} [save] Takes what a reader wants to keep.
 * @property {boolean} [dark] Whether it is dark around; else the system says.
 */
/** @typedef {ReturnType<typeof fromFragment>} Choice */
/** @typedef {ReturnType<typeof mount>} Mounted */

// Above so many ties a line is looked for where a reader clicks, not where the pointer passes.
const MANY = 50_000;
const WIDTHS = /** @type {[number, string][]} */ ([[640, "narrow"], [1100, "middle"], [Infinity, "wide"]]);

/**
 * Show a picture in an element.
 * @param {HTMLElement} root
 * @param {import("./payload.js").Payload} data
 * @param {Host} [host]
 */
export function mount(root, data, host = {}) {
  if (data.version !== PAYLOAD_VERSION) throw new Error(`a payload of version ${data.version}, not ${PAYLOAD_VERSION}`);
  const model = createModel(data);
  const { state, word } = model;
  const parts = build(root);
  const find = createFinder(model.nodes);
  const timelines = data.timelines.map(drawing);
  let pendingTable = 0;

  const acts = { choose };
  const table = createTable(parts, model, acts);
  const clock = createClock(parts, model, setOn);
  const dark = host.dark ?? matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "dark" : "light";
  measure();
  const stage = createStage(model, parts.canvas);

  function measure() {
    const wide = root.getBoundingClientRect().width || 1200;
    root.dataset.width = (WIDTHS.find(([most]) => wide < most) ?? WIDTHS[2])[1];
  }

  function say(/** @type {string} */ text) {
    parts.voice.textContent = text;
  }

  function refresh(told = true) {
    model.recompute();
    show(told);
  }

  function show(told = true) {
    if (model.uncover()) stage.rearrange();
    stage.restyle();
    showLots();
    [parts.title.textContent, parts.source.textContent] = headOf(model);
    parts.subtitle.textContent = model.summary();
    for (const item of parts.timeline.querySelectorAll(".item")) {
      const { node, tie } = /** @type {HTMLElement} */ (item).dataset;
      const here = node !== undefined ? model.shown.nodes.has(Number(node)) : model.shown.ties.has(Number(tie));
      item.classList.toggle("off", !here);
    }
    showPanel(parts.panel, model, acts);
    clock.show();
    if (told) {
      const fragment = toFragment(model);
      host.keep?.(fragment);
      host.changed?.(choice());
    }
    // A long table costs more than the picture: while the clock runs, only the last change is written.
    clearTimeout(pendingTable);
    pendingTable = /** @type {any} */ (setTimeout(table.show, clock.playing() ? 250 : 0));
  }

  /** What is gathered, as buttons: each opens its lot, or shuts it. */
  function showLots() {
    parts.gathered.hidden = !model.lots.length || !stage.view().opens.length;
    const buttons = model.lots.map(({ hub }, k) =>
      chooser(`${model.lotName(k)} · ${model.nodeName(hub)}`, () => turn(k), { "aria-expanded": String(state.open.has(k)), "data-lot": k }));
    const at = [...parts.lots.children].indexOf(/** @type {Element} */ (/** @type {Document|ShadowRoot} */ (root.getRootNode()).activeElement));
    parts.lots.replaceChildren(...buttons);
    buttons[at]?.focus();
  }

  /** Open a lot, or shut it. @param {number} k */
  function turn(k) {
    model.turn(k);
    stage.rearrange();
    show();
    say(model.lotName(k));
  }

  /** @param {number[]} things @param {number[]|null} strand */
  function choose(things, strand) {
    Object.assign(state, { things, strand });
    show();
    if (things.length) say(things.slice(0, 5).map(model.nodeName).join(", "));
    else if (strand?.length === 1) {
      const tie = model.ties[strand[0]];
      say(`${model.tieTitle(tie)}, ${model.kindName(tie)}, ${model.timeWords(tie)}`);
    }
    if (things.length || strand !== null) reveal();
  }

  // What says so is in sight wherever it opens: beside, over, or as a sheet from below.
  function reveal() {
    const { top, bottom } = parts.panel.getBoundingClientRect();
    if (bottom < 40 || top > innerHeight - 40) parts.panel.scrollIntoView({ block: "nearest" });
  }

  /** @param {string|null} day */
  function setOn(day) {
    model.setOn(day);
    show();
  }

  /** @param {string} name */
  function setView(name, told = true) {
    state.view = name;
    const timed = name === "timeline";
    parts.timeline.hidden = !timed;
    parts.canvas.hidden = timed;
    parts.zoom.hidden = timed;
    if (!timed) stage.showView();
    for (const button of parts.views.children) {
      button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.view === name));
    }
    parts.notes.textContent = notesOf(model).join(" ");
    showLegend(parts, model, refresh);
    show(told);
  }

  /** @param {"en"|"ur"} lang */
  function setLanguage(lang) {
    state.lang = lang;
    root.lang = lang;
    root.dir = lang === "ur" ? "rtl" : "ltr";
    speak(root, word);
    parts.lang.lang = lang === "ur" ? "en" : "ur";
    showLegend(parts, model, refresh);
    for (const button of parts.views.children) button.textContent = word(/** @type {HTMLElement} */ (button).dataset.view ?? "");
    for (const each of timelines) each.toggleAttribute("hidden", each.getAttribute("lang") !== lang);
    parts.notes.textContent = notesOf(model).join(" ");
  }

  /** @returns {Choice} */
  function choice() {
    const { on, view, lang, claims, groupsOff, paintsOff, open, things, strand } = state;
    return { on, view, lang, claims, groupsOff, paintsOff, open, things, strand };
  }

  /** Show what was chosen elsewhere: in an address, or in a notebook's kernel. @param {Partial<Choice>} wanted */
  function apply(wanted) {
    const before = state.on;
    const { on = before, ...rest } = wanted;
    const viewed = rest.view !== undefined && rest.view !== state.view;
    Object.assign(state, rest);
    if (rest.lang) setLanguage(rest.lang);
    showLegend(parts, model, refresh);
    model.recompute();
    if (rest.open) stage.rearrange();
    if (on !== before) model.setOn(on);
    if (viewed) setView(state.view, false);
    else show(false);
  }

  function picture() {
    const timeline = state.view === "timeline" ? (timelines.find((each) => each.getAttribute("lang") === state.lang) ?? null) : null;
    return sheet(model, { view: stage.view(), places: stage.places(), extent: stage.extent(), timeline });
  }

  const keep = host.save ?? save;
  const SAVES = /** @type {[string, () => Blob|Promise<Blob>][]} */ ([
    ["png", () => png(picture(), 2)],
    ["svg", () => new Blob([svgText(picture())], { type: "image/svg+xml" })],
    ["csv", () => new Blob([csv(model, table.sorted())], { type: "text/csv" })],
  ]);

  /** @param {[number, number]} at @param {number} slack @param {boolean} [pressed] @returns {[number|null, number[]|null]} */
  function under(at, slack, pressed = true) {
    const thing = stage.thingAt(at, slack > 5 ? slack / 2 : 2);
    return thing === null ? [null, (pressed || model.ties.length < MANY ? stage.lineAt(at, slack)?.ties : null) ?? null] : [thing, null];
  }

  /** Choose what is pointed at; with shift, add a thing or take it away. @param {[number, number]} at @param {number} slack @param {boolean} adding */
  function pick(at, slack, adding) {
    const [thing, line] = under(at, slack);
    if (thing === null) choose([], line);
    else if (thing >= model.nodes.length) turn(thing - model.nodes.length);
    else if (!adding) choose([thing], null);
    else choose(state.things.includes(thing) ? state.things.filter((i) => i !== thing) : [...state.things, thing], null);
  }

  /** @param {[number, number]|null} at */
  function point(at) {
    const [thing, line] = at ? under(at, 5, false) : [null, null];
    if (thing !== state.hover) {
      state.hover = thing;
      stage.redraw();
    }
    parts.canvas.classList.toggle("pointing", thing !== null || line !== null);
    parts.tip.hidden = !at || (thing === null && line === null);
    if (!at || parts.tip.hidden) return;
    parts.tip.textContent = thing !== null ? thingWords(thing) : lineWords(line ?? []);
    const room = parts.canvas.clientWidth - parts.tip.offsetWidth - 8;
    parts.tip.style.left = `${Math.max(4, Math.min(at[0] + 14, room))}px`;
    parts.tip.style.top = `${at[1] + 14}px`;
  }

  /** @param {number} i */
  function thingWords(i) {
    if (i >= model.nodes.length) return model.lotName(i - model.nodes.length);
    const node = model.nodes[i];
    return [model.nodeName(i), model.kindName(node) || word(node.g), node.w && model.timeWords(node)].filter(Boolean).join("\n");
  }

  /** @param {number[]} indices */
  function lineWords(indices) {
    const lines = indices.slice(0, 6).map((i) => {
      const tie = model.ties[i];
      return [model.tieTitle(tie), model.kindName(tie), model.timeWords(tie), tie.d, tie.m && tie.ml].filter(Boolean).join(" · ");
    });
    return (indices.length > 6 ? [...lines, `+${indices.length - 6}`] : lines).join("\n");
  }

  /** @param {string} text */
  function search(text) {
    const hits = find(text);
    const items = hits.slice(0, 8).map((i) => {
      const item = make("li");
      item.append(chooser(model.nodeName(i), () => goTo(i)));
      return item;
    });
    if (hits.length > 8) items.push(make("li", `8 ${word("of")} ${hits.length} ${word("shown")}`));
    if (text.trim() && !hits.length) items.push(make("li", word("none_found")));
    parts.found.replaceChildren(...items);
    return hits;
  }

  /** @param {number} index */
  function goTo(index) {
    choose([index], null);
    if (state.view !== "timeline") stage.goTo(index);
  }

  parts.timeline.append(...timelines);
  parts.views.replaceChildren(
    ...data.offered.map((name) => chooser(word(name), () => setView(name), { "data-view": name })),
  );
  parts.views.hidden = data.offered.length < 2;
  parts.saves.append(...SAVES.map(([name, made]) =>
    chooser(name.toUpperCase(), async () => keep(await made(), `${fileName(data.title)}.${name}`), { "data-save": name })));
  listenToPointer(parts.canvas, stage, { choose: pick, point });
  parts.canvas.addEventListener("keydown", keysOf(model, stage, { choose, panel: parts.panel }));
  parts.panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    choose([], null);
    parts.canvas.focus();
  });
  parts.in.addEventListener("click", () => stage.zoom(1.3));
  parts.out.addEventListener("click", () => stage.zoom(1 / 1.3));
  parts.fit.addEventListener("click", () => stage.fit());
  parts.lang.addEventListener("click", () => {
    setLanguage(state.lang === "ur" ? "en" : "ur");
    show();
  });
  parts.theme.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    stage.retheme();
  });
  parts.skip.addEventListener("click", (event) => {
    event.preventDefault();
    parts.listing.focus();
  });
  const field = /** @type {HTMLInputElement} */ (parts.search);
  field.addEventListener("input", () => search(field.value));
  field.addEventListener("keydown", (event) => {
    const [first] = event.key === "Enter" ? search(field.value) : [];
    if (first !== undefined) goTo(first);
  });
  for (const item of parts.timeline.querySelectorAll(".item")) {
    const { node, tie } = /** @type {HTMLElement} */ (item).dataset;
    const act = () => (node !== undefined ? choose([Number(node)], null) : choose([], [Number(tie)]));
    item.addEventListener("click", act);
    item.addEventListener("keydown", (event) => {
      if (!["Enter", " "].includes(/** @type {KeyboardEvent} */ (event).key)) return;
      event.preventDefault();
      act();
    });
  }
  const observer = new ResizeObserver(measure);
  observer.observe(root);
  const toPaper = () => {
    parts.paper.replaceChildren(picture());
    parts.paper.hidden = false;
  };
  const fromPaper = () => {
    parts.paper.replaceChildren();
    parts.paper.hidden = true;
  };
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", fromPaper);

  setLanguage(state.lang);
  apply(fromFragment(host.fragment?.() ?? "", model));
  setView(state.view, false);
  // Of thousands the picture comes first, and the table after it.
  clearTimeout(pendingTable);
  if (model.ties.length < 2000) table.show();
  else requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(table.show, 50)));
  root.dataset.ready = "true";

  return {
    model, stage, parts, choose, setOn, setView, refresh, choice, apply, picture,
    /** Show what the end of an address asks for. @param {string} fragment */
    visit: (fragment) => apply(fromFragment(fragment, model)),
    destroy() {
      clock.stop();
      clearTimeout(pendingTable);
      observer.disconnect();
      stage.destroy();
      removeEventListener("beforeprint", toPaper);
      removeEventListener("afterprint", fromPaper);
      root.replaceChildren();
    },
  };
}
