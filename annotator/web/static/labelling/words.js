// Our words in place of Label Studio's, where an annotator reads them; and what to do when
// something was not saved. The article's own text is never touched.
"use strict";
(function () {
  var page = window.annotatorPage;
  var WORDS = {
    "Labeling Instructions": "Guideline",
    "Instructions": "Guideline",
    "No More Tasks Left in Queue": "Done",
    "All tasks in the queue have been completed":
      "Nothing is left for you in this study. What you have submitted is saved.",
    "Go to Previous Task": "Back to the last article",
    "Previous task": "The article before this",
    "No previous task": "There is no article before this",
    "Next task": "The article after this",
    "Postpone task": "Put this article off until later",
    "No next task available": "There is no article after this",
    "Cancel (skip) task": "Skip this article",
    "Cancel skip": "Take the skip back",
    "Warning": "An answer is missing",
    "View region details": "Details of a mark",
    "Select a region to view its properties, metadata and available actions":
      "Click on a mark to see what is known about it",
    "Labeled regions will appear here": "Your marks appear here",
    "Start labeling and track your results using this panel":
      "Press a label's key, then mark a passage in the article",
    "Regions": "Marks",
    "Create relations between regions": "Relations between marks appear here",
    "Link regions to define relationships between them":
      "Click on a mark, press Alt+R, then click on the other one",
    "Annotation saved successfully": "Submitted and saved.",
    "Annotation updated successfully": "The change is saved.",
    "Task skipped successfully": "Skipped.",
    "Draft saved successfully": "What you have begun is saved.",
    "contact our team": "tell the manager of your study",
    "There was an error saving your draft":
      "What you marked last is not saved yet. It is still on this page: keep it open.",
  };
  var NOT_SAVED = {
    "Annotation is not saved": "Not submitted yet.",
    "Annotation is not updated": "The change is not saved yet.",
    "Task is not skipped": "Not skipped yet.",
    "Draft is not saved": "What you marked last is not saved yet.",
  };

  function translate(text) {
    var own = WORDS[text.data.trim()];
    if (own && text.data !== own) text.data = own;
  }

  function look(element) {
    if (!element || element.closest(".lsf-richtext__container, .annotator-columns")) return;
    var walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach(translate);
    // "Annotation is not saved, please try again or contact our team": another company's team
    element.querySelectorAll("a[href*='support.humansignal.com']").forEach(function (link) {
      var message = link.closest("span");
      if (!message) return;
      var begun = message.textContent.split(",")[0];
      message.textContent = NOT_SAVED[begun] || "This did not work.";
      page.sayFailure(message.textContent);  // it stays; the other goes in seconds
    });
    element.querySelectorAll(".lsf-error-message").forEach(function (error) {
      if (error.dataset.ours) return;
      error.dataset.ours = "yes";
      var words = document.createElement("p");
      words.textContent = page.failure("This did not work.");
      error.replaceChildren(words);
    });
    element.querySelectorAll(".lsf-sub__result").forEach(addTheWayHome);
  }

  function addTheWayHome(result) {
    if (result.parentElement.querySelector(".annotator-home")) return;
    var link = document.createElement("a");
    link.className = "annotator-home";
    link.href = page.home;
    link.textContent = "To My work";
    result.after(link);
  }

  page.watch(look);
})();
