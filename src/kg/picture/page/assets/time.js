// @ts-check
// How surely a tie holds on a day, by the same rule as kg.project.

/** @typedef {import("./payload.js").Tie} Tie */

/** @param {Tie} tie */
export const undated = (tie) => tie.b.every((day) => !day);

/**
 * "certain", "last known", "possible", or null where it does not hold or has no date: the subtitle
 * says how many have none.
 * @param {Tie} tie
 * @param {string|null} on
 */
export function force(tie, on) {
  if (!on) return tie.c || "certain";
  const [start, sureFrom, sureTo, end] = tie.b;
  if (undated(tie)) return null;
  if ((start && on < start) || (end && on > end)) return null;
  if (sureFrom && sureTo && sureFrom <= on && on <= sureTo) return "certain";
  return tie.lk && on > tie.lk ? "last known" : "possible";
}

/** @param {string} day @param {string[]} months */
export function dayWords(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${months[month - 1]} ${year}`;
}

/** Whether a text is a day that there is. @param {string|null} text */
export function isDay(text) {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const found = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(text);
}

/** The day at which the clock stops in a year. @param {number} year @param {string|null} until */
export function stopIn(year, until) {
  const first = `${String(year).padStart(4, "0")}-01-01`;
  return until && first > until ? until : first;
}
