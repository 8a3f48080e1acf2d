// @ts-check
// The stage: two canvases under one camera, redrawn at most once a frame.

import { paintBackground } from "./background.js";
import { createCamera } from "./camera.js";
import { gap, sampled } from "./curve.js";
import { placedLabels, paintLabels } from "./labels.js";
import { alphaOf, drawnLines } from "./look.js";
import { paintLines, paintMiddles, paintThings } from "./paint.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./look.js").Drawn} Drawn */
/** @typedef {[number, number]} Point */
/** @typedef {ReturnType<typeof createStage>} Stage */

const COLOURS = [
  "page", "ink", "faint", "accent", "halo", "coast", "border", "disputed", "outline", "sea", "land", "joined", "left",
];

/**
 * @param {Model} model
 * @param {HTMLElement} box The element that the stage fills.
 */
export function createStage(model, box) {
  const { data, nodes, ties, state } = model;
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  box.prepend(canvas);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const camera = createCamera();
  const degree = nodes.map(() => 0);
  for (const tie of ties) {
    degree[tie.s] += tie.n;
    degree[tie.t] += tie.n;
  }
  let view = data.views[state.view] ?? data.views.network;
  /** @type {(Point|null)[]} */ let places = [...view.at];
  /** @type {Drawn[]|null} */ let lines = null;
  /** @type {ReturnType<typeof placedLabels>} */ let placed = [];
  /** @type {Object<string, string>} */ let theme = {};
  let family = "sans-serif";
  let pending = 0;
  let fitted = true;

  function readTheme() {
    const style = getComputedStyle(box);
    theme = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    family = style.fontFamily;
  }

  /** @returns {Drawn[]} */
  function current() {
    return (lines ??= drawnLines(model, view.strands, places));
  }

  function redraw() {
    if (pending) return;
    pending = requestAnimationFrame(() => {
      pending = 0;
      paint();
    });
  }

  function paint() {
    const ratio = devicePixelRatio || 1;
    const [w, h] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)];
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, w, h);
    const { k } = camera;
    const [ox, oy] = camera.toScreen(0, 0);
    ctx.setTransform(k * ratio, 0, 0, k * ratio, ox * ratio, oy * ratio);
    paintBackground(ctx, view, theme, { family, lang: state.lang, shown: model.shown.nodes });
    paintLines(ctx, current(), view.r, k);
    paintThings(ctx, model, places, view.r, theme, nodes.keys());
    paintMiddles(ctx, current(), data.marks, view.font, { halo: theme.halo, family });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    placed = placedLabels(view, camera, places, ranks());
    paintLabels(ctx, model, placed, theme, family);
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
    paint();
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
      redraw();
    },
    retheme() {
      readTheme();
      redraw();
    },
    showView() {
      view = data.views[state.view] ?? data.views.network;
      places = [...view.at];
      lines = null;
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
