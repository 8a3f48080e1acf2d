// @ts-check
// Elements. Everything from data reaches the page through textContent or an attribute that is no
// address and no handler: none of it is ever read as markup.

/**
 * @param {string} tag
 * @param {unknown} [text]
 * @param {Object<string, unknown>} [attributes]
 * @returns {HTMLElement}
 */
export function make(tag, text, attributes) {
  const found = document.createElement(tag);
  if (text !== undefined && text !== null) found.textContent = String(text);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== null && value !== false) found.setAttribute(name, String(value));
  }
  return found;
}

/** Text in its own direction, set where the page's direction puts it. @param {string} tag @param {string} text @param {Object<string, unknown>} [attributes] */
export function isolated(tag, text, attributes) {
  const found = make(tag, undefined, attributes);
  found.append(make("bdi", text));
  return found;
}

/** @param {string} text @param {() => void} act @param {Object<string, unknown>} [attributes] */
export function chooser(text, act, attributes) {
  const button = isolated("button", text, { type: "button", ...attributes });
  button.addEventListener("click", act);
  return button;
}

/** @param {string} tag @param {Object<string, unknown>} attributes @param {...(Node|string)} children @returns {SVGElement} */
export function makeSvg(tag, attributes, ...children) {
  const found = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) found.setAttribute(name, String(value));
  }
  found.append(...children);
  return found;
}

/** An address of the web, or nothing. @param {string} text */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
  } catch {
    return "";
  }
}

/** A drawing that Python wrote, read as XML: no script in it runs, and none is kept. @param {string} text */
export function drawing(text) {
  const named = text.replace(/^<svg(?![^>]*\sxmlns=)/, '<svg xmlns="http://www.w3.org/2000/svg"');
  const found = new DOMParser().parseFromString(named, "image/svg+xml").documentElement;
  return /** @type {SVGElement} */ (/** @type {unknown} */ (document.importNode(found, true)));
}
