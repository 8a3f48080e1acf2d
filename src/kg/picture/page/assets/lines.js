// Many lines: above 1,500 they are stroked in one path for each kind, which keeps a page moving.
"use strict";

const MANY = 1500;
const DASHED_AT_MOST = 3000;
const many = () => view().strands.length > MANY;

function placeOf(index) {
  return points.get(index);
}

function batches() {
  const found = new Map();
  for (const strand of view().strands) {
    const look = strand.look ?? (strand.look = edgeLook(strand));
    if (look.hidden) continue;
    const key = `${strand.p} ${look.color.opacity} ${look.width} ${Boolean(look.dashes)}`;
    if (!found.has(key)) found.set(key, { look, strands: [] });
    found.get(key).strands.push(strand);
  }
  return [...found.values()].sort((a, b) => a.look.color.opacity - b.look.color.opacity);
}

let batched = null;
let spots = null;

function forgetLines() {
  for (const strand of view().strands) strand.look = null;
  batched = null;
  spots = null;
}

function positionsNow() {
  if (!spots) spots = NODES.map((_, i) => placeOf(i));
  return spots;
}

function drawLines(ctx) {
  if (!many()) return;
  const at = positionsNow();
  const [left, top, right, bottom] = corners();
  batched ??= batches();
  ctx.save();
  for (const { look, strands } of batched) {
    ctx.beginPath();
    for (const { s, t } of strands) {
      const a = at[s];
      const b = at[t];
      if ((a.x < left && b.x < left) || (a.x > right && b.x > right)) continue;
      if ((a.y < top && b.y < top) || (a.y > bottom && b.y > bottom)) continue;
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
    }
    ctx.strokeStyle = look.color.color;
    ctx.globalAlpha = look.color.opacity * 0.7;
    ctx.lineWidth = Math.max(look.width, 0.6 / network.getScale());
    ctx.setLineDash(look.dashes && strands.length <= DASHED_AT_MOST ? look.dashes : []);
    ctx.stroke();
  }
  ctx.restore();
}

function lineAt({ x, y }) {
  if (!many()) return null;
  const at = positionsNow();
  let best = null;
  let least = 6 / network.getScale();
  for (const strand of view().strands) {
    if (strand.look?.hidden) continue;
    const a = at[strand.s];
    const b = at[strand.t];
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const part = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    const gap = Math.hypot(x - a.x - part * dx, y - a.y - part * dy);
    if (gap < least) [best, least] = [strand.i, gap];
  }
  return best;
}
