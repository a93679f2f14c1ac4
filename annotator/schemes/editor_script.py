"""What Label Studio's editor needs besides the config: a script that runs before its own.

Two things a config cannot say (found out on Label Studio 1.23.2):

- A new mark is not selected, so the key of an attribute pressed after marking is lost. The
  editor's setting `selectAfterCreate` selects it. It lives in the browser's local storage only.
- With it alone, the label chosen for the *next* mark is given to the mark just made, because that
  is still selected: labels would change unseen. So choosing a label, by key or mouse, first lets go
  of a mark that was selected because it is new. A mark that somebody selected on purpose keeps
  Label Studio's behaviour: a label's key or button changes its label.
"""

EDITOR_SCRIPT = """"use strict";
(function () {
  var place = "labelStudio:settings", settings = {};
  try { settings = JSON.parse(localStorage.getItem(place)) || {}; } catch (error) { settings = {}; }
  if (!("selectAfterCreate" in settings)) {  // whoever switches it off keeps it off
    settings.selectAfterCreate = true;
    localStorage.setItem(place, JSON.stringify(settings));
  }

  var known = new Set(), selected = null, fresh = null;

  function current() {
    var editor = window.Htx;
    return editor && editor.annotationStore && editor.annotationStore.selected;
  }

  // Called at every key and press, before Label Studio sees it: what has become of the marks since
  // the last one? A mark that is selected and was not there before has selected itself.
  function look(annotation) {
    var one = annotation.selectedRegions.length === 1 ? annotation.selectedRegions[0].id : null;
    if (one !== selected) fresh = one !== null && !known.has(one) ? one : null;
    selected = one;
    known = new Set(annotation.regions.map(function (region) { return region.id; }));
    return fresh !== null && fresh === selected;
  }

  function labelKeys(annotation) {
    var control = annotation.names.get("label");
    return control ? control.tiedChildren.map(function (label) { return label.hotkey; }) : [];
  }

  function pressed(event) {
    var code = event.keyCode >= 96 && event.keyCode <= 105 ? event.keyCode - 48 : event.keyCode;
    return (event.shiftKey ? "shift+" : "") + String.fromCharCode(code).toLowerCase();
  }

  function choosesLabel(event, annotation) {
    var target = event.target;
    if (event.type === "pointerdown") {
      return target.closest && target.closest(".lsf-labels .lsf-label") !== null;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
    return labelKeys(annotation).indexOf(pressed(event)) >= 0;
  }

  ["keydown", "pointerdown"].forEach(function (name) {
    window.addEventListener(name, function (event) {
      var annotation = current();
      if (!annotation || !annotation.regions) return;
      if (look(annotation) && choosesLabel(event, annotation)) annotation.unselectAll();
    }, true);
  });
})();
"""
