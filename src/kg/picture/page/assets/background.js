// @ts-check
// The map behind a picture: sea, coasts, borders and the names of lands.

import { away } from "./grid.js";

/** @typedef {CanvasRenderingContext2D} Context */

/** @param {Context} ctx @param {import("./payload.js").View} view @param {Object<string, string>} theme @param {{family: string, lang: "en"|"ur", shown: Set<number>, camera: import("./camera.js").Camera, placed: import("./labels.js").Placed[]}} words */
export function paintBackground(ctx, view, theme, words) {
  const { lines, frame } = view;
  if (!frame) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1]);
  ctx.fillStyle = theme.sea;
  ctx.fill();
  ctx.clip();
  paintGround(ctx, view, theme, words.shown);
  ctx.lineWidth = 1;
  for (const [kind, flat] of lines) {
    ctx.beginPath();
    ctx.setLineDash(kind === "disputed" ? [3, 3] : []);
    ctx.strokeStyle = theme[kind];
    for (let i = 0; i < flat.length; i += 2) {
      if (i) ctx.lineTo(flat[i], flat[i + 1]);
      else ctx.moveTo(flat[i], flat[i + 1]);
    }
    ctx.stroke();
  }
  if (words.lang === "en") paintLands(ctx, view, theme, words);
  ctx.restore();
}

/** Land, shaded where the thing that it shows is there. @param {Context} ctx @param {import("./payload.js").View} view @param {Object<string, string>} theme @param {Set<number>} shown */
function paintGround(ctx, view, theme, shown) {
  for (const [rings, shade, node] of view.lands) {
    const shaded = shade >= 0 && (node === null || shown.has(node));
    ctx.beginPath();
    for (const flat of rings) {
      for (let i = 0; i < flat.length; i += 2) {
        if (i) ctx.lineTo(flat[i], flat[i + 1]);
        else ctx.moveTo(flat[i], flat[i + 1]);
      }
      ctx.closePath();
    }
    ctx.fillStyle = shaded ? view.shades[shade].colour : theme.land;
    ctx.fill("evenodd");
  }
}

/** The names of lands, where no name of the picture has grown over them. @param {Context} ctx @param {import("./payload.js").View} view @param {Object<string, string>} theme @param {{family: string, camera: import("./camera.js").Camera, placed: import("./labels.js").Placed[]}} words */
function paintLands(ctx, view, theme, { family, camera, placed }) {
  ctx.setLineDash([]);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `${view.font * 0.8}px ${family}`;
  ctx.letterSpacing = "1px";
  ctx.fillStyle = theme.faint;
  for (const [name, at] of view.names) {
    const [x, y] = camera.toScreen(at[0], at[1]);
    const room = { x, y, w: ctx.measureText(name.toUpperCase()).width * camera.k, h: view.font * 0.8 * camera.k };
    if (!placed.some((each) => away(each, room) === 0)) ctx.fillText(name.toUpperCase(), at[0], at[1]);
  }
}
