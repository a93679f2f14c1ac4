// Saving: what is marked is not lost with the page, and what the server says about it is said.
"use strict";
(function () {
  var page = window.annotatorPage;
  // A request that outlives its page may have 64 KiB, all such requests together.
  var MOST = 60 * 1024;
  var DRAFT = /\/api\/(?:drafts\/|tasks\/\d+\/(?:annotations\/\d+\/)?drafts)/;
  var SUBMISSION = /\/api\/(?:annotations\/\d+|tasks\/(\d+)\/annotations\/?(?:\?|$))/;
  var UNSAVED = "What you marked last is not saved yet.";
  var tab = sessionStorage.getItem("annotator:tab");  // stays when the page is loaded again
  if (!tab) {
    tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), function (one) {
      return (one % 36).toString(36);
    }).join("");
    sessionStorage.setItem("annotator:tab", tab);
  }
  var submitted = {};  // the number of the request with which this page last submitted a task
  var sent = 0, outliving = 0, tooLarge = 0, submitting = 0, fetchPlainly = window.fetch;
  var done = null;  // the annotation that was submitted or skipped last

  function size(text) { return new TextEncoder().encode(text).length; }

  function isSubmission(method, address) {
    return (method === "POST" || method === "PATCH") && SUBMISSION.test(address)
      && !DRAFT.test(address);
  }

  window.fetch = function (address, options) {
    var method = options && options.method || "GET", body = options && options.body;
    var saves = typeof body === "string"
      && (DRAFT.test(address) || isSubmission(method, address));
    if (!saves) return fetchPlainly.apply(window, arguments).then(heard);
    var submits = isSubmission(method, address), task = currentTask();
    var bytes = size(body), outlives = outliving + bytes < MOST;
    if (bytes > page.mostBytes) return heard(tooMuch(bytes), submits).then(told);
    var headers = new Headers(options.headers), number = Math.max(Date.now(), sent + 1);
    sent = number;
    headers.set("X-Annotator-Sent", tab + "." + number);  // tells a late draft from a new one
    var annotation = page.annotation();
    if (submits) { submitted[task] = number; submitting += 1; }
    if (outlives) outliving += bytes; else tooLarge += 1;
    function ended() {
      if (outlives) outliving -= bytes; else tooLarge -= 1;
      if (submits) submitting -= 1;
    }
    var asked = Object.assign({}, options, { headers: headers, keepalive: outlives });
    return fetchPlainly.call(window, address, asked).then(function (answer) {
      ended();
      if (!submits && (answer.status === 403 || answer.status === 404)) {
        // The draft has been submitted: by this page, or by another tab.
        if (submitted[task] > number) return new Response("{}", { status: 200 });
        if (method === "PATCH") return begin(task, body);
      }
      if (answer.ok) page.sayNoMore();
      if (answer.ok && submits) done = annotation;
      return heard(answer, submits).then(told);
    }, function () {
      // Label Studio would take a broken connection for success and go on to the next article.
      ended();
      var said = { status_code: 503, detail: "There is no connection to the tool." };
      return heard(new Response(JSON.stringify(said), { status: 503 }), submits).then(told);
    });

    // Label Studio says so only once, whatever the reason is the next time.
    function told(answer) {
      if (!answer.ok) page.sayFailure(submits ? unsent(method, body) : UNSAVED);
      return answer;
    }
  };

  function unsent(method, body) {
    if (/"was_cancelled":\s*true/.test(body)) return "Not skipped yet.";
    return method === "POST" ? "Not submitted yet." : "The change is not saved yet.";
  }

  // The server would close the connection on it, and its reason might be lost with that.
  function tooMuch(bytes) {
    function megabytes(number) { return (number / 1048576).toFixed(1) + " MB"; }
    var detail = "The marks and notes of this article have " + megabytes(bytes) + "; "
      + megabytes(page.mostBytes) + " are the most that can be saved. What was saved before is "
      + "safe. Remove some marks, then save again, or ask the study's manager to split the article.";
    return new Response(JSON.stringify({ status_code: 413, detail: detail }), { status: 413 });
  }

  function currentTask() { return window.Htx && window.Htx.task && window.Htx.task.id; }

  function begin(task, body) {
    var address = page.prefix + "/api/tasks/" + task + "/drafts";
    return window.fetch(address, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: body,
    });
  }

  // Anything that the server says beside its answer.
  function heard(answer, submission) {
    var where = answer.headers.get("X-Annotator-Place");
    if (where && page.placed) page.placed(where);
    if (submission && answer.headers.get("X-Annotator-Replaced")) {
      page.say("You had submitted this article before, in another tab or window. What you have "
        + "submitted here takes its place; the earlier version is kept in the records.");
    }
    if (submission !== undefined) page.isTooMuch = answer.status === 413;
    if (answer.status < 400) return Promise.resolve(answer);
    function read(said) { page.refusal = said.detail || ""; return answer; }
    return answer.clone().json().then(read, function () { return read({}); });
  }

  function unsaved(annotation) {
    if (!annotation || !annotation.history || annotation.submissionStarted) return false;
    if (!annotation.history.hasChanges || annotation.editable === false) return false;
    return !annotation.draftSaved
      || new Date(annotation.history.lastAdditionTime) > new Date(annotation.draftSaved);
  }

  function save() {
    var annotation = page.annotation();
    if (annotation && !annotation.submissionStarted && !window.Htx.isSubmitting) {
      annotation.saveDraftImmediately();
    }
  }

  // Once Submit was pressed Label Studio keeps no draft of the article any more, not even where an
  // answer was missing or the connection was: whoever goes on marking would lose it with the page.
  function goOn() {
    var annotation = page.annotation(), clock = Date.now;
    if (!annotation || !annotation.submissionStarted || annotation === done) return;
    if (submitting || window.Htx.isSubmitting) return;
    Date.now = function () { return 0; };  // only Label Studio's own action may set it: to the time
    try { annotation.submissionInProgress(); } finally { Date.now = clock; }
  }
  ["keydown", "pointerdown", "pagehide", "visibilitychange", "beforeunload"].forEach(function (name) {
    window.addEventListener(name, goOn, true);
  });

  window.addEventListener("pagehide", function () {
    var annotation = page.annotation();
    if (annotation && !annotation.submissionStarted) annotation.beforeSend();  // a note half written
    save();
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("beforeunload", function (event) {
    var annotation = page.annotation();
    var large = tooLarge > 0 || page.isTooMuch
      || unsaved(annotation) && size(JSON.stringify(annotation.serializeAnnotation())) > MOST - 2048;
    if (!large) return;
    save();  // goes on while the person decides
    event.preventDefault();
    event.returnValue = "";
  });
})();
