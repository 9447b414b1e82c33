// The form of a return: checks run while one types; what is handed in waits for a check that is under way, and starts none.
// Whoever leaves with figures that were not saved is asked first.
"use strict";
(() => {
  const form = document.getElementById("fill");
  if (!form) return;
  const LONGEST_WAIT = 2000; // the server checks again anyway
  let busy = false, leaving = false, waiting = null, typed = false;
  const go = () => {
    if (!waiting) return;
    const button = waiting;
    waiting = null;
    busy = false;
    form.requestSubmit(button);
  };
  form.addEventListener("submit", (event) => {
    leaving = true;
    if (!busy) return;
    event.preventDefault();
    waiting = event.submitter;
    setTimeout(go, LONGEST_WAIT);
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
    else busy = true;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  form.addEventListener("input", () => { typed = true; });
  window.addEventListener("beforeunload", (event) => { if (typed && !leaving) event.preventDefault(); });
  form.addEventListener("htmx:afterRequest", () => {
    busy = false;
    go();
  });
})();
