// What the other scripts of the labelling page share. They run before Label Studio's own.
"use strict";
window.annotatorPage = (function () {
  var place = document.getElementById("annotator-page");
  var page = place ? JSON.parse(place.textContent) : {};

  page.annotation = function () {
    var editor = window.Htx;
    return editor && editor.annotationStore && editor.annotationStore.selected;
  };

  // Says something in a box of our own, which stays until it is closed or another takes its place.
  page.say = function (words, kind) {
    var old = document.querySelector(".annotator-notice");
    if (old) old.remove();
    var notice = document.createElement("div"), close = document.createElement("button");
    notice.className = "annotator-notice" + (kind ? " " + kind : "");
    notice.setAttribute("role", kind === "bad" ? "alert" : "status");
    notice.textContent = words;
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", function () { notice.remove(); });
    notice.append(close);
    document.body.append(notice);
  };

  page.sayNoMore = function () {
    var bad = document.querySelector(".annotator-notice.bad");
    if (bad) bad.remove();
  };

  // What went wrong, why (as far as the server said), what is safe and what to do.
  page.failure = function (what) {
    var words = page.isTooMuch ? ["Your marks are still on this page."] : [
      "Your marks are still on this page, and what was saved before is safe.",
      "Keep the page open and press the button again; if it goes on, tell the manager of your study.",
    ];
    return [what, page.refusal].concat(words).filter(Boolean).join(" ");
  };
  page.sayFailure = function (what) { page.say(page.failure(what), "bad"); };

  // Calls `look` with every element that comes into the page, and with the page once at first.
  page.watch = function (look) {
    function begin() {
      look(document.body);
      new MutationObserver(function (changes) {
        changes.forEach(function (change) {
          if (change.type === "characterData") look(change.target.parentElement);
          else change.addedNodes.forEach(function (node) {
            look(node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
          });
        });
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    }
    if (document.body) begin();
    else document.addEventListener("DOMContentLoaded", begin);
  };
  return page;
})();
