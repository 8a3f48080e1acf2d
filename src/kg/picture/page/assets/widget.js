// @ts-check
// The picture as a widget of a notebook: what a reader chooses the kernel knows, and the other way
// about. It lives in a shadow of its own, so that neither's style reaches the other.

import { mount } from "./mount.js";

/** @typedef {{get: (name: string) => any, set: (name: string, value: unknown) => void, save_changes: () => void, on: (event: string, act: () => void) => void, off: (event: string, act: () => void) => void}} Kernel */
/** @typedef {import("./mount.js").Choice} Choice */

const TOLD = ["selected", "ties", "on", "without", "claims", "view", "language"];

/** Whether the notebook around is dark; JupyterLab and VS Code each say so in their own way. */
function isDark() {
  const { jpThemeLight } = document.body.dataset;
  if (jpThemeLight) return jpThemeLight === "false";
  const kind = document.body.dataset.vscodeThemeKind ?? "";
  return kind ? /dark|high-contrast$/.test(kind) : undefined;
}

/** @param {import("./model.js").Model} model @param {Choice} choice @returns {Object<string, unknown>} */
export function toKernel({ data, nodes, ties }, choice) {
  const chosen = choice.strand ?? [];
  const ends = new Set(chosen.flatMap((i) => [ties[i].s, ties[i].t]));
  return {
    selected: [...(choice.strand ? ends : choice.things)].map((i) => nodes[i].id),
    ties: chosen.map((i) => ties[i].id),
    on: choice.on,
    without: [...choice.groupsOff, ...[...choice.paintsOff].map((i) => data.paints[i].key)],
    claims: choice.claims,
    view: choice.view,
    language: choice.lang,
  };
}

/** @param {import("./model.js").Model} model @param {Kernel} kernel @returns {Choice} */
export function fromKernel({ data, nodes, ties, state }, kernel) {
  const indices = (/** @type {{id: string}[]} */ all, /** @type {string[]} */ ids) => {
    const wanted = new Set(ids);
    return wanted.size ? all.map((_, i) => i).filter((i) => wanted.has(all[i].id)) : [];
  };
  const without = new Set(kernel.get("without"));
  const strand = indices(ties, kernel.get("ties"));
  return {
    open: state.open,
    things: strand.length ? [] : indices(nodes, kernel.get("selected")),
    strand: strand.length ? strand : null,
    on: data.years ? kernel.get("on") : null,
    view: kernel.get("view"),
    lang: kernel.get("language"),
    claims: kernel.get("claims"),
    groupsOff: new Set(Object.keys(data.groups).filter((name) => without.has(name))),
    paintsOff: new Set(data.paints.map((_, i) => i).filter((i) => without.has(data.paints[i].key))),
  };
}

/** @param {{model: Kernel, el: HTMLElement}} cell */
export function render({ model: kernel, el }) {
  // Keys that are typed here are this picture's, and no shortcuts of the notebook.
  el.dataset.lmSuppressShortcuts = "true";
  const shadow = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  const root = document.createElement("div");
  style.textContent = kernel.get("_style");
  root.setAttribute("role", "group");
  shadow.append(style, root);
  let telling = false;
  const mounted = mount(root, kernel.get("_payload"), {
    dark: isDark(),
    changed: (choice) => {
      telling = true;
      for (const [name, value] of Object.entries(toKernel(mounted.model, choice))) {
        if (JSON.stringify(kernel.get(name)) !== JSON.stringify(value)) kernel.set(name, value);
      }
      telling = false;
      kernel.save_changes();
    },
  });
  root.setAttribute("aria-label", mounted.model.data.title);
  const hear = () => {
    if (!telling) mounted.apply(fromKernel(mounted.model, kernel));
  };
  hear();
  for (const name of TOLD) kernel.on(`change:${name}`, hear);
  Object.assign(root, { khyber: mounted });
  return () => {
    for (const name of TOLD) kernel.off(`change:${name}`, hear);
    mounted.destroy();
  };
}
