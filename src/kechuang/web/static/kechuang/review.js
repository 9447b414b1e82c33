// The review page: the place of an item in the document, and the keyboard. Without it every verb still works by form.
"use strict";
const documentPane = document.getElementById("document");

// Offsets count characters (code points); a string of JavaScript counts some of them twice.
function unitsFor(text, characters) {
  return [...text].slice(0, characters).join("").length;
}

function clearMarks() {
  for (const mark of documentPane.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(mark.textContent);
    parent.normalize();
  }
}

// Where a number of characters into a line falls, whatever marks stand in it already.
function pointAt(line, characters) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let left = characters;
  let node = walker.nextNode();
  while (node) {
    const length = [...node.data].length;
    if (left <= length) return [node, unitsFor(node.data, left)];
    left -= length;
    node = walker.nextNode();
  }
  return null;
}

function markPlace(start, end) {
  let first = null;
  for (const line of documentPane.querySelectorAll("[data-start]")) {
    const begins = Number(line.dataset.start);
    const length = [...line.textContent].length;
    if (begins >= end || begins + length <= start || !line.firstChild) continue;
    const from = pointAt(line, Math.max(0, start - begins));
    const to = pointAt(line, Math.min(length, end - begins));
    if (!from || !to) continue;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    const mark = document.createElement("mark");
    try { range.surroundContents(mark); } catch { continue; } // it crosses a mark that is there already
    first = first || mark;
  }
  return first;
}

// Light up places, each a start and an end, and bring the first of them into view.
function showPlaces(places) {
  clearMarks();
  const first = places.map(([start, end]) => markPlace(start, end))[0];
  if (first) {
    const top = first.getBoundingClientRect().top - documentPane.getBoundingClientRect().top;
    documentPane.scrollTop += top - documentPane.clientHeight / 3;
  }
}

function placesOf(element) {
  const several = (element.dataset.places || "").split(" ").filter(Boolean);
  if (several.length) return several.map((place) => place.split("-").map(Number));
  return [[Number(element.dataset.start), Number(element.dataset.end)]];
}

function items() {
  return [...document.querySelectorAll(".item")];
}

function select(item) {
  if (!item) return;
  for (const other of items()) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  item.scrollIntoView({ block: "nearest" });
  showPlaces(placesOf(item));
}

function current() {
  return document.querySelector(".item[aria-current]");
}

function move(step, pendingOnly) {
  const all = items();
  let at = all.indexOf(current());
  do at += step; while (pendingOnly && all[at] && all[at].dataset.standing !== "pending");
  const next = all[at];
  if (next) { select(next); next.focus({ preventScroll: true }); }
}

document.addEventListener("click", (event) => {
  const place = event.target.closest(".place");
  const item = event.target.closest(".item");
  if (item) select(item);
  if (place) showPlaces(placesOf(place));
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") { move(key === "j" ? 1 : -1, false); event.preventDefault(); }
  if (key === "n") { move(1, true); event.preventDefault(); }
  const verb = current() && current().querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (verb) { verb.click(); event.preventDefault(); }
});

// After an item has been answered anew it stays the current one, its form gets the focus.
document.addEventListener("htmx:afterSwap", (event) => {
  const id = event.detail.target && event.detail.target.id;
  const item = id && id.startsWith("item-") ? document.getElementById(id) : null;
  if (!item) return;
  select(item);
  const field = item.querySelector(".field input, .field select");
  if (field) field.focus();
  else item.focus({ preventScroll: true });
});

// What is marked in the document is where something missed can be added.
function offsetOf(node, units) {
  const line = node.parentElement && node.parentElement.closest("[data-start]");
  if (!line) return null;
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, units);
  return Number(line.dataset.start) + [...range.toString()].length;
}

document.addEventListener("selectionchange", () => {
  const link = document.getElementById("add");
  const chosen = document.getSelection();
  if (!link || !chosen || chosen.isCollapsed || !documentPane.contains(chosen.anchorNode)) return;
  const range = chosen.getRangeAt(0);
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  if (start === null || end === null) return;
  const address = new URL(link.href);
  address.searchParams.set("start", start);
  address.searchParams.set("end", end);
  link.href = address;
});

if (location.hash.startsWith("#item-")) select(document.getElementById(location.hash.slice(1)));
else select(items()[0]);
