// @ts-check
// What pages gain where scripts run: names as one types, and answers beside the query.

const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
const language = document.documentElement.lang;

/** @param {HTMLInputElement} input */
function suggesting(input) {
  const around = document.createElement("div");
  around.className = "around";
  input.replaceWith(around);
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() ?? input.name);
  list.hidden = true;
  around.append(input, list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let at = -1, asked = 0;
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  /** @param {Element} item */
  const take = (item) => {
    const before = input.value.includes(",") ? `${input.value.slice(0, input.value.lastIndexOf(",") + 1)} ` : "";
    input.value = before + (/** @type {HTMLElement} */ (item).dataset.slug ?? "");
    close();
  };
  input.addEventListener("input", async () => {
    const word = input.value.split(",").at(-1)?.trim() ?? "", mine = ++asked;
    if (word.length < 2) return close();
    const reply = await fetch(`${root}/suggest?q=${encodeURIComponent(word)}&lang=${language}`);
    if (!reply.ok || mine !== asked) return;
    const found = await reply.json();
    list.replaceChildren(...found.map((/** @type {{label: string, slug: string}} */ each, /** @type {number} */ number) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = each.label;
      item.dataset.slug = each.slug;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
      return item;
    }));
    at = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  });
  input.addEventListener("keydown", (event) => {
    const items = [...list.children];
    if (list.hidden || !items.length) return;
    if (event.key === "Escape") return close();
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); return take(items[at]); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    items[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at].id);
  });
  input.addEventListener("blur", close);
}

/** Ask the endpoint. @param {string} action @param {string} query */
async function ask(action, query) {
  const headers = { Accept: "application/sparql-results+json, text/turtle;q=0.9, application/json;q=0.8" };
  try {
    const reply = await fetch(action, { method: "POST", headers, body: new URLSearchParams({ query }) });
    const text = await reply.text(), media = reply.headers.get("content-type") ?? "";
    if (reply.ok && media.startsWith("text/")) return { text };
    if (reply.ok) return { table: JSON.parse(text) };
    return { fault: media.includes("json") ? JSON.parse(text) : { error: text.trim() } };
  } catch (error) {
    return { fault: { error: String(error) } };
  }
}

/** @param {HTMLFormElement} form */
async function editing(form) {
  const { mount } = await import("./editor.js");
  const words = JSON.parse(form.dataset.words ?? "{}"), result = document.getElementById("result");
  if (!result) return;
  mount(form, result, {
    words,
    ask: (query) => ask(form.action, query),
    suggest: async (word) => {
      const reply = await fetch(`${root}/suggest?q=${encodeURIComponent(word)}&lang=${language}`);
      return reply.ok ? reply.json() : [];
    },
    picture: (query) => `${root}/draw.html?${new URLSearchParams({ query, lang: language })}`,
    page: (iri) => iri.replace("https://w3id.org/khyber", root),
  });
}

for (const input of document.querySelectorAll("input[data-suggest]")) suggesting(/** @type {HTMLInputElement} */ (input));
for (const form of document.querySelectorAll("form[data-editor]")) void editing(/** @type {HTMLFormElement} */ (form));
