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
