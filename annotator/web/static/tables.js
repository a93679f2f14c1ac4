// Sorts, filters and pages tables in place. Without it the same links and forms load the page anew.
"use strict";
(() => {
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.body.append(said);

  async function show(address, table) {
    const focused = document.activeElement?.id;
    let page;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      location.href = address;
      return;
    }
    // The other tables' links keep what this one shows, so all of them are new.
    for (const section of document.querySelectorAll("[data-table]")) {
      const next = page.getElementById(section.id);
      if (next) section.replaceChildren(...next.childNodes);
    }
    history.replaceState(null, "", address);
    const again = focused && document.getElementById(focused);
    (again || table.querySelector(".scroll"))?.focus({ preventScroll: true });
    said.textContent = table.querySelector(".table-tools [role=status]")?.textContent.trim() ?? "";
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-table] a.sort, [data-table] nav a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.href, link.closest("[data-table]"));
  });
  document.addEventListener("submit", (event) => {
    const table = event.target.closest("[data-table]");
    if (!table || event.target.method !== "get") return;
    event.preventDefault();
    const asked = new URLSearchParams(new FormData(event.target));
    show(`${location.pathname}?${asked}#${table.id}`, table);
  });
})();
