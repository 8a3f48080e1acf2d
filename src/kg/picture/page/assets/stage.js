// @ts-check
// The stage: two canvases under one camera, redrawn at most once a frame.

import { paintBackground } from "./background.js";
import { channels, createBright, figureOf } from "./bright.js";
import { createCamera } from "./camera.js";
import { gap, sampled } from "./curve.js";
import { linesOf, paintLabels, placedLabels, subOf } from "./labels.js";
import { alphaOf, drawnLines, markScale, plainLines } from "./look.js";
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
  const { data, nodes, drawn: things, inside, lots, ties, state } = model;
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
  const degree = things.map(() => 0);
  for (const tie of ties) {
    degree[tie.s] += tie.n;
    degree[tie.t] += tie.n;
  }
  lots.forEach(({ of }, k) => (degree[nodes.length + k] = of.length));
  /** Where a reader put things. @type {Map<number, Point>} */
  const moved = new Map();
  let view = viewOf(model);
  let places = standing();
  /** @type {Drawn[]|null} */ let lines = null;
  /** @type {ReturnType<typeof placedLabels>} */ let placed = [];
  /** @type {Object<string, string>} */ let theme = {};
  let family = "sans-serif";
  /** @type {Map<string, number>} */
  const widths = new Map();
  let pending = 0;
  let drawn = false;
  let fitted = true;

  /** Where everything is drawn now: members are where their lot is shut nowhere, and a lot that is open is not. @returns {(Point|null)[]} */
  function standing() {
    const held = view.opens.length > 0;
    return view.at.map((at, i) => {
      const k = i < nodes.length ? inside.get(i) : i - nodes.length;
      const there = !held || k === undefined || state.open.has(k) === i < nodes.length;
      return there ? (moved.get(i) ?? at) : null;
    });
  }

  /** Left, top, right and bottom of what is drawn, with what is open. */
  function extent() {
    const boxes = [view.extent, ...view.opens.filter((_, k) => state.open.has(k))];
    return [0, 1, 2, 3].map((i) => Math[i < 2 ? "min" : "max"](...boxes.map((box) => box[i])));
  }

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
    bright.setThings(places, view.r, (i) => ({ ...looks[things[i].g], alpha: alphaOf(model, i, lit) }));
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
    placed = placedLabels(view, camera, places, ranks());
    paintBackground(ground, view, theme, { family, lang: state.lang, shown: model.shown.nodes, camera, placed });
    if (bright && shining) {
      size(shining, ratio);
      upload();
      bright.draw(camera, ratio, theme.outline);
      const first = model.lit() ?? new Set([state.hover].filter((i) => i !== null));
      const marked = new Set([...first, ...model.change.joined, ...model.change.left]);
      lots.forEach((_, k) => marked.add(nodes.length + k));
      if (marked.size < FEW) paintThings(ctx, model, places, view.r, theme, marked);
    } else {
      paintLines(ctx, current(), view.r, camera.k);
      paintThings(ctx, model, places, view.r, theme, things.keys());
    }
    if (!view.bare) paintMiddles(ctx, current(), data.marks, view.font, markScale(view), { halo: theme.halo, faint: theme.faint, family, camera, placed });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
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

  /** How wide a text is, in sizes of its font. @param {string} text */
  function widthOf(text) {
    let found = widths.get(text);
    if (found === undefined) {
      ctx.font = `100px ${family}`;
      widths.set(text, (found = ctx.measureText(text).width / 100));
    }
    return found;
  }

  function ranks() {
    const lit = model.lit();
    const must = new Set([state.hover, ...state.things].filter((i) => i !== null));
    return {
      must: /** @type {Set<number>} */ (must),
      first: lit && lit.size < 40 ? lit : new Set(),
      wide: (/** @type {import("./payload.js").Label} */ label) => Math.max(...linesOf(model, label).map(widthOf), 0.85 * widthOf(subOf(model, label))),
      high: (/** @type {import("./payload.js").Label} */ label) => tall(linesOf(model, label), subOf(model, label)),
      hidden: (/** @type {number} */ i) => alphaOf(model, i, lit) === 0,
      rank: (/** @type {number} */ i) => degree[i],
    };
  }

  function resize() {
    const { clientWidth: width, clientHeight: height } = box;
    if (!width || !height || (camera.width === width && camera.height === height)) return;
    Object.assign(camera, { width, height });
    if (fitted) camera.fit(extent());
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
      moved.clear();
      places = standing();
      lines = null;
      uploaded = false;
      resize();
      this.fit();
    },
    fit() {
      fitted = true;
      camera.fit(extent());
      redraw();
    },
    extent,
    /** A lot was opened or shut. */
    rearrange() {
      places = standing();
      this.restyle();
      if (fitted) camera.fit(extent());
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
      moved.set(index, places[index]);
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
        if (!at || state.groupsOff.has(things[i].g)) return;
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

/** How high the letters of some lines are, in sizes of their font; few reach below their line. @param {string[]} lines @param {string} sub */
function tall(lines, sub) {
  const above = 1.22 * lines.length;
  if (/[\u0600-\u08ff]/.test(lines.join())) return Infinity;
  return sub ? above + 0.56 : above - (/[^\p{Lu}\p{N}abcdefhiklmnorstuvwxz .·–-]/u.test(lines[lines.length - 1]) ? 0.28 : 0.5);
}

/** The view that is shown; a large one comes without lines and labels, which follow from its ties. @param {Model} model @returns {import("./payload.js").View} */
function viewOf({ data, nodes, lots, ties, state }) {
  const view = data.views[state.view] ?? data.views.network;
  if (!view.bare || view.strands.length) return view;
  view.strands = ties.map((tie, i) => ({ i, s: tie.s, t: tie.t, p: tie.p, a: 0, b: 0, loop: 0, ties: [i] }));
  const high = view.font * 1.22;
  lots.forEach(({ of, hub }, k) => {
    const theirs = new Set(of);
    const here = ties.flatMap((tie, i) => (theirs.has(tie.s) || theirs.has(tie.t) ? [i] : []));
    if (view.opens.length && here.length) {
      view.strands.push({ i: view.strands.length, s: nodes.length + k, t: hub, p: ties[here[0]].p, a: 0, b: 0, loop: 0, ties: here });
    }
  });
  view.labels = [...nodes.map(({ l, u }) => [l, u ?? l]), ...lots.map(() => ["0000 more things", ""])].flatMap(([en, ur], n) => {
    const at = view.at[n];
    if (!at) return [];
    const w = en.length * view.font * 0.56 + 6;
    return [{ n, en: [en], ur: [ur], sub: "", subUr: "", x: at[0], y: at[1] + view.r[n] + 3 + high / 2, w, h: high, shown: false }];
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
