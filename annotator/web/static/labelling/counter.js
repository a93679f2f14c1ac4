// "3 of 5": Label Studio counts on by itself at whatever happens; the server says where we are.
"use strict";
(function () {
  var page = window.annotatorPage, position = 0;

  page.placed = function (where) {
    position = parseInt(where, 10);
    correct();
  };

  function correct() {
    var editor = window.Htx;
    if (position && editor && editor.queueTotal && editor.queuePosition !== position) {
      editor.incrementQueuePosition(position - editor.queuePosition);
    }
  }

  page.watch(function (element) {
    if (element && element.closest(".lsf-current-task, .lsf-bottombar")) setTimeout(correct);
  });
})();
