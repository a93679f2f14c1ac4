// Draws the report's charts. The numbers stand in a table beside each, also without JavaScript.
"use strict";
(() => {
  function draw(figure) {
    const spec = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const room = figure.clientWidth;
    if (typeof spec.width === "number") {
      spec.width = Math.min(560, room - 2);
      spec.autosize = { type: typeof spec.height === "number" ? "fit" : "fit-x", contains: "padding" };
    }
    spec.config = {
      font: getComputedStyle(document.body).fontFamily,
      axis: { labelFontSize: 13, titleFontSize: 13, labelColor: "#16202b", titleColor: "#4a5766", labelLimit: room < 400 ? 110 : 190, titleAnchor: room < 400 ? "end" : null, gridColor: "#e3e7ec", domainColor: "#8391a0", tickColor: "#8391a0" },
      legend: { labelFontSize: 13, titleFontSize: 13, orient: "bottom", columns: room < 400 ? 1 : 3 },
      view: { stroke: null },
    };
    // "ast" interprets expressions instead of compiling them, which our content policy forbids.
    vegaEmbed(figure, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false, logLevel: 1 })
      .then(() => {
        figure.classList.add("drawn");
        // To a screen reader a chart is a hundred nameless shapes; the table beside it says the same.
        for (const drawing of figure.querySelectorAll("svg")) drawing.setAttribute("aria-hidden", "true");
      })
      .catch((error) => { figure.textContent = "The chart could not be drawn; its numbers are in the table. " + error.message; });
  }
  const drawAll = () => document.querySelectorAll("[data-chart]:not(.drawn)").forEach(draw);
  document.addEventListener("renewed", drawAll);
  drawAll();
})();
