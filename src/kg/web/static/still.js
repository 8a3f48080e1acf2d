// What a page that lies in a folder gains where scripts run: search among the names of names.js.
(() => {
  const field = document.getElementById("q"), list = document.getElementById("found");
  const names = window.khyberNames;
  if (!field || !list || !names) return;
  const up = field.dataset.up || "";
  field.closest("form").addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase().trim();
    const found = words.length < 2 ? [] : names.filter(([label]) => label.toLocaleLowerCase().includes(words)).slice(0, 30);
    list.replaceChildren(...found.map(([label, path]) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = up + path;
      link.textContent = label;
      item.append(link);
      return item;
    }));
  });
})();
