// @ts-check
// The map behind a picture: sea, coasts, borders and the names of lands.

/** @typedef {CanvasRenderingContext2D} Context */

/** @param {Context} ctx @param {import("./payload.js").View} view @param {Object<string, string>} theme @param {{family: string, lang: "en"|"ur", shown: Set<number>}} words */
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
    ctx.strokeStyle = kind === "leader" ? theme.faint : theme[kind];
    for (let i = 0; i < flat.length; i += 2) {
      if (i) ctx.lineTo(flat[i], flat[i + 1]);
      else ctx.moveTo(flat[i], flat[i + 1]);
    }
    ctx.stroke();
  }
  if (words.lang === "en") paintLands(ctx, view, theme, words.family);
  paintShades(ctx, view, theme, words);
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

/** What the colours of land mean. @param {Context} ctx @param {import("./payload.js").View} view @param {Object<string, string>} theme @param {{family: string, lang: "en"|"ur"}} words */
function paintShades(ctx, view, theme, { family, lang }) {
  const { frame } = view;
  if (!frame) return;
  const size = view.font * 0.9;
  ctx.setLineDash([]);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.letterSpacing = "0px";
  ctx.font = `${size}px ${family}`;
  view.shades.forEach((shade, i) => {
    const y = frame[3] - (view.shades.length - i) * size * 1.5;
    ctx.fillStyle = shade.colour;
    ctx.fillRect(frame[0] + size, y - size / 2, size * 1.5, size);
    ctx.strokeStyle = theme.faint;
    ctx.strokeRect(frame[0] + size, y - size / 2, size * 1.5, size);
    ctx.fillStyle = theme.ink;
    ctx.fillText(shade[lang], frame[0] + size * 3, y);
  });
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
