// @ts-check
// Pointer, wheel and fingers on the stage. The wheel and one finger move the page, unless the picture
// has been chosen by a click, a tap or the keyboard; two fingers always move the picture.

/** @typedef {[number, number]} Point */
/** @typedef {import("./stage.js").Stage} Stage */

const NEAR = { mouse: 5, pen: 8, touch: 14 };
const MOVED = 4;

/**
 * @param {HTMLElement} box
 * @param {Stage} stage
 * @param {{choose: (at: Point, slack: number, adding: boolean) => void, point: (at: Point|null) => void}} act
 */
export function listenToPointer(box, stage, act) {
  /** @type {Map<number, Point>} */
  const down = new Map();
  /** @type {Point|null} */ let start = null;
  /** @type {number|null} */ let held = null;
  let moved = false;
  let wide = 0;

  /** @param {PointerEvent|WheelEvent} event @returns {Point} */
  const at = (event) => {
    const { left, top } = box.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const slack = (/** @type {PointerEvent} */ event) => NEAR[/** @type {"mouse"} */ (event.pointerType)] ?? 5;
  const focused = () => /** @type {Document|ShadowRoot} */ (box.getRootNode()).activeElement === box;
  const spread = () => {
    const [a, b] = [...down.values()];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  };
  const middle = () => {
    const [a, b] = [...down.values()];
    return /** @type {Point} */ ([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  };

  box.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    down.set(event.pointerId, at(event));
    if (down.size === 2) wide = spread();
    if (down.size > 1) return;
    start = at(event);
    moved = false;
    held = event.pointerType === "touch" && !focused() ? null : stage.thingAt(start, slack(event));
    box.setPointerCapture(event.pointerId);
  });

  box.addEventListener("pointermove", (event) => {
    const here = at(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") act.point(here);
      return;
    }
    if (down.size === 2) {
      const old = middle();
      down.set(event.pointerId, here);
      const now = middle();
      stage.pan(now[0] - old[0], now[1] - old[1]);
      if (wide) stage.zoom(spread() / wide, now);
      wide = spread();
      moved = true;
      return;
    }
    if (start && !moved && Math.hypot(here[0] - start[0], here[1] - start[1]) < MOVED) return;
    moved = true;
    down.set(event.pointerId, here);
    act.point(null);
    if (held !== null) stage.move(held, here);
    else if (event.pointerType !== "touch" || focused()) stage.pan(here[0] - before[0], here[1] - before[1]);
  });

  /** @param {PointerEvent} event */
  const release = (event) => {
    const was = down.delete(event.pointerId);
    if (was && !moved && !down.size && event.type === "pointerup") act.choose(at(event), slack(event), event.shiftKey);
    if (!down.size) held = start = null;
  };
  box.addEventListener("pointerup", release);
  box.addEventListener("pointercancel", release);
  box.addEventListener("pointerleave", () => act.point(null));
  box.addEventListener(
    "wheel",
    (event) => {
      if (!focused() && !event.ctrlKey) return;
      event.preventDefault();
      const lines = event.deltaMode ? 30 : 1;
      stage.zoom(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 120 : 500)), at(event));
    },
    { passive: false },
  );
}
