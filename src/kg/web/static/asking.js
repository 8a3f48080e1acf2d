// @ts-check
// Answers of a site without a server: Oxigraph's WebAssembly over the site's own dump, in the browser.

import { mount, parts } from "./editor.js";
// @ts-ignore - the package that was given to `kg publish --sparql`
import init, { namedNode, Store } from "./oxigraph.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-editor]"));
const result = /** @type {HTMLElement} */ (document.getElementById("result"));
const claims = /** @type {HTMLInputElement | null} */ (document.getElementById("claims"));
const root = new URL("..", import.meta.url).href;
/** @type {Record<string, string>} */
const prefixes = JSON.parse(form.dataset.prefixes ?? "{}");
/** @type {string[]} */
const accounts = JSON.parse(form.dataset.accounts ?? "[]");
const words = JSON.parse(form.dataset.words ?? "{}");
/** @type {Promise<any> | null} */
let loaded = null;

async function load() {
  await init({ module_or_path: new URL("oxigraph.wasm", import.meta.url) });
  const reply = await fetch(new URL("data/khyber.nq", root));
  if (!reply.ok) throw new Error(`data/khyber.nq: ${reply.status}`);
  const store = new Store();
  store.load(await reply.text(), { format: "application/n-quads", unchecked: true });
  return store;
}

/** Give what has to stand before a query: each known prefix that it does not declare. @param {string} query */
function before(query) {
  const own = new Set([...query.matchAll(/\bPREFIX\s+([\w-]*):/gi)].map((match) => match[1]));
  return Object.entries(prefixes).filter(([name]) => !own.has(name)).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
}

/** Say where it is wrong, as the server does. @param {string} said @param {number} shift */
function faultOf(said, shift) {
  const found = /(\d+):(\d+)/.exec(said);
  if (!found) return { error: said };
  const line = Number(found[1]), column = Number(found[2]) - (line === 1 ? shift : 0);
  return { where: `line ${line}, column ${column}`, error: said };
}

/** @param {string} query */
async function ask(query) {
  result.textContent = words.loading;
  const head = before(query), graph = parts(query).some(([kind, word]) => kind === "keyword" && /^(CONSTRUCT|DESCRIBE)$/i.test(word));
  try {
    loaded ??= load();
    const store = await loaded;
    const asked = claims?.checked ? accounts : accounts.slice(0, 1);
    const said = store.query(head + query, {
      results_format: graph ? "text/turtle" : "application/sparql-results+json",
      default_graph: asked.map((iri) => namedNode(iri)), named_graphs: accounts.map((iri) => namedNode(iri)),
    });
    return graph ? { text: said } : { table: JSON.parse(said) };
  } catch (error) {
    return { fault: faultOf(String(error instanceof Error ? error.message : error), head.length) };
  }
}

/** Give names of the site as the query writes them. @param {string} word */
async function suggest(word) {
  const folders = /** @type {Record<string, string>} */ ({ id: "id", ontology: "kg", concept: "c" }), text = word.toLocaleLowerCase();
  /** @type {[string, string][]} */
  const names = /** @type {any} */ (window).khyberNames ?? [];
  return names.map(([label, path]) => {
    const [folder, file] = path.split("/");
    return { label, name: `${folders[folder]}:${file?.replace(/\.html$/, "")}` };
  }).filter(({ label, name }) => label.toLocaleLowerCase().startsWith(text) || name.split(":")[1].toLocaleLowerCase().startsWith(text))
    .sort((one, two) => one.label.length - two.label.length).slice(0, 40);
}

result.textContent = "";
mount(form, result, { words, ask, suggest, page: (iri) => `${iri.replace("https://w3id.org/khyber/", root)}.html` });
