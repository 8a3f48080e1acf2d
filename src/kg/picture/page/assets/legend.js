// The legend, which is also the filter.
"use strict";

function swatch(draw) {
  const svg = makeSvg("svg", { width: 30, height: 18, viewBox: "-15 -9 30 18", "aria-hidden": "true" });
  svg.append(draw);
  return svg;
}

function kindRow(picture, text, count, off, flip) {
  const label = make("label", undefined, { class: "kind" });
  const box = make("input", undefined, { type: "checkbox" });
  box.checked = !off;
  box.addEventListener("change", () => flip(box.checked));
  label.append(box, picture, make("bdi", text));
  label.append(make("span", count === null ? "" : String(count), { class: "count" }));
  return label;
}

function groupSwatch(group) {
  const look = { fill: group.fill, stroke: "currentColor", "stroke-width": 1.2 };
  if (!group.points) return swatch(makeSvg("circle", { r: 7, ...look }));
  const points = group.points.map(([x, y]) => `${x * 0.65},${y * 0.65}`).join(" ");
  return swatch(makeSvg("polygon", { points, ...look }));
}

function lineSwatch(colour, dash, width = 2.4, mark = "") {
  const look = { d: "M-15 0H15", stroke: colour, "stroke-width": width, fill: "none" };
  if (dash.length) look["stroke-dasharray"] = dash.join(" ");
  const found = swatch(makeSvg("path", look));
  const corners = DATA.marks[mark];
  if (mark === "circle") found.append(makeSvg("circle", { r: 4.2, fill: colour }));
  else if (corners?.length) found.append(makeSvg("polygon", { points: corners.join(" "), fill: colour }));
  return found;
}

function standingRow(name, width) {
  const row = make("div", undefined, { class: "kind" });
  row.append(lineSwatch("currentColor", DATA.strokes[name].dash, width), make("span", word(name)));
  return row;
}

function showLegend() {
  const flip = (set, key) => (on) => {
    if (on) set.delete(key);
    else set.add(key);
    refresh();
  };
  $("groups").replaceChildren(
    ...Object.entries(DATA.groups).map(([name, group]) =>
      kindRow(groupSwatch(group), word(name), group.count, state.groupsOff.has(name), flip(state.groupsOff, name)),
    ),
  );
  const rows = DATA.paints.map((paint, i) =>
    kindRow(lineSwatch(paint.colour, [], 2.4, paint.mark), paintName(paint), paint.count, state.paintsOff.has(i), flip(state.paintsOff, i)),
  );
  const claims = TIES.filter((tie) => tie.m).length;
  if (claims) {
    rows.unshift(
      kindRow(lineSwatch("currentColor", DATA.claimDash), word("claims"), claims, !state.claims, (on) => {
        state.claims = on;
        refresh();
      }),
    );
  }
  if (TIES.some((tie) => tie.c === "last known" || tie.lk)) rows.push(standingRow("last known", 1.6));
  if (YEARS || TIES.some((tie) => tie.c === "possible")) rows.push(standingRow("possible", 1));
  $("paints").replaceChildren(...rows);
}
