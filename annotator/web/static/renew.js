// Asks every few seconds whether the work is another one than these numbers are made of, and then puts the new page
// in place of the old one. It rests while the page is hidden, waits while one is in a table or a form, and where
// people read passages it only says so.
"use strict";
(() => {
  const main = document.getElementById("main");
  let line = document.getElementById("renew");
  let timer = 0;
  if (!line) return;
  const ask = asking(() => line);

  async function look() {
    try {
      const { made_of } = await ask(line.dataset.newest);
      if (made_of !== line.dataset.madeOf && !(await renew())) return;
    } catch {
      // The line says so, and it is asked again.
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, 4000);
  }

  // Whether to go on asking.
  async function renew() {
    if (main.classList.contains("reading")) {
      line.innerHTML = 'The work has changed since then. <a href="">Show it as it is now</a>';
      line.querySelector("a").href = location.href;
      return false;
    }
    const within = document.activeElement;
    if (within !== main && main.contains(within)) return true;
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("renew");
    if (!next) {
      location.reload(); // it is being computed: that page has a bar of its own
      return false;
    }
    const opened = [...main.querySelectorAll("details")].map((one) => one.open);
    main.replaceChildren(...page.getElementById("main").childNodes);
    main.querySelectorAll("details").forEach((one, place) => { one.open = opened[place] ?? false; });
    line = document.getElementById("renew");
    line.textContent = `New numbers. ${line.textContent.trim()}`;
    document.dispatchEvent(new CustomEvent("renewed"));
    return true;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  plan();
})();
