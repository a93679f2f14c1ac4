// Copy buttons beside invitation links. Without JavaScript the links can be selected by hand.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // an address without TLS has no clipboard of its own
    }
    button.textContent = "Copied";
    document.getElementById("copied").textContent = "The link is copied.";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}
