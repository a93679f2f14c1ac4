// Takes the page's markup along when a page is pasted, so that it is read as the page itself is.
"use strict";
(() => {
  const text = document.getElementById("text");
  const html = document.getElementById("html");
  const said = document.getElementById("html-said");
  const most = 6000000; // bytes of a form; a larger page is read from its text
  let pasted = "";

  text.addEventListener("paste", (event) => {
    const markup = event.clipboardData.getData("text/html");
    const isWhole = !text.value.trim() || text.selectionEnd - text.selectionStart === text.value.length;
    // What is pasted stands in the field only after this event.
    setTimeout(() => {
      html.value = isWhole && encodeURIComponent(markup).length < most ? markup : "";
      pasted = text.value;
      said.hidden = !html.value;
    });
  });
  // What a person typed counts more than the page it came from.
  text.addEventListener("input", () => {
    setTimeout(() => {
      if (text.value === pasted) return;
      html.value = "";
      said.hidden = true;
    }, 5);
  });
})();
