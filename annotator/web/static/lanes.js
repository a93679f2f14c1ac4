// A text with marks in lanes under its words: where its characters are, and what is selected in it.
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
