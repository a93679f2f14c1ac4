// A link to something that is folded away opens it, and goes there.
"use strict";
(() => {
  function open(hash) {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    target.scrollIntoView();
  }

  addEventListener("hashchange", () => open(location.hash));
  // The same link again changes nothing in the address.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.hash === location.hash) open(link.hash);
  });
  open(location.hash);
})();
