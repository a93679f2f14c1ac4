// Long lists of answers by keyboard: Label Studio opens them with Space alone, and leaves the keyboard outside.
"use strict";
(function () {
  var page = window.annotatorPage, trigger = '[data-testid^="select-trigger"]';

  window.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    var list = event.target.closest && event.target.closest(trigger);
    if (!list || list.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    list.click();
  }, true);

  // The list itself knows the arrows and Enter, once it is where the keyboard is.
  page.watch(function (element) {
    var list = element && element.querySelector && element.querySelector("[cmdk-root]");
    if (list && !list.contains(document.activeElement)) list.focus();
  });
})();
