// One passage, by keyboard alone or by mouse. Without this script the form works as it stands.
"use strict";

const form = document.getElementById("decide");
let chosen = document.querySelector(".option:has(input[name=accept]:checked)");

const field = (option, name) => option.querySelector(`[name="${name}-${option.dataset.number}"]`);
const accepted = (option) => option.querySelector("input[name=accept]");
const range = (option) => [Number(field(option, "start").value), Number(field(option, "end").value)];

function draw() {
  for (const option of document.querySelectorAll(".option")) {
    option.classList.toggle("chosen", option === chosen);
    option.querySelector(".details").hidden = !accepted(option).checked;
    const [start, end] = range(option);
    option.querySelector(".words").textContent = wordsOf(start, end);
    option.querySelector(".title").textContent = field(option, "label").selectedOptions[0].text;
    showAttributes(option);
  }
  const [start, end] = chosen ? range(chosen) : [-1, -1];
  columns.forEach((one, n) => one.classList.toggle("within", places[n][0] < end && start < places[n][1]));
}

function toggle(option) {
  if (!option) return;
  accepted(option).checked = !accepted(option).checked;
  if (accepted(option).checked) chosen = option;
  draw();
}

function move(which, step, byWord) {
  if (!chosen) return;
  const [start, end] = moved(range(chosen), which, step, byWord);
  field(chosen, "start").value = start;
  field(chosen, "end").value = end;
  draw();
}

const press = (action) => form.querySelector(`button[value=${action}]`).click();
const option = (number) => document.querySelector(`.option[data-number="${number}"]`);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return document.activeElement.blur();
  if (event.ctrlKey || event.metaKey) return undefined;
  if (event.key === "Enter" && event.target.id !== "reason" && !event.target.matches("a, button, summary")) {
    event.preventDefault();
    return press("save");
  }
  if (typing(event.target)) return undefined;
  const side = event.shiftKey ? "start" : "end";
  const actions = {
    ArrowLeft: () => move(side, -1, !event.altKey),
    ArrowRight: () => move(side, 1, !event.altKey),
    0: () => press("nothing"),
    a: () => chosen?.querySelector(".attribute:not([hidden]) :is(select, input)")?.focus(),
    e: () => document.querySelector("#relations button, #relations select")?.focus(),
    l: () => press("later"),
    m: () => toggle(option("own")),
    n: () => document.getElementById("skip").click(),
    r: () => document.getElementById("reason").focus(),
    s: () => chosen?.querySelector("[name=alternative]")?.click(),
    t: () => chosen && field(chosen, "label").focus(),
    u: () => document.querySelector("#undo button").click(),
    "?": toggleKeys,
  };
  const act = actions[event.key] ?? (/^[1-9]$/.test(event.key) ? () => toggle(option(event.key)) : null);
  if (!act) return undefined;
  event.preventDefault();
  return act();
});

// With the mouse: what is selected becomes the extent of the accepted mark that it touches, else of a
// mark that nobody made.
whenSelected((start, end) => {
  const touched = chosen && accepted(chosen).checked && range(chosen)[0] < end && start < range(chosen)[1];
  const one = touched ? chosen : option("own");
  field(one, "start").value = start;
  field(one, "end").value = end;
  accepted(one).checked = true;
  chosen = one;
  draw();
});

form.addEventListener("input", (event) => {
  const option = event.target.closest(".option");
  if (option && accepted(option).checked) chosen = option;
  draw();
});
draw();
