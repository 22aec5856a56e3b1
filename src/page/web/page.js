// Draws the charts of a report page: every <figure> holds a Vega-Lite spec beside an empty .chart.
import { compile } from "vega-lite";
import { Error as logErrors, parse, View } from "vega";

// Specs hold their data: nothing is ever to be loaded.
const loader = {
  options: {},
  sanitize: () => Promise.reject(new Error("a report page loads nothing")),
  load: () => Promise.reject(new Error("a report page loads nothing")),
};

const composed = (spec) => "vconcat" in spec || "hconcat" in spec || "concat" in spec;

async function draw(figure) {
  const spec = JSON.parse(figure.querySelector("script").textContent);
  const chart = figure.querySelector(".chart");
  delete spec.title; // the caption says it
  spec.background = null;
  if (composed(spec)) {
    figure.classList.add("wide");
  } else {
    spec.width = Math.max(200, Math.floor(chart.clientWidth));
    spec.autosize = { type: "fit-x", contains: "padding" };
    if (spec.width < 420) spec.config.legend.columns = 2;
  }
  const view = new View(parse(compile(spec, { logger: silent() }).spec), {
    loader,
    logLevel: logErrors,
    renderer: "svg",
    container: chart,
    hover: false,
  });
  await view.runAsync();
  chart.dataset.drawn = "yes";
  return view;
}

// What a compiler remarks about a spec is for its author, not for the reader of the page.
function silent() {
  const logger = { level: () => logger };
  for (const name of ["error", "warn", "info", "debug"]) logger[name] = () => logger;
  return logger;
}

async function drawAll() {
  for (const figure of document.querySelectorAll("figure")) {
    try {
      await draw(figure);
    } catch (error) {
      console.error(`${figure.id}: ${error.message}`);
      figure.querySelector(".chart").textContent = "This chart could not be drawn.";
    }
  }
  document.documentElement.dataset.drawn = "yes";
}

let width = window.innerWidth;
let waiting;
window.addEventListener("resize", () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    for (const chart of document.querySelectorAll(".chart")) chart.textContent = "";
    drawAll();
  }, 150);
});
drawAll();
