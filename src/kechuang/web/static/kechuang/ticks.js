// One tick for all: at the head of a column of ticks, and before a long list of them in a form. Without it each is ticked by hand.
// Whoever sends back is asked for the reason before anything leaves the page, so that the ticks stay.
"use strict";
(() => {
  const FEW = 3;
  const named = document.querySelector("[data-all]");
  if (!named) return;
  const words = named.dataset.all;

  for (const head of document.querySelectorAll("th.tick-column")) {
    const boxes = [...head.closest("table").querySelectorAll("tbody input[type=checkbox]")];
    if (boxes.length < 2) continue;
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", words);
    all.title = words;
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    for (const box of boxes) box.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); });
    head.replaceChildren(all);
  }

  const batch = document.getElementById("batch");
  batch?.addEventListener("click", (event) => {
    const verb = event.target.closest("button[name=verb]");
    if (verb) batch.elements.reason.required = verb.value === "send-back";
  });

  for (const list of document.querySelectorAll("form[data-all] .field > div")) {
    const boxes = [...list.querySelectorAll("input[type=checkbox]")];
    if (boxes.length <= FEW) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = `${words} (${boxes.length})`;
    button.addEventListener("click", () => {
      const on = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = on;
    });
    list.before(button);
  }
})();
