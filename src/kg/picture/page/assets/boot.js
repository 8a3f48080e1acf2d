// @ts-check
// The page of one file: its own data, its own address.

import { mount } from "./mount.js";

const own = document.getElementById("khyber");
const block = document.getElementById("data");
if (own && block) {
  let kept = location.hash;
  const mounted = mount(own, JSON.parse(block.textContent ?? ""), {
    fragment: () => location.hash,
    keep: (fragment) => {
      try {
        kept = fragment ? `#${fragment}` : "";
        history.replaceState(null, "", kept || location.pathname + location.search);
      } catch {
        // A page inside a notebook's frame has no address of its own.
      }
    },
  });
  Object.assign(own, { khyber: mounted });
  addEventListener("hashchange", () => {
    if (location.hash !== kept) mounted.visit(location.hash);
  });
  document.documentElement.dataset.ready = "true";
}
