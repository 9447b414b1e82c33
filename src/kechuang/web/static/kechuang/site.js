// The key / leads to the search field from everywhere.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    const field = document.getElementById("search");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
// Lists: which columns are shown and how dense the rows stand; kept in this browser, and in a filter that is saved.
(() => {
  "use strict";
  const tools = document.querySelector(".list-tools");
  const table = document.querySelector("main table");
  if (!tools) return;

  const kept = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing */ } },
  };

  const density = tools.querySelector(".density");
  function press(dense) {
    document.documentElement.classList.toggle("tight", dense);
    density.setAttribute("aria-pressed", String(dense));
  }
  density.hidden = false;
  press(kept.get("kechuang.tight") === "1");
  density.addEventListener("click", () => {
    const dense = density.getAttribute("aria-pressed") !== "true";
    kept.set("kechuang.tight", dense ? "1" : "0");
    press(dense);
  });

  const heads = table ? [...table.querySelectorAll("thead tr:first-child th")] : [];
  const plain = heads.length > 2 && heads.every((head) => head.colSpan === 1) && table.querySelectorAll("thead tr").length === 1;
  if (!plain) return;
  const key = `kechuang.hide${location.pathname}`;
  const asked = new URLSearchParams(location.search).get("hide") ?? kept.get(key) ?? "";
  const hidden = new Set(asked.split(".").map(Number).filter((number) => number > 0 && number < heads.length));
  const query = tools.querySelector("input[name=query]");

  function apply() {
    for (const row of table.rows) [...row.cells].forEach((cell, number) => { if (cell.colSpan === 1) cell.hidden = hidden.has(number); });
    const list = [...hidden].sort((one, other) => one - other).join(".");
    kept.set(key, list);
    if (query) {
      const parts = new URLSearchParams(query.value);
      parts.delete("hide");
      if (list) parts.set("hide", list);
      query.value = parts.toString();
    }
  }

  const menu = tools.querySelector(".columns");
  heads.forEach((head, number) => {
    if (number === 0 || !head.textContent.trim()) return;
    const label = document.createElement("label");
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.checked = !hidden.has(number);
    tick.addEventListener("change", () => { if (tick.checked) hidden.delete(number); else hidden.add(number); apply(); });
    label.append(tick, ` ${head.textContent.trim()}`);
    menu.querySelector(".choices").append(label);
  });
  menu.hidden = false;
  apply();
})();
