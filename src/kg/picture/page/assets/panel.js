// The panel beside the picture: what is known of a tie or a thing, and what says so.
"use strict";

function chooser(text, act) {
  const button = isolated("button", text, { type: "button" });
  button.addEventListener("click", act);
  return button;
}

function tieTitle(tie) {
  const arrow = tie.y ? "–" : document.documentElement.dir === "rtl" ? "←" : "→";
  return `${nodeName(NODES[tie.s])} ${arrow} ${nodeName(NODES[tie.t])}`;
}

function row(list, term, value) {
  if (!value) return;
  list.append(make("dt", term), isolated("dd", value));
}

function evidenceItem(source) {
  const item = make("li");
  const url = safeUrl(source.url);
  const title = source.title || source.publisher || url || "—";
  const name = url
    ? isolated("a", title, { href: url, rel: "noopener noreferrer nofollow", target: "_blank" })
    : isolated("cite", title);
  item.append(name);
  const rest = [source.title && source.publisher, source.locator].filter(Boolean).join(", ");
  if (rest) item.append(isolated("div", rest));
  const status = source.reviewed
    ? `${word("reviewed")} ${source.reviewed}`
    : source.status && word(source.status);
  if (status) item.append(make("div", status, { class: "hint" }));
  return item;
}

function tieBlock(index) {
  const tie = TIES[index];
  const block = make("div", undefined, { class: tie.m ? "claim" : "fact" });
  block.append(isolated("h2", tieTitle(tie)));
  const list = make("dl");
  row(list, word("kind"), kindName(tie));
  row(list, word("time"), timeWords(tie));
  const day = state.on ?? (tie.lk && DATA.on);
  if (day) row(list, word("on") + " " + dayWords(day), standing(tie));
  row(list, word("detail"), tie.d);
  row(list, word("status"), tie.m ? tie.ml : "");
  row(list, word("claimants"), (tie.who ?? []).join(", "));
  for (const [term, value] of tie.f ?? []) row(list, term, value);
  if (tie.n > 1) row(list, word("ties"), String(tie.n));
  block.append(list, make("h3", word("evidence")));
  if (tie.e?.length) {
    const sources = make("ul");
    sources.append(...tie.e.map(evidenceItem));
    block.append(sources);
  } else block.append(make("p", word("no_evidence")));
  for (const account of tie.o ?? []) {
    block.append(make("h3", word("other_accounts")), isolated("p", account));
  }
  const parties = make("ul", undefined, { class: "ties" });
  for (const end of new Set([tie.s, tie.t])) {
    const item = make("li");
    item.append(chooser(nodeName(NODES[end]), () => chooseNode(end)));
    parties.append(item);
  }
  block.append(make("h3", word("parties")), parties);
  return block;
}

function tieLinks(indices) {
  const list = make("ul", undefined, { class: "ties" });
  for (const i of indices.slice(0, 100)) {
    const item = make("li");
    const tie = TIES[i];
    item.append(chooser(tieTitle(tie), () => chooseTie(i)));
    item.append(isolated("div", `${kindName(tie)}, ${timeWords(tie)}`, { class: "hint" }));
    list.append(item);
  }
  if (indices.length > 100) {
    list.append(make("li", `100 ${word("of")} ${indices.length} ${word("shown")}`));
  }
  return list;
}

function nodeBlock(index) {
  const node = NODES[index];
  const block = make("div");
  block.append(isolated("h2", nodeName(node)));
  const list = make("dl");
  row(list, word("kind"), kindName(node) || word(node.g));
  row(list, word("known_as"), node.note);
  if (node.w) row(list, word("time"), timeWords(node));
  block.append(list);
  const mine = [...shown.ties].filter((i) => TIES[i].s === index || TIES[i].t === index);
  block.append(make("h3", `${word("ties")} (${mine.length})`), tieLinks(mine));
  return block;
}

function showPanel() {
  const panel = $("panel");
  const close = chooser(word("close"), () => choose(null, null));
  if (state.strand !== null) {
    const here = state.strand.filter((i) => shown.ties.has(i));
    panel.replaceChildren(close, ...(here.length === 1 ? [tieBlock(here[0])] : [tieLinks(here)]));
  } else if (state.node !== null) {
    panel.replaceChildren(close, nodeBlock(state.node));
  } else {
    panel.replaceChildren(
      make("p", word("hint"), { class: "hint" }),
      make("p", word("keys"), { class: "hint" }),
    );
  }
}
