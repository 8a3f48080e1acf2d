// The controls: what a reader chooses, and the page's answer.
"use strict";

const YEARS = DATA.years;
let playing = null;
let pendingTable = 0;

function say(text) {
  $("voice").textContent = text;
}

function showWords() {
  document.documentElement.lang = state.lang;
  document.documentElement.dir = state.lang === "ur" ? "rtl" : "ltr";
  for (const found of document.querySelectorAll("[data-word]")) found.textContent = word(found.dataset.word);
  for (const found of document.querySelectorAll("[data-label]")) found.setAttribute("aria-label", word(found.dataset.label));
  $("search").placeholder = word("search_hint");
  $("lang").lang = state.lang === "ur" ? "en" : "ur";
  if (playing) $("play").textContent = word("pause");
  for (const found of $("timeline").querySelectorAll("svg")) found.toggleAttribute("hidden", found.getAttribute("lang") !== state.lang);
}

function showSubtitle() {
  const day = state.on ?? DATA.on;
  const when = day ? `${word("on")} ${dayWords(day)}` : word("all_times");
  let ties = 0;
  for (const i of shown.ties) ties += TIES[i].n;
  const groups = {};
  for (const i of shown.nodes) groups[NODES[i].g] = (groups[NODES[i].g] ?? 0) + (NODES[i].n ?? 1);
  const things = Object.keys(DATA.groups).filter((name) => groups[name]).map((name) => counted(groups[name], name));
  const claims = word(state.claims ? "with_claims" : "facts_only");
  const silent = state.on ? TIES.filter((tie) => undated(tie) && (state.claims || !tie.m)).length : 0;
  const left = silent ? [`${silent} ${word("left_out")}`] : [];
  const text = [when, ...things, counted(ties, "tie"), claims, ...left].join(" · ");
  $("now").textContent = state.on ? dayWords(state.on) : word("all_times");
  $("subtitle").textContent = text[0].toUpperCase() + text.slice(1);
}

function showNotes() {
  const notes = DATA.notes[state.lang];
  $("notes").textContent = [...(notes.all ?? []), ...(notes[state.view] ?? [])].join(" ");
}

function showTimes() {
  for (const item of $("timeline").querySelectorAll(".item")) {
    const { node, tie } = item.dataset;
    const here = node !== undefined ? shown.nodes.has(Number(node)) : shown.ties.has(Number(tie));
    item.classList.toggle("off", !here);
  }
}

function litNow() {
  if (state.node !== null) return neighboursOf(state.node);
  if (!state.strand?.length) return null;
  const tie = TIES[state.strand[0]];
  return new Set([tie.s, tie.t]);
}

function refresh() {
  recompute();
  lit = litNow();
  if (network) restyle();
  showSubtitle();
  showTimes();
  showPanel();
  // A long table costs more than the picture: while playing, only the last change is written.
  clearTimeout(pendingTable);
  pendingTable = setTimeout(showTable, playing ? 250 : 0);
}

function choose(node, strand) {
  state.node = node;
  state.strand = strand;
  refresh();
}

function chooseNode(index) {
  choose(index, null);
  say(nodeName(NODES[index]));
}

function chooseTie(index) {
  choose(null, [index]);
  const tie = TIES[index];
  say(`${tieTitle(tie)}, ${kindName(tie)}, ${timeWords(tie)}`);
  if ($("panel").getBoundingClientRect().top < 0) $("panel").scrollIntoView({ block: "nearest" });
}

function writeFragment() {
  const parts = [];
  if (state.on) parts.push(`on=${state.on}`);
  if (state.view !== DATA.view) parts.push(`view=${state.view}`);
  try {
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : "#");
  } catch {
    // A page inside a notebook's frame has no address of its own.
  }
}

function setDate(day) {
  state.on = day;
  $("date").value = day ?? "";
  if (day) $("year").value = Number(day.slice(0, 4));
  $("year").setAttribute("aria-valuetext", day ? dayWords(day) : word("all_times"));
  writeFragment();
  refresh();
}

function dayOf(year) {
  const first = `${year}-01-01`;
  return DATA.until && first > DATA.until ? DATA.until : first;
}

function stop() {
  clearInterval(playing);
  playing = null;
  $("play").textContent = word("play");
}

function play() {
  if (playing) return stop();
  if (!state.on || Number(state.on.slice(0, 4)) >= YEARS[1]) setDate(dayOf(YEARS[0]));
  playing = setInterval(() => {
    const next = Number(state.on.slice(0, 4)) + 1;
    if (next > YEARS[1]) stop();
    else setDate(dayOf(next));
  }, 700);
  $("play").textContent = word("pause");
}

function setView(name) {
  state.view = name;
  const timed = name === "timeline";
  $("timeline").hidden = !timed;
  $("canvas").hidden = timed;
  $("zoom").hidden = timed;
  if (!timed) {
    if (network) switchView();
    else buildNetwork(), listen();
  }
  for (const button of $("views").children) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  showNotes();
  writeFragment();
  refresh();
}

function readFragment(hash) {
  const told = new URLSearchParams(hash.slice(1));
  const day = told.get("on");
  const name = told.get("view");
  if (name && DATA.offered.includes(name) && name !== state.view) setView(name);
  if (YEARS && day && /^\d{4}-\d{2}-\d{2}$/.test(day)) setDate(day);
}

function flipTheme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  readTheme();
  if (network) restyle();
}

function setLanguage() {
  state.lang = state.lang === "ur" ? "en" : "ur";
  showWords();
  showLegend();
  showNotes();
  for (const button of $("views").children) button.textContent = word(button.dataset.view);
  refresh();
}

function start() {
  const asked = location.hash;
  if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";
  showWords();
  showLegend();
  $("views").replaceChildren(
    ...DATA.offered.map((name) => {
      const button = chooser(word(name), () => setView(name));
      button.dataset.view = name;
      return button;
    }),
  );
  $("views").hidden = DATA.offered.length < 2;
  $("views").setAttribute("aria-label", word("kind"));
  if (YEARS) {
    $("clock").hidden = false;
    [$("year").min, $("year").max] = YEARS;
    $("year").value = YEARS[1];
  }
  recompute();
  setView(state.view);
  $("year").addEventListener("input", () => setDate(dayOf(Number($("year").value))));
  $("date").addEventListener("change", () => setDate($("date").value || null));
  $("play").addEventListener("click", play);
  $("everything").addEventListener("click", () => (stop(), setDate(null)));
  $("theme").addEventListener("click", flipTheme);
  $("lang").addEventListener("click", setLanguage);
  $("in").addEventListener("click", () => zoom(1.3));
  $("out").addEventListener("click", () => zoom(1 / 1.3));
  $("fit").addEventListener("click", () => fitView(true));
  $("more").addEventListener("click", () => ((order.rows += STEP), showTable()));
  $("search").addEventListener("input", () => search($("search").value));
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && search($("search").value).length) goTo(search($("search").value)[0]);
  });
  $("canvas").addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (state.node !== null) lastNode = state.node;
    act();
  });
  for (const item of $("timeline").querySelectorAll(".item")) {
    const { node, tie } = item.dataset;
    const act = () => (node !== undefined ? chooseNode(Number(node)) : chooseTie(Number(tie)));
    item.addEventListener("click", act);
    item.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    });
  }
  addEventListener("hashchange", () => readFragment(location.hash));
  let seen = 0;
  new ResizeObserver(([{ contentRect }]) => {
    // A frame in a notebook starts with no width; the first real one is when the picture fits.
    if (network && contentRect.width && !seen) fitView(false);
    seen = contentRect.width;
  }).observe($("canvas"));
  readFragment(asked);
  showTable();
  document.documentElement.dataset.ready = "true";
}

start();
