// @ts-check
// The stage: two canvases under one camera, redrawn at most once a frame.

import { paintBackground } from "./background.js";
import { channels, createBright, figureOf } from "./bright.js";
import { createCamera } from "./camera.js";
import { gap, sampled } from "./curve.js";
import { placedLabels, paintLabels } from "./labels.js";
import { COUNTED, alphaOf, drawnLines, plainLines } from "./look.js";
import { paintLines, paintMiddles, paintThings } from "./paint.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./look.js").Drawn} Drawn */
/** @typedef {[number, number]} Point */
/** @typedef {ReturnType<typeof createStage>} Stage */

// Above so many things points and lines are WebGL's, with names on a canvas above them.
const BRIGHT = 2000;
const FEW = 1000;
const COLOURS = [
  "page", "ink", "faint", "accent", "halo", "coast", "border", "disputed", "outline", "sea", "land", "joined", "left",
];

/**
 * @param {Model} model
 * @param {HTMLElement} box The element that the stage fills.
 */
export function createStage(model, box) {
  const { data, nodes, ties, state } = model;
  const layer = () => {
    const found = document.createElement("canvas");
    found.setAttribute("aria-hidden", "true");
    box.append(found);
    return found;
  };
  const many = nodes.length > BRIGHT;
  const [under, shining] = many ? [layer(), layer()] : [];
  const bright = shining ? createBright(shining) : null;
  const canvas = layer();
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const camera = createCamera();
  const degree = nodes.map(() => 0);
  for (const tie of ties) {
    degree[tie.s] += tie.n;
    degree[tie.t] += tie.n;
  }
  let view = viewOf(model);
  /** @type {(Point|null)[]} */ let places = [...view.at];
  /** @type {Drawn[]|null} */ let lines = null;
  /** @type {ReturnType<typeof placedLabels>} */ let placed = [];
  /** @type {Object<string, string>} */ let theme = {};
  let family = "sans-serif";
  let pending = 0;
  let drawn = false;
  let fitted = true;

  function readTheme() {
    const style = getComputedStyle(box);
    theme = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    family = style.fontFamily;
  }

  let uploaded = false;

  /** @returns {Drawn[]} */
  function current() {
    return (lines ??= drawnLines(model, view.strands, places));
  }

  function upload() {
    if (uploaded || !bright) return;
    uploaded = true;
    const lit = model.lit();
    /** @type {Object<string, {fill: number[], figure: number}>} */
    const looks = {};
    for (const [name, group] of Object.entries(data.groups)) {
      looks[name] = { fill: channels(group.fill), figure: figureOf(group.points) };
    }
    bright.setLines(view.strands.length, (each) => plainLines(model, view.strands, places, each));
    bright.setThings(places, view.r, (i) => ({ ...looks[nodes[i].g], alpha: alphaOf(model, i, lit) }));
  }

  function redraw() {
    if (pending) return;
    pending = requestAnimationFrame(() => {
      pending = 0;
      paint();
    });
  }

  function paint() {
    drawn = true;
    const ratio = devicePixelRatio || 1;
    const ground = under?.getContext("2d") ?? ctx;
    for (const each of new Set([ctx, ground])) clear(each, ratio);
    paintBackground(ground, view, theme, { family, lang: state.lang, shown: model.shown.nodes });
    if (bright && shining) {
      size(shining, ratio);
      upload();
      bright.draw(camera, ratio, theme.outline);
      const first = model.lit() ?? new Set([state.hover].filter((i) => i !== null));
      const marked = new Set([...first, ...model.change.joined, ...model.change.left]);
      if (marked.size < FEW) paintThings(ctx, model, places, view.r, theme, marked);
    } else {
      paintLines(ctx, current(), view.r, camera.k);
      paintThings(ctx, model, places, view.r, theme, nodes.keys());
    }
    if (view.strands.length <= COUNTED) paintMiddles(ctx, current(), data.marks, view.font, { halo: theme.halo, family });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    placed = placedLabels(view, camera, places, ranks());
    paintLabels(ctx, model, placed, theme, family);
  }

  /** @param {HTMLCanvasElement} which @param {number} ratio */
  function size(which, ratio) {
    const [w, h] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)];
    if (which.width !== w || which.height !== h) Object.assign(which, { width: w, height: h });
  }

  /** @param {CanvasRenderingContext2D} which @param {number} ratio */
  function clear(which, ratio) {
    size(which.canvas, ratio);
    which.setTransform(1, 0, 0, 1, 0, 0);
    which.clearRect(0, 0, which.canvas.width, which.canvas.height);
    const { k } = camera;
    const [ox, oy] = camera.toScreen(0, 0);
    which.setTransform(k * ratio, 0, 0, k * ratio, ox * ratio, oy * ratio);
  }

  function ranks() {
    const lit = model.lit();
    const first = new Set([state.hover, ...state.things].filter((i) => i !== null));
    if (lit && lit.size < 40) for (const i of lit) first.add(i);
    return {
      first: /** @type {Set<number>} */ (first),
      hidden: (/** @type {number} */ i) => alphaOf(model, i, lit) === 0,
      rank: (/** @type {number} */ i) => degree[i],
    };
  }

  function resize() {
    const { clientWidth: width, clientHeight: height } = box;
    if (!width || !height || (camera.width === width && camera.height === height)) return;
    Object.assign(camera, { width, height });
    if (fitted) camera.fit(view.extent);
    // At once where something was drawn already: a canvas that is stretched until the next frame flickers.
    if (canvas.width && drawn) paint();
    else redraw();
  }

  readTheme();
  const observer = new ResizeObserver(resize);
  observer.observe(box);

  return {
    camera, canvas, redraw,
    /** Draw at once, as a test or a print does. */
    paint,
    places: () => places,
    lines: current,
    labels: () => placed,
    view: () => view,
    /** Something about what is shown has changed. */
    restyle() {
      lines = null;
      uploaded = false;
      redraw();
    },
    retheme() {
      readTheme();
      redraw();
    },
    showView() {
      view = viewOf(model);
      places = [...view.at];
      lines = null;
      uploaded = false;
      resize();
      this.fit();
    },
    fit() {
      fitted = true;
      camera.fit(view.extent);
      redraw();
    },
    /** @param {number} factor @param {Point} [at] */
    zoom(factor, at) {
      fitted = false;
      camera.zoom(factor, at);
      redraw();
    },
    /** @param {number} dx @param {number} dy Pixels of the stage. */
    pan(dx, dy) {
      fitted = false;
      camera.x -= dx / camera.k;
      camera.y -= dy / camera.k;
      redraw();
    },
    /** Bring a thing to the middle. @param {number} index */
    goTo(index) {
      const at = places[index];
      if (!at) return;
      fitted = false;
      Object.assign(camera, { x: at[0], y: at[1], k: Math.max(camera.k, 12 / view.font) });
      redraw();
    },
    /** @param {number} index @param {Point} at Pixels of the stage. */
    move(index, at) {
      places[index] = camera.toPlace(at[0], at[1]);
      lines = null;
      uploaded = false;
      redraw();
    },
    /** The thing at a pixel of the stage. @param {Point} pixel @param {number} slack @returns {number|null} */
    thingAt([px, py], slack) {
      const [x, y] = camera.toPlace(px, py);
      let best = null;
      let least = Infinity;
      places.forEach((at, i) => {
        if (!at || state.groupsOff.has(nodes[i].g)) return;
        const far = Math.hypot(at[0] - x, at[1] - y) - view.r[i];
        if (far < least) [best, least] = [i, far];
      });
      return least * camera.k <= slack ? best : null;
    },
    /** The line at a pixel of the stage. @param {Point} pixel @param {number} slack @returns {Drawn|null} */
    lineAt([px, py], slack) {
      const p = camera.toPlace(px, py);
      /** @type {Drawn|null} */
      let best = null;
      let least = slack / camera.k;
      for (const line of current()) {
        const far = distance(p, line, view.r);
        if (far < least) [best, least] = [line, far];
      }
      return best;
    },
    /** Where a thing stands, in pixels of the stage. @param {number} index @returns {Point|null} */
    spot(index) {
      const at = places[index];
      return at && camera.toScreen(at[0], at[1]);
    },
    destroy() {
      observer.disconnect();
      cancelAnimationFrame(pending);
    },
  };
}

/** The view that is shown; a large one comes without lines and labels, which follow from its ties. @param {Model} model @returns {import("./payload.js").View} */
function viewOf({ data, nodes, ties, state }) {
  const view = data.views[state.view] ?? data.views.network;
  if (!view.bare) return view;
  view.bare = false;
  view.strands = ties.map((tie, i) => ({ i, s: tie.s, t: tie.t, p: tie.p, a: 0, b: 0, loop: 0, ties: [i] }));
  const high = view.font * 1.22;
  view.labels = nodes.flatMap((node, n) => {
    const at = view.at[n];
    if (!at) return [];
    const w = node.l.length * view.font * 0.56 + 6;
    return [{ n, en: [node.l], ur: [node.u ?? node.l], sub: "", subUr: "", x: at[0], y: at[1] + view.r[n] + 3 + high / 2, w, h: high, shown: false }];
  });
  return view;
}

/** @param {Point} p @param {Drawn} line @param {number[]} radii */
function distance(p, { strand, a, m, b, straight }, radii) {
  if (strand.s === strand.t) {
    const r = radii[strand.s];
    const w = r + 12 + 9 * strand.loop;
    return Math.abs(Math.hypot(p[0] - a[0], p[1] - (a[1] - r - w * 0.75)) - w * 0.65);
  }
  if (straight) return gap(p, a, b);
  const points = sampled(a, m, b, 12);
  return Math.min(...points.slice(1).map((point, i) => gap(p, points[i], point)));
}
