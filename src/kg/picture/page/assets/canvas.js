// The picture on a canvas: vis-network with physics off, shapes and labels drawn as in print.
"use strict";

const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
let theme = {};
let network = null;
let edges = null;
let points = null;
let lit = null;

const view = () => DATA.views[state.view] ?? DATA.views.network;

function readTheme() {
  theme = Object.fromEntries(
    ["page", "ink", "faint", "accent", "halo", "coast", "border", "disputed", "outline", "sea"].map(
      (name) => [name, colour(name)],
    ),
  );
}

function trace(ctx, corners, x, y, r) {
  ctx.beginPath();
  if (!corners) {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  const k = r / 10;
  corners.forEach(([dx, dy], i) => (i ? ctx.lineTo : ctx.moveTo).call(ctx, x + dx * k, y + dy * k));
  ctx.closePath();
}

function alphaOf(index) {
  if (state.groupsOff.has(NODES[index].g)) return 0;
  if (!shown.nodes.has(index)) return 0.22;
  return lit && !lit.has(index) ? 0.25 : 1;
}

function drawShape({ ctx, id, x, y }) {
  const r = view().r[id];
  const group = DATA.groups[NODES[id].g];
  return {
    drawNode() {
      const alpha = alphaOf(id);
      if (!alpha) return;
      ctx.save();
      ctx.globalAlpha = alpha;
      trace(ctx, group.points, x, y, r);
      ctx.fillStyle = group.fill;
      ctx.fill();
      const strong = id === state.node || id === state.hover;
      ctx.lineWidth = strong ? 3.5 : 1.2;
      ctx.strokeStyle = strong ? theme.accent : theme.outline;
      ctx.stroke();
      ctx.restore();
    },
    nodeDimensions: { width: 2 * r, height: 2 * r },
  };
}

function edgeLook(strand) {
  const paint = DATA.paints[strand.p];
  const here = strand.ties.filter((i) => shown.ties.has(i));
  const found = here.map((i) => force(TIES[i]));
  const stroke = DATA.strokes[Object.keys(DATA.strokes).find((name) => found.includes(name)) ?? "certain"];
  const claim = here.length > 0 && here.every((i) => TIES[i].m);
  const far = lit && !(lit.has(strand.s) && lit.has(strand.t) && touches(strand));
  const chosen = state.strand?.some((i) => strand.ties.includes(i));
  const count = here.reduce((sum, i) => sum + TIES[i].n, 0);
  return {
    hidden: here.length === 0,
    color: { color: paint.colour, opacity: far ? 0.12 : stroke.opacity },
    width: Math.min(6, 1.8 + 0.5 * Math.log2(Math.max(1, count))) * stroke.width + (chosen ? 2 : 0),
    dashes: [claim ? DATA.claimDash : [], stroke.dash].find((dash) => dash.length) ?? false,
  };
}

function touches(strand) {
  return state.node === null || strand.s === state.node || strand.t === state.node;
}

function edgeOf(strand) {
  return {
    id: strand.i,
    from: strand.s,
    to: strand.t,
    arrows: {
      to: { enabled: Boolean(strand.a), scaleFactor: 0.5 },
      middle: { enabled: Boolean(DATA.paints[strand.p].mark), type: DATA.paints[strand.p].mark, scaleFactor: 0.5 },
    },
    smooth: strand.b ? { enabled: true, type: strand.b > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(strand.b) } : false,
    selfReference: { size: 14 + 9 * strand.loop, angle: Math.PI / 2 },
    ...edgeLook(strand),
  };
}

function background(ctx) {
  const { lines, frame } = view();
  if (!frame) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1]);
  ctx.fillStyle = theme.sea;
  ctx.fill();
  ctx.clip();
  ctx.lineWidth = 1;
  for (const [kind, flat] of lines) {
    ctx.beginPath();
    ctx.setLineDash(kind === "disputed" ? [3, 3] : []);
    ctx.strokeStyle = theme[kind];
    for (let i = 0; i < flat.length; i += 2) {
      (i ? ctx.lineTo : ctx.moveTo).call(ctx, flat[i], flat[i + 1]);
    }
    ctx.stroke();
  }
  countries(ctx);
  ctx.restore();
}

function countries(ctx) {
  const size = view().font * 0.8;
  ctx.setLineDash([]);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.letterSpacing = "1px";
  ctx.fillStyle = theme.coast;
  for (const [name, [x, y]] of state.lang === "en" ? view().names : []) ctx.fillText(name.toUpperCase(), x, y);
}

// Labels that found no room at first are drawn once a reader has zoomed in far enough for them.
function labels(ctx) {
  const scale = network.getScale();
  const { font, at } = view();
  // Words stop growing at a comfortable size, which is what makes room when zooming in.
  const k = Math.min(1, 16 / (font * scale));
  const box = corners();
  const now = positionsNow();
  const taken = [];
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.direction = state.lang === "ur" ? "rtl" : "ltr";
  const family = getComputedStyle(document.body).fontFamily;
  const later = [];
  for (const label of view().labels) {
    const [x, y] = at[label.n];
    const here = now[label.n];
    if (here.x < box[0] || here.x > box[2] || here.y < box[1] || here.y > box[3]) continue;
    const dx = here.x - x;
    const dy = here.y - y;
    const wanted = label.n === state.hover || label.n === state.node || (lit && lit.size < 40 && lit.has(label.n));
    if (label.shown || wanted) write(label, dx, dy, wanted);
    else later.push([label, dx, dy]);
  }
  if (scale * font > 11 && later.length < 4000) {
    for (const [label, dx, dy] of later) write(label, dx, dy, false);
  }
  ctx.restore();

  function bounds(label, dx, dy) {
    const [x, y] = at[label.n];
    return [x + (label.x - x) * k + dx, y + (label.y - y) * k + dy, label.w * k, label.h * k];
  }
  function free([x, y, w, h]) {
    return !taken.some(([a, b, c, d]) => Math.abs(x - a) < (w + c) / 2 && Math.abs(y - b) < (h + d) / 2);
  }
  function write(label, dx, dy, wanted) {
    const alpha = alphaOf(label.n);
    if (!alpha || (font * k * scale < 5.5 && !wanted)) return;
    const spot = bounds(label, dx, dy);
    if (!label.shown && !wanted && !free(spot)) return;
    taken.push(spot);
    const lines = state.lang === "ur" ? label.ur : label.en;
    const sub = state.lang === "ur" ? label.subUr : label.sub;
    const px = font * k;
    ctx.globalAlpha = Math.max(alpha, 0.45);
    ctx.lineWidth = px * 0.36;
    ctx.strokeStyle = theme.halo;
    let y = spot[1] - spot[3] / 2 + px * 0.62 + 1;
    ctx.font = `${label.n === state.node ? "700 " : ""}${px}px ${family}`;
    ctx.fillStyle = theme.ink;
    for (const line of lines) {
      ctx.strokeText(line, spot[0], y);
      ctx.fillText(line, spot[0], y);
      y += px * 1.22;
    }
    if (!sub) return;
    ctx.font = `${px * 0.85}px ${family}`;
    ctx.fillStyle = theme.faint;
    ctx.strokeText(sub, spot[0], y - px * 0.12);
    ctx.fillText(sub, spot[0], y - px * 0.12);
  }
}

function corners() {
  const middle = network.getViewPosition();
  const half = 1 / network.getScale() / 2;
  const { clientWidth: w, clientHeight: h } = $("canvas");
  return [middle.x - w * half, middle.y - h * half, middle.x + w * half, middle.y + h * half];
}

function fitView(animate) {
  const [left, top, right, bottom] = view().extent;
  const { clientWidth: w, clientHeight: h } = $("canvas");
  const scale = Math.min(w / (right - left), h / (bottom - top), 1.6) * 0.98;
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale,
    animation: animate && !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
}

function nodeItem(index) {
  const at = view().at[index];
  return { id: index, x: at ? at[0] : 0, y: at ? at[1] : 0, hidden: !at };
}

function buildNetwork() {
  readTheme();
  points = new vis.DataSet(NODES.map((_, i) => nodeItem(i)));
  edges = new vis.DataSet(many() ? [] : view().strands.map(edgeOf));
  network = new vis.Network($("canvas"), { nodes: points, edges }, {
    physics: false,
    layout: { improvedLayout: false, hierarchical: false },
    nodes: { shape: "custom", ctxRenderer: drawShape, chosen: false, shadow: false },
    edges: { chosen: false, selectionWidth: 0, hoverWidth: 0, arrowStrikethrough: false },
    interaction: { hover: true, keyboard: false },
  });
  $("canvas").firstElementChild.tabIndex = -1;
  network.on("beforeDrawing", background);
  network.on("beforeDrawing", drawLines);
  network.on("afterDrawing", labels);
  network.on("dragEnd", ({ nodes }) => {
    for (const [id, at] of Object.entries(network.getPositions(nodes))) points.update({ id: Number(id), ...at });
    forgetLines();
  });
  fitView(false);
}

function restyle() {
  forgetLines();
  if (!many()) edges.update(view().strands.map((strand) => ({ id: strand.i, ...edgeLook(strand) })));
  network.redraw();
}

function switchView() {
  points.update(NODES.map((_, i) => nodeItem(i)));
  edges.clear();
  forgetLines();
  if (!many()) edges.add(view().strands.map(edgeOf));
  fitView(false);
}
