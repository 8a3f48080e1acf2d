// @ts-check
// The line of a tie between two places: straight, bent or a loop, as in print.

/** @typedef {[number, number]} Point */

/** The control point of a bent line; the formula is that of kg.picture.place.via. @param {Point} a @param {Point} b @param {number} roundness @returns {Point} */
export function controlOf(a, b, roundness) {
  if (!roundness) return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [dx, dy] = [b[0] - a[0], a[1] - b[1]];
  const length = Math.hypot(dx, dy);
  const round = Math.abs(roundness);
  const angle = Math.atan2(dy, dx) + (Math.sign(roundness) * round * 0.5 + 0.5) * Math.PI;
  const reach = (round * 0.5 + 0.5) * length;
  return [a[0] + reach * Math.sin(angle), a[1] + reach * Math.cos(angle)];
}

/** @param {Point} from @param {Point} to @param {number} reach @returns {Point} */
export function towards(from, to, reach) {
  const part = Math.min(reach / (Math.hypot(to[0] - from[0], to[1] - from[1]) || 1), 0.9);
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
}

/** A place at some part of a line. @param {Point} a @param {Point} m @param {Point} b @param {number} t @returns {Point} */
export function along(a, m, b, t) {
  const [p, q, r] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return [p * a[0] + q * m[0] + r * b[0], p * a[1] + q * m[1] + r * b[1]];
}

/** Points along a line, for finding what is pointed at. @param {Point} a @param {Point} m @param {Point} b @param {number} steps @returns {Point[]} */
export function sampled(a, m, b, steps) {
  return Array.from({ length: steps + 1 }, (_, i) => along(a, m, b, i / steps));
}

/** How far a place is from a segment. @param {Point} p @param {Point} a @param {Point} b */
export function gap(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const part = Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p[0] - a[0] - part * dx, p[1] - a[1] - part * dy);
}
