// @ts-check
// The clock: a slider over the years that says who joined and who left since the last stop.

import { make } from "./dom.js";
import { stopIn } from "./time.js";

/** @typedef {import("./model.js").Model} Model */

const PACE = 900;
const SPEEDS = [0.5, 1, 2, 4];
const NAMED = 6;

/** @param {import("./skeleton.js").Parts} parts @param {Model} model @param {(day: string|null) => void} setOn */
export function createClock(parts, model, setOn) {
  const { data, word } = model;
  const years = data.years;
  const slider = /** @type {HTMLInputElement} */ (parts.year);
  const date = /** @type {HTMLInputElement} */ (parts.date);
  const speed = /** @type {HTMLSelectElement} */ (parts.speed);
  /** @type {ReturnType<typeof setTimeout>|null} */
  let playing = null;

  function stop() {
    if (playing) clearTimeout(playing);
    playing = null;
    parts.play.textContent = word("play");
  }

  function tick() {
    const next = Number(model.state.on?.slice(0, 4)) + 1;
    if (!years || next > years[1]) return stop();
    setOn(stopIn(next, data.until));
    playing = setTimeout(tick, PACE / Number(speed.value));
  }

  function play() {
    if (playing) return stop();
    if (!years) return;
    if (!model.state.on || Number(model.state.on.slice(0, 4)) >= years[1]) setOn(stopIn(years[0], data.until));
    playing = setTimeout(tick, PACE / Number(speed.value));
    parts.play.textContent = word("pause");
  }

  /** @param {string} name @param {Set<number>} which */
  function told(name, which) {
    const names = [...which].slice(0, NAMED).map(model.nodeName);
    if (which.size > NAMED) names.push(`+${which.size - NAMED}`);
    const line = make("span", undefined, { class: name });
    line.append(make("b", `${word(name)}: `), make("bdi", names.join(model.state.lang === "ur" ? "، " : ", ")));
    return line;
  }

  function show() {
    const { on } = model.state;
    const { joined, left } = model.change;
    date.value = on ?? "";
    if (years) slider.value = on ? on.slice(0, 4) : String(years[1]);
    slider.setAttribute("aria-valuetext", on ? model.inWords(on) : word("all_times"));
    parts.now.textContent = on ? model.inWords(on) : word("all_times");
    parts.change.replaceChildren(
      ...(joined.size ? [told("joined", joined)] : []),
      ...(left.size ? [told("left", left)] : []),
    );
    if (playing) parts.play.textContent = word("pause");
  }

  if (years) {
    parts.clock.hidden = false;
    [slider.min, slider.max] = years.map(String);
    speed.append(...SPEEDS.map((each) => make("option", `${each}×`, { value: each })));
    speed.value = "1";
    slider.addEventListener("input", () => setOn(stopIn(Number(slider.value), data.until)));
    date.addEventListener("change", () => setOn(date.value || null));
    parts.play.addEventListener("click", play);
    parts.everything.addEventListener("click", () => {
      stop();
      setOn(null);
    });
  }
  return { show, stop, playing: () => playing !== null };
}
