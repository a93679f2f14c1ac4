// The head of the page is ours: where one is, the guideline, the way home and out. It lies over Label
// Studio's own, whose menus lead to its projects, organisation and web sites.
"use strict";
(function () {
  var page = window.annotatorPage;
  if (!page.home) return;

  function make(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) made.textContent = text;
    return made;
  }

  function signOut() {
    var form = make("form", { method: "post", action: page.signOut });
    form.append(make("input", { type: "hidden", name: "csrf_token", value: page.token }));
    form.append(make("button", { type: "submit" }, "Sign out"));
    return form;
  }

  document.addEventListener("DOMContentLoaded", function () {
    var head = make("header", { class: "annotator-head" });
    var guideline = make("button", { type: "button" }, "Guideline");
    guideline.addEventListener("click", openGuideline);
    head.append(
      make("a", { href: page.home }, "My work"),
      make("span", { class: "annotator-study", title: page.study }, page.study),
      guideline,
      signOut()
    );
    document.body.prepend(head);
    document.body.append(make("p", { class: "annotator-narrow", role: "note" },
      "Marking needs a wider screen (at least 900 pixels) or less zoom, and a mouse or a trackpad. "
      + "What you have done is saved; My work and the guideline can be read here."));
    if (page.showGuideline) openGuideline();
  });

  function openGuideline() {
    var dialog = document.querySelector(".annotator-guideline-dialog");
    if (!dialog) {
      dialog = make("dialog", { class: "annotator-guideline-dialog", "aria-label": "Guideline" });
      var close = make("button", { type: "button", class: "annotator-close" }, "Close");
      close.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("keydown", function (event) {
        event.stopPropagation();  // Label Studio's keys rest meanwhile; it would swallow Escape
        if (event.key === "Escape") dialog.close();
      });
      dialog.append(close, make("h2", {}, "Guideline"));
      dialog.append(document.getElementById("annotator-guideline").content.cloneNode(true));
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  }

  // Whatever of Label Studio's still leads elsewhere leads to our pages: its scripts change the
  // address, and its links too. Its "Log Out" signs out.
  function leaves(address) {
    var url = new URL(address, location.href);
    if (url.origin !== location.origin || !url.pathname.startsWith(page.prefix)) return false;
    return url.pathname !== location.pathname;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link) return;
    if (link.matches(".annotator-head a, .annotator-home")) {
      event.stopImmediatePropagation();  // ours: Label Studio would load the page into its own
      return;
    }
    if (link.getAttribute("href").startsWith("#") || !leaves(link.href)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (/\/logout\/?$/.test(new URL(link.href).pathname)) {
      var form = signOut();
      form.hidden = true;
      document.body.append(form);
      form.submit();
    } else {
      location.assign(page.home);
    }
  }, true);
  ["pushState", "replaceState"].forEach(function (name) {
    var original = history[name];
    history[name] = function (state, title, address) {
      if (address && leaves(address)) { location.assign(page.home); return undefined; }
      return original.apply(history, arguments);
    };
  });
})();
