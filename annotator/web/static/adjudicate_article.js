// The whole article, by keyboard alone or by mouse: what is selected in the text, or found by its
// words, can be added to the gold.
"use strict";
(() => {
  const form = document.getElementById("add");
  const focus = (...some) => {
    const found = some.map((one) => document.querySelector(one)).find(Boolean);
    found?.scrollIntoView({ block: "center" });
    found?.focus();
  };
  const actions = {
    d: () => document.getElementById("first")?.click(),
    e: () => focus("#relations :is(select, button)"),
    f: () => focus("button[name=state]"),
    g: () => focus("#gold ~ table button"),
    q: () => focus(".question.open select, .question.open input[name=value]", ".question select"),
    "?": toggleKeys,
  };

  if (form) {
    const option = form.querySelector(".option");
    const [start, end] = ["start", "end"].map((one) => form.querySelector(`[name=${one}-own]`));
    const find = document.getElementById("find");
    const range = () => [Number(start.value), Number(end.value)];
    const show = () => {
      const [from, to] = range();
      form.querySelector(".words").textContent = wordsOf(from, to);
      columns.forEach((one, n) => one.classList.toggle("within", places[n][0] < to && from < places[n][1]));
      showAttributes(option);
    };
    const put = ([from, to]) => {
      start.value = from;
      end.value = to;
      form.querySelector("details").open = true;
      show();
    };
    const move = (which, step, event) => put(moved(range(), which, step, !event.altKey));
    // The next place with these words behind the one that is shown, else the first.
    const look = (behind) => {
      const wanted = [...find.value.toLowerCase()];
      const at = (place) => wanted.every((one, n) => characters[place + n]?.toLowerCase() === one);
      const all = wanted.length ? [...characters.keys()].filter(at) : [];
      const found = all.find((one) => first + one > behind) ?? all[0];
      document.getElementById("found").textContent = wanted.length && !all.length ? "Not in the text." : "";
      if (found !== undefined) put([first + found, first + found + wanted.length]);
    };
    find.addEventListener("input", () => look(-1));
    find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      look(range()[0]);
    });
    Object.assign(actions, {
      ArrowLeft: (event) => move(event.shiftKey ? "start" : "end", -1, event),
      ArrowRight: (event) => move(event.shiftKey ? "start" : "end", 1, event),
      Enter: () => form.requestSubmit(),
      m: () => {
        form.querySelector("details").open = true;
        focus("#find");
      },
      t: () => focus("#label-own"),
    });
    whenSelected((from, to) => put([from, to]));
    form.addEventListener("input", show);
    show();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return document.activeElement.blur();
    if (event.ctrlKey || event.metaKey || typing(event.target)) return undefined;
    const act = actions[event.key];
    const aboutNew = event.key === "Enter" || event.key.startsWith("Arrow");
    if (!act || (aboutNew && !form.querySelector("details").open)) return undefined;
    if (event.key === "Enter" && event.target.matches("a, button, summary, input")) return undefined;
    event.preventDefault();
    return act(event);
  });
})();
