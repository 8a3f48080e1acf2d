// @ts-check
// The map behind a picture: sea, coasts, borders and the names of lands.

/** @typedef {CanvasRenderingContext2D} Context */

/** @param {Context} ctx @param {import("./payload.js").View} view @param {Object<string, string>} theme @param {{family: string, named: boolean}} words */
export function paintBackground(ctx, view, theme, words) {
  const { lines, frame } = view;
  if (!frame) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1]);
  ctx.fillStyle = theme.sea;
  ctx.fill();
  ctx.clip();
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
  if (words.named) paintLands(ctx, view, theme, words.family);
  ctx.restore();
}

/** @param {Context} ctx @param {import("./payload.js").View} view @param {Object<string, string>} theme @param {string} family */
function paintLands(ctx, view, theme, family) {
  ctx.setLineDash([]);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `${view.font * 0.8}px ${family}`;
  ctx.letterSpacing = "1px";
  ctx.fillStyle = theme.coast;
  for (const [name, [x, y]] of view.names) ctx.fillText(name.toUpperCase(), x, y);
}
