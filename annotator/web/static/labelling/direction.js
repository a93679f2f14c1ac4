// Which way an article is written, by the majority of its letters: a Latin first word, a name or a
// link does not turn an Arabic article. Label Studio makes the text's container anew each time.
"use strict";
(function () {
  var page = window.annotatorPage, waiting = new Set();
  var TEXTS = ".lsf-richtext__container, .lsf-main-view__annotation :is(h1, h2, h3, h4, h5)";
  var RIGHT = new RegExp("[" + ["Hebrew", "Arabic", "Syriac", "Thaana", "Nko", "Samaritan",
    "Mandaic", "Adlam", "Hanifi_Rohingya"].map(function (script) {
    return "\\p{Script=" + script + "}";
  }).join("") + "]", "gu");
  var LETTER = /\p{L}/gu;

  function count(text, pattern) { return (text.match(pattern) || []).length; }

  page.direction = function (text) {
    return 2 * count(text, RIGHT) > count(text, LETTER) ? "rtl" : "ltr";
  };

  function turn() {
    waiting.forEach(function (container) {
      var way = page.direction(container.textContent);
      if (container.getAttribute("dir") !== way) container.setAttribute("dir", way);
    });
    waiting.clear();
  }

  function wait(container) {
    if (!waiting.size) setTimeout(turn);
    waiting.add(container);
  }

  page.watch(function (element) {
    if (!element) return;
    var around = element.closest(TEXTS);
    if (around) wait(around);
    else element.querySelectorAll(TEXTS).forEach(wait);
  });
})();
