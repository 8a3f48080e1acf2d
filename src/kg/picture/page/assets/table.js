// The same ties as a table, for people who read rather than look, and for screen readers.
"use strict";

const COLUMNS = [
  ["from", (tie) => nodeName(NODES[tie.s])],
  ["kind", kindName],
  ["to", (tie) => nodeName(NODES[tie.t])],
  ["time", timeWords],
  ["detail", (tie) => tie.d ?? ""],
  ["status", (tie) => (tie.m ? tie.ml : state.on || tie.lk ? standing(tie) : "")],
  ["evidence", (tie) => (tie.e ?? []).map((s) => [s.title, s.locator].filter(Boolean).join(", ")).join("; ")],
];
const STEP = 200;
const order = { column: 0, up: true, rows: STEP };

function sortKey(name, tie, value) {
  return name === "time" ? tie.b[0] ?? tie.b[3] ?? "9999" : value(tie);
}

function sorted() {
  const [name, value] = COLUMNS[order.column];
  const collator = new Intl.Collator(state.lang, { numeric: true });
  const keyed = [...shown.ties].map((i) => [sortKey(name, TIES[i], value), i]);
  keyed.sort((a, b) => collator.compare(a[0], b[0]) || a[1] - b[1]);
  if (!order.up) keyed.reverse();
  return keyed.map(([, i]) => i);
}

function showHead() {
  $("head").replaceChildren(
    ...COLUMNS.map(([name], i) => {
      const cell = make("th", undefined, { scope: "col" });
      if (order.column === i) cell.setAttribute("aria-sort", order.up ? "ascending" : "descending");
      const mark = order.column === i ? (order.up ? " ▲" : " ▼") : "";
      cell.append(
        chooser(word(name) + mark, () => {
          order.up = order.column === i ? !order.up : true;
          order.column = i;
          showTable();
          $("head").children[i].firstElementChild.focus();
        }),
      );
      return cell;
    }),
  );
}

function tableRow(i) {
  const tie = TIES[i];
  const line = make("tr", undefined, state.strand?.includes(i) ? { class: "chosen" } : {});
  COLUMNS.forEach(([, value], column) => {
    const cell = column ? isolated("td", value(tie)) : make("td");
    if (!column) cell.append(chooser(value(tie), () => chooseTie(i)));
    line.append(cell);
  });
  return line;
}

function showTable() {
  showHead();
  const found = sorted();
  const cut = found.slice(0, order.rows);
  $("rows").replaceChildren(...cut.map(tableRow));
  $("shown").textContent = `${cut.length} ${word("of")} ${found.length} ${word("shown")}`;
  $("more").hidden = cut.length === found.length;
}
