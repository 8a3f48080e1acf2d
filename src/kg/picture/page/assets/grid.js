// @ts-check
// Boxes, and what of them overlaps or is near.

/** A box by its middle and size. @typedef {{x: number, y: number, w: number, h: number}} Box */

/** How far one box is from another. @param {Box} one @param {Box} other */
export function away(one, other) {
  const dx = Math.max(0, Math.abs(one.x - other.x) - (one.w + other.w) / 2);
  return Math.hypot(dx, Math.max(0, Math.abs(one.y - other.y) - (one.h + other.h) / 2));
}

/** Boxes by cell, so that a look for overlaps touches only what is near. */
export function createGrid() {
  const cell = 64;
  /** @type {Map<string, {box: Box, owner: number}[]>} */
  const cells = new Map();
  /** @param {Box} box */
  const keys = ({ x, y, w, h }) => {
    const found = [];
    for (let i = Math.floor((x - w / 2) / cell); i <= (x + w / 2) / cell; i += 1) {
      for (let j = Math.floor((y - h / 2) / cell); j <= (y + h / 2) / cell; j += 1) found.push(`${i},${j}`);
    }
    return found;
  };
  return {
    /** @param {Box} box @param {number} owner */
    add(box, owner) {
      for (const key of keys(box)) cells.set(key, [...(cells.get(key) ?? []), { box, owner }]);
    },
    /** Whether something else is nearer to a box than this. @param {Box} box @param {number} owner @param {number} reach */
    nearer(box, owner, reach) {
      const wide = { x: box.x, y: box.y, w: box.w + 2 * reach, h: box.h + 2 * reach };
      return keys(wide).some((key) => (cells.get(key) ?? []).some((other) => other.owner !== owner && away(box, other.box) < reach));
    },
    /** @param {Box} box @param {number} owner @param {number} slack */
    hits(box, owner, slack) {
      return keys(box).some((key) =>
        (cells.get(key) ?? []).some(
          (other) =>
            other.owner !== owner &&
            Math.abs(box.x - other.box.x) < (box.w + other.box.w) / 2 - slack &&
            Math.abs(box.y - other.box.y) < (box.h + other.box.h) / 2 - slack,
        ),
      );
    },
  };
}
