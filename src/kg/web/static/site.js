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

/** @param {string} text */
function cell(text) {
  const made = document.createElement("td"), ours = /^https:\/\/w3id\.org\/khyber\/(id|ontology|concept)\/([\w-]+)$/.exec(text);
  if (ours) {
    const link = document.createElement("a");
    link.href = `${root}/${ours[1]}/${ours[2]}`;
    link.textContent = `${{ id: "id", ontology: "kg", concept: "c" }[ours[1]]}:${ours[2]}`;
    made.append(link);
  } else made.textContent = text;
  return made;
}

/** @param {HTMLElement} place @param {{head: {vars?: string[]}, boolean?: boolean, results?: {bindings: Record<string, {value: string}>[]}}} answer */
function show(place, answer) {
  if (answer.boolean !== undefined) { place.textContent = String(answer.boolean); return; }
  const names = answer.head.vars ?? [], rows = answer.results?.bindings ?? [], table = document.createElement("table");
  const top = table.createTHead().insertRow();
  for (const name of names) { const head = document.createElement("th"); head.scope = "col"; head.textContent = name; top.append(head); }
  const body = table.createTBody();
  for (const row of rows.slice(0, 1000)) body.insertRow().append(...names.map((name) => cell(row[name]?.value ?? "")));
  const count = document.createElement("p");
  count.textContent = String(rows.length);
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.append(table);
  place.replaceChildren(count, scroll);
}

/** @param {HTMLFormElement} form */
function editing(form) {
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("query"));
  const format = /** @type {HTMLSelectElement} */ (form.elements.namedItem("format"));
  const place = /** @type {HTMLElement} */ (document.getElementById("result"));
  const key = "khyber-query";
  if (!new URLSearchParams(location.search).has("query")) text.value = localStorage.getItem(key) ?? text.value;
  text.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
  form.addEventListener("submit", async (event) => {
    localStorage.setItem(key, text.value);
    if (format.value !== "json" || /\b(CONSTRUCT|DESCRIBE)\b/i.test(text.value)) return;
    event.preventDefault();
    const reply = await fetch(form.action, { method: "POST", headers: { Accept: "application/sparql-results+json, application/json;q=0.9" }, body: new URLSearchParams({ query: text.value }) });
    const answer = await reply.json();
    if (reply.ok) return show(place, answer);
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.setAttribute("role", "alert");
    fault.textContent = [answer.where, answer.error, answer.mend].filter(Boolean).join(": ");
    place.replaceChildren(fault);
    const found = /line (\d+), column (\d+)/.exec(answer.where ?? "");
    if (found) {
      const before = text.value.split("\n").slice(0, Number(found[1]) - 1).join("\n").length, start = before + Number(found[2]) - (found[1] === "1" ? 1 : 0);
      text.focus();
      text.setSelectionRange(start, start + 1);
    }
  });
}

for (const input of document.querySelectorAll("input[data-suggest]")) suggesting(/** @type {HTMLInputElement} */ (input));
for (const form of document.querySelectorAll("form[data-editor]")) editing(/** @type {HTMLFormElement} */ (form));
