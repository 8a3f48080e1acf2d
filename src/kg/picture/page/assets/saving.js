// @ts-check
// What a reader keeps: the picture as SVG or PNG, the ties that are shown as CSV.

import { columns } from "./table.js";

/** @typedef {import("./model.js").Model} Model */

/** A cell of a CSV file; one that a spreadsheet would take for a formula begins with an apostrophe. @param {unknown} value */
export function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** @param {Model} model @param {number[]} indices */
export function csv(model, indices) {
  const told = columns(model);
  const days = ["earliest_start", "latest_start", "earliest_end", "latest_end"];
  const head = [...told.map(([name]) => name), ...days, "id"];
  const rows = indices.map((i) => {
    const tie = model.ties[i];
    return [...told.map(([, value]) => value(tie)), ...tie.b, tie.id];
  });
  // A mark at the start lets spreadsheets read the letters rightly.
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {SVGElement} drawing */
export function svgText(drawing) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}\n`;
}

/** @param {SVGElement} drawing @param {number} scale @returns {Promise<Blob>} */
export async function png(drawing, scale) {
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  const k = Math.min(scale, 12000 / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(drawing))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * k), height: Math.round(height * k) });
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/** A file's name from a title. @param {string} title */
export function fileName(title) {
  return title.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "picture";
}

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
