// Asks every few seconds whether there is a newer report, and puts its parts in place of the old ones.
// It rests while the page is hidden, and leaves alone the part that one is in until one leaves it.
"use strict";
(() => {
  const line = document.getElementById("live");
  const report = document.getElementById("report");
  const shown = { made: line.dataset.made, current: line.dataset.current === "true", failed: "" };
  const ask = asking(() => line);
  let timer = 0;

  async function look() {
    try {
      const state = await ask(line.dataset.state);
      if (["made", "current", "failed"].some((name) => state[name] !== shown[name])) await renew(state);
    } catch {
      // The line says so, and it is asked again.
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, shown.current ? 4000 : 1500);
  }

  async function renew(state) {
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = [...page.getElementById("report").children];
    const names = new Set(parts.map((part) => part.id));
    for (const old of [...report.children]) if (!names.has(old.id)) old.remove();
    let before = null;
    for (const part of parts) before = put(part, before);
    document.dispatchEvent(new CustomEvent("renewed"));
    if (state.made !== shown.made) {
      const done = document.querySelector("#glance .figure")?.textContent.replace(/\s+/g, " ").trim() ?? "";
      line.textContent = `New numbers: ${done}. ${page.getElementById("live").textContent.trim()}`;
    }
    Object.assign(shown, state);
  }

  // Put a new part behind `before`, in place of the old one of its name; returns what stands there now.
  function put(part, before) {
    const old = document.getElementById(part.id);
    if (!old) {
      if (before) before.after(part);
      else report.prepend(part);
      return part;
    }
    if (old.contains(document.activeElement)) {
      old.addEventListener("focusout", (event) => { if (!old.contains(event.relatedTarget)) put(part, before); });
      return old;
    }
    const opened = [...old.querySelectorAll("details")].map((one) => one.open);
    part.querySelectorAll("details").forEach((one, place) => { one.open = opened[place] ?? false; });
    old.replaceWith(part);
    return part;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  plan();
})();
