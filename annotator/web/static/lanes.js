// A text with marks in lanes under its words: where its characters are, what is selected in it, and
// what the pages that decide about it share.
"use strict";

const columns = [...document.querySelectorAll("#text .column")];
const places = columns.map((one) => [Number(one.dataset.start), Number(one.dataset.end)]);
const characters = columns.flatMap((one) => {
  const text = [...(one.firstChild?.data ?? "")];
  const length = Number(one.dataset.end) - Number(one.dataset.start);
  return [...text, ...Array(length - text.length).fill("\n")];
});
const first = places[0]?.[0] ?? 0;
const last = places.at(-1)?.[1] ?? 0;
const wordsOf = (start, end) => characters.slice(start - first, end - first).join("");

const inWord = (place) => /[^\s\p{P}]/u.test(characters[place - first] ?? " ");
const isStart = (place) => inWord(place) && !inWord(place - 1);
const isEnd = (place) => !inWord(place) && inWord(place - 1);

// Where a mark lies when one of its ends has moved by a word or a character.
function moved([start, end], which, step, byWord) {
  let place = which === "start" ? start : end;
  const stop = which === "start" ? isStart : isEnd;
  do place += step; while (byWord && place > first && place < last && !stop(place));
  if (which === "start" && place >= first && place < end) return [place, end];
  if (which === "end" && place > start && place <= last) return [start, place];
  return [start, end];
}

// Of the fields of a mark those attributes that are asked of its label.
function showAttributes(option) {
  const label = option.querySelector('[name^="label-"]').value;
  for (const one of option.querySelectorAll(".attribute")) {
    one.hidden = Boolean(one.dataset.labels) && !one.dataset.labels.split(" ").includes(label);
  }
}

function typing(target) {
  return target.matches("input:not([type=checkbox]), select, textarea");
}

function toggleKeys() {
  const keys = document.getElementById("keys");
  keys.hidden = !keys.hidden;
  document.getElementById("show-keys").setAttribute("aria-expanded", String(!keys.hidden));
}
document.getElementById("show-keys").addEventListener("click", toggleKeys);

function placeOf(node, offset) {
  const column = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.(".column");
  if (!column) return null;
  const within = node === column.firstChild ? [...node.data.slice(0, offset)].length : 0;
  return Number(column.dataset.start) + within;
}

function whenSelected(act) {
  document.getElementById("text").addEventListener("mouseup", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed) return;
    const picked = selection.getRangeAt(0);
    let start = placeOf(picked.startContainer, picked.startOffset);
    let end = placeOf(picked.endContainer, picked.endOffset);
    if (start === null || end === null) return;
    while (start < end && /\s/u.test(characters[start - first])) start += 1; // a mark begins with a word
    while (start < end && /\s/u.test(characters[end - 1 - first])) end -= 1;
    if (start < end) act(start, end);
  });
}
