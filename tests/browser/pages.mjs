// node pages.mjs CHROMIUM FOLDER [SHOTS]: opens every page of FOLDER as a reader would, on a desk and on a
// phone, and fails unless all charts are drawn, nothing is complained of, nothing is asked of a network
// and nothing sticks out. With SHOTS, screenshots and a print go there.
// Runs where playwright-core is to be found (NODE_PATH does not serve modules: PLAYWRIGHT names it).
import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = (await import(pathToFileURL(resolve(process.env.PLAYWRIGHT, "index.mjs")).href));
const [program, folder, shots] = process.argv.slice(2);
const widths = [1280, 390];

const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
const complaints = [];

// What a reader of the page would find wrong; runs in the page.
function look() {
  const wrong = [];
  const figures = [...document.querySelectorAll("figure")];
  if (figures.length === 0) wrong.push("there is no figure");
  for (const figure of figures) {
    const svg = figure.querySelector(".chart svg");
    if (!svg) {
      wrong.push(`${figure.id}: no svg`);
      continue;
    }
    const marks = [...svg.querySelectorAll(".mark-rect path, .mark-line path, .mark-symbol path, .mark-area path, .mark-rule line")]
      .filter((mark) => !mark.closest(".role-axis, .role-legend, .role-title"));
    const seen = marks.filter((mark) => mark.getBoundingClientRect().width + mark.getBoundingClientRect().height > 0);
    if (seen.length === 0) wrong.push(`${figure.id}: no mark is to be seen`);
    if (/NaN|undefined|Infinity/.test(svg.outerHTML)) wrong.push(`${figure.id}: holds NaN or undefined`);
    if (!figure.querySelector(".chart").getAttribute("aria-label")) wrong.push(`${figure.id}: has no name`);
    if (!figure.querySelector("figcaption").textContent.trim()) wrong.push(`${figure.id}: has no caption`);
  }
  const ids = figures.map((figure) => figure.id);
  if (new Set(ids).size !== ids.length) wrong.push("two figures have one id");
  if (!document.documentElement.lang) wrong.push("the page has no language");
  if (!document.title) wrong.push("the page has no title");
  for (const table of document.querySelectorAll("table"))
    if (!table.caption || !table.querySelector("th[scope=col]")) wrong.push("a table has no caption or headings");
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const out = [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > clientWidth + 1 && !e.closest(".scroll, .chart, pre"))
      .map((e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : ""));
    wrong.push(`sticks out: ${scrollWidth} > ${clientWidth} ${out.slice(0, 5)}`);
  }
  return { wrong, figures: figures.length };
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".html")).sort()) {
  for (const width of widths) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const say = (what) => complaints.push(`${file} at ${width}: ${what}`);
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) say(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => say(`error: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith("file:") && !url.startsWith("data:")) say(`asks for ${url}`);
      else if (url.startsWith("file:") && !url.endsWith(`/${file}`)) say(`reads ${url}`);
    });
    await page.goto(pathToFileURL(resolve(folder, file)).href);
    try {
      await page.waitForSelector("html[data-drawn]", { state: "attached", timeout: 20000 });
    } catch {
      say("is not drawn after 20 seconds");
    }
    const { wrong, figures } = await page.evaluate(look);
    wrong.forEach(say);
    console.log(`${file} at ${width}: ${figures} charts`);
    if (shots) {
      const name = join(shots, `${basename(file, ".html")}_${width}`);
      await page.screenshot({ path: `${name}.png`, fullPage: true });
      if (width === 1280) await page.pdf({ path: `${name}.pdf`, format: "A4" });
    }
    await page.close();
  }
}
await browser.close();
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length > 0 ? 1 : 0);
