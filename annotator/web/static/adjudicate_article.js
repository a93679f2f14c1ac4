// The whole article: what is selected in the text can be added to the gold.
"use strict";
(() => {
  const form = document.getElementById("add");
  const start = form.querySelector("[name=start-own]");
  const end = form.querySelector("[name=end-own]");
  const words = form.querySelector(".words");
  const show = () => {
    words.textContent = wordsOf(Number(start.value), Number(end.value));
  };
  whenSelected((from, to) => {
    start.value = from;
    end.value = to;
    form.querySelector("details").open = true;
    show();
  });
  form.addEventListener("input", show);
  show();
})();
