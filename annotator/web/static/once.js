// A form that was sent is not sent once more by a second click while its answer is awaited: the second
// answer would be shown, and says "there is one already" of what the first has made.
"use strict";
(() => {
  const seconds = 10; // should no answer come, the button works again
  let sent = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    setTimeout(() => sent.delete(form), seconds * 1000);
  });
  // Back in history brings the page as it was left.
  addEventListener("pageshow", () => { sent = new WeakSet(); });
})();
