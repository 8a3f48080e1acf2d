// @ts-check
// Finding a thing by any of its names, in any language, without regard to case, accents or marks.

/** @param {string} text */
export function folded(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
  // Letters that keyboards for Arabic, Persian and Urdu write differently, and that are one letter.
  const same = plain.replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[ہۀە]/g, "ه").replace(/[أإآٱ]/g, "ا");
  return same.replace(/[.'’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** @typedef {{names: string[], whole: string}} Known */

/** @param {import("./payload.js").Thing} thing @returns {Known} */
function knownAs(thing) {
  const names = [thing.l, thing.u ?? "", thing.note ?? "", ...(thing.a ?? [])].map(folded).filter(Boolean);
  return { names, whole: names.join("\n") };
}

/** How well a thing answers to what is wanted: 0 is its name, 3 not at all. @param {Known} known @param {string} wanted */
function distance(known, wanted) {
  if (!known.whole.includes(wanted)) return 3;
  if (known.names.includes(wanted)) return 0;
  return known.names.some((name) => name.startsWith(wanted)) ? 1 : 2;
}

/** Give what finds things: the best come first. @param {import("./payload.js").Thing[]} things */
export function createFinder(things) {
  /** @type {Known[]|null} */
  let known = null;
  /** @param {string} text @returns {number[]} */
  return (text) => {
    const wanted = folded(text);
    if (!wanted) return [];
    known ??= things.map(knownAs);
    const found = known.map((each, i) => /** @type {[number, number]} */ ([distance(each, wanted), i]));
    return found.filter(([far]) => far < 3).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i);
  };
}
