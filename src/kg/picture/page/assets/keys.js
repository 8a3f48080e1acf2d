// @ts-check
// The picture by keyboard: from thing to thing, from tie to tie.

/** @typedef {import("./model.js").Model} Model */

/** @template T @param {T[]} list @param {T|undefined} current @param {number} by @returns {T|undefined} */
export function step(list, current, by) {
  const at = current === undefined ? -1 : list.indexOf(current);
  return list[(at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by + list.length) % list.length];
}

/**
 * @param {Model} model
 * @param {import("./stage.js").Stage} stage
 * @param {{choose: (things: number[], strand: number[]|null) => void, panel: HTMLElement}} acts
 */
export function keysOf(model, stage, { choose, panel }) {
  const { state, shown, ties } = model;
  /** @type {number|null} */
  let last = null;

  /** @param {number} by */
  function stepNode(by) {
    const next = step([...shown.nodes].sort((a, b) => a - b), state.things[0], by);
    if (next !== undefined) choose([next], null);
  }

  /** @param {number} by */
  function stepTie(by) {
    const mine = [...shown.ties].filter((i) => last === null || ties[i].s === last || ties[i].t === last);
    const next = step(mine, state.strand?.[0], by);
    if (next !== undefined) choose([], [next]);
  }

  /** @type {Object<string, () => void>} */
  const keys = {
    ArrowRight: () => stepNode(1),
    ArrowLeft: () => stepNode(-1),
    ArrowDown: () => stepTie(1),
    ArrowUp: () => stepTie(-1),
    Enter: () => panel.focus(),
    Escape: () => choose([], null),
    "+": () => stage.zoom(1.3),
    "=": () => stage.zoom(1.3),
    "-": () => stage.zoom(1 / 1.3),
    0: () => stage.fit(),
  };
  /** @param {KeyboardEvent} event */
  return (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (state.things.length) [last] = state.things;
    act();
  };
}
