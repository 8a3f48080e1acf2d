// Pointer, keyboard and search.
"use strict";

function showTip(text, { x, y }) {
  const tip = $("tip");
  tip.textContent = text;
  tip.hidden = false;
  const room = $("canvas").clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(4, Math.min(x + 14, room))}px`;
  tip.style.top = `${y + 14}px`;
}

function strandOf(id) {
  return view().strands[id];
}

function strandWords(id) {
  const here = strandOf(id).ties.filter((i) => shown.ties.has(i));
  const lines = here.slice(0, 6).map((i) => {
    const tie = TIES[i];
    return [tieTitle(tie), kindName(tie), timeWords(tie), tie.d, tie.m && tie.ml].filter(Boolean).join(" · ");
  });
  if (here.length > 6) lines.push(`+${here.length - 6}`);
  return lines.join("\n");
}

function listen() {
  network.on("click", ({ nodes, edges, pointer }) => {
    const line = lineAt(pointer.canvas);
    const hit = line === null ? edges : [line];
    if (nodes.length) chooseNode(nodes[0]);
    else if (hit.length) {
      const here = strandOf(hit[0]).ties.filter((i) => shown.ties.has(i));
      if (here.length === 1) chooseTie(here[0]);
      else choose(null, here);
    } else choose(null, null);
  });
  network.on("hoverNode", ({ node, pointer }) => {
    state.hover = node;
    const found = NODES[node];
    showTip([nodeName(found), found.k || word(found.g), found.w && timeWords(found)].filter(Boolean).join("\n"), pointer.DOM);
    network.redraw();
  });
  network.on("hoverEdge", ({ edge, pointer }) => showTip(strandWords(edge), pointer.DOM));
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
    network.on(name, () => {
      state.hover = null;
      $("tip").hidden = true;
    });
  }
}

function step(list, current, by) {
  if (!list.length) return null;
  const at = list.indexOf(current);
  return list[(at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by + list.length) % list.length];
}

function stepNode(by) {
  const next = step([...shown.nodes].sort((a, b) => a - b), state.node, by);
  if (next !== null) chooseNode(next);
}

function stepTie(by) {
  const ends = lastNode;
  const all = [...shown.ties];
  const mine = ends === null ? all : all.filter((i) => TIES[i].s === ends || TIES[i].t === ends);
  const next = step(mine, state.strand?.[0], by);
  if (next !== null) chooseTie(next);
}

let lastNode = null;
const KEYS = {
  ArrowRight: () => stepNode(1),
  ArrowLeft: () => stepNode(-1),
  ArrowDown: () => stepTie(1),
  ArrowUp: () => stepTie(-1),
  Enter: () => $("panel").focus(),
  Escape: () => choose(null, null),
  "+": () => zoom(1.3),
  "=": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
  0: () => fitView(true),
};

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor });
}

function search(text) {
  const wanted = text.trim().toLocaleLowerCase();
  const hits = wanted
    ? NODES.map((_, i) => i).filter((i) => `${NODES[i].l} ${NODES[i].u ?? ""}`.toLocaleLowerCase().includes(wanted))
    : [];
  const items = hits.slice(0, 8).map((i) => {
    const item = make("li");
    item.append(chooser(nodeName(NODES[i]), () => goTo(i)));
    return item;
  });
  if (hits.length > 8) items.push(make("li", `8 ${word("of")} ${hits.length} ${word("shown")}`));
  if (wanted && !hits.length) items.push(make("li", word("none_found")));
  $("found").replaceChildren(...items);
  return hits;
}

function goTo(index) {
  chooseNode(index);
  const at = network && state.view !== "timeline" && view().at[index];
  if (at) network.moveTo({ position: { x: at[0], y: at[1] }, scale: Math.max(network.getScale(), 12 / view().font) });
}
