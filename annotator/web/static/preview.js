// Cuts a block of a waiting article or takes it back, or counts what is ticked, without loading the
// page anew.
// Without JavaScript each button sends the form.
"use strict";
(() => {
  const form = document.querySelector("article.card")?.closest("form");
  if (!form) return;

  function buttons(article) {
    return [...article.querySelectorAll(".block > button")];
  }

  // One button of an article is in the order of the Tab key; the arrows lead to the others.
  function rove(article, chosen) {
    for (const one of buttons(article)) one.tabIndex = one === chosen ? 0 : -1;
  }

  // The page as it is after such a button; what keeps the articles says how many are ticked by then.
  async function send(button) {
    const answer = await fetch(location.href, { method: "POST", body: new FormData(form, button) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const keep = "button[value=keep]";
    const counted = page.querySelector(keep);
    if (counted) form.querySelector(keep).textContent = counted.textContent;
    return page;
  }

  async function move(button) {
    const article = button.closest("article");
    const at = buttons(article).indexOf(button);
    const blocks = article.querySelector(".blocks");
    const scrolled = blocks.scrollTop;
    blocks.setAttribute("aria-busy", "true");
    const fresh = (await send(button)).getElementById(article.id);
    if (!fresh) throw new Error("the article is not on the page");
    article.replaceWith(fresh);
    const now = buttons(fresh);
    const next = now[Math.min(at, now.length - 1)];
    rove(fresh, next);
    fresh.querySelector(".blocks").scrollTop = scrolled;
    next.focus({ preventScroll: true });
  }

  form.addEventListener("click", (event) => {
    const block = event.target.closest(".block");
    if (!block || String(getSelection())) return;
    event.preventDefault();
    const button = block.querySelector("button");
    move(button).catch(() => form.requestSubmit(button));
  });

  form.addEventListener("change", (event) => {
    if (event.target.type === "checkbox") send(form.querySelector("button")).catch(() => {});
  });

  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(".block > button")) return;
    event.preventDefault();
    const article = event.target.closest("article");
    const all = buttons(article);
    const next = all[all.indexOf(event.target) + step];
    if (!next) return;
    rove(article, next);
    next.focus();
  });

  for (const article of form.querySelectorAll("article.card")) rove(article, buttons(article)[0]);
})();
