// @ts-check
// From places in the picture to pixels of the stage, and back.

/** @typedef {[number, number]} Point */

export function createCamera() {
  const found = { x: 0, y: 0, k: 1, width: 0, height: 0 };
  return Object.assign(found, {
    /** @param {number} x @param {number} y @returns {Point} */
    toScreen: (x, y) => [(x - found.x) * found.k + found.width / 2, (y - found.y) * found.k + found.height / 2],
    /** @param {number} x @param {number} y @returns {Point} */
    toPlace: (x, y) => [(x - found.width / 2) / found.k + found.x, (y - found.height / 2) / found.k + found.y],
    /** Left, top, right, bottom of what is in sight. */
    corners: () => {
      const [w, h] = [found.width / found.k / 2, found.height / found.k / 2];
      return [found.x - w, found.y - h, found.x + w, found.y + h];
    },
    /** @param {number[]} extent */
    fit: ([left, top, right, bottom]) => {
      const k = Math.min(found.width / (right - left), found.height / (bottom - top), 1.6) * 0.98;
      Object.assign(found, { x: (left + right) / 2, y: (top + bottom) / 2, k: k > 0 ? k : 1 });
    },
    /** Zoom about a pixel of the stage. @param {number} factor @param {Point} [at] */
    zoom: (factor, at = [found.width / 2, found.height / 2]) => {
      const k = Math.max(0.005, Math.min(40, found.k * factor));
      const [x, y] = [(at[0] - found.width / 2) / found.k + found.x, (at[1] - found.height / 2) / found.k + found.y];
      Object.assign(found, { k, x: x - (at[0] - found.width / 2) / k, y: y - (at[1] - found.height / 2) / k });
    },
  });
}

/** @typedef {ReturnType<typeof createCamera>} Camera */
