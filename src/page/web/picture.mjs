// node picture.mjs FOLDER IN.vl.json OUT.svg: draws a Vega-Lite spec; FOLDER holds node_modules.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, input, output] = process.argv.slice(2);
const packages = createRequire(resolve(join(folder, "package.json")));
const load = (name) => import(pathToFileURL(packages.resolve(name)).href);

try {
  const vega = await load("vega");
  const { compile } = await load("vega-lite");
  const spec = JSON.parse(readFileSync(input, "utf8"));
  const loader = { load: () => Promise.reject(new Error("a picture loads nothing")) };
  const view = new vega.View(vega.parse(compile(spec).spec), { loader, renderer: "none" });
  // A hundredth of a pixel is enough; text keeps its digits.
  const short = (path) => path.replace(/\d+\.\d{3,}/g, (n) => String(Math.round(n * 100) / 100));
  const svg = (await view.toSVG()).replace(/ (d|transform)="[^"]*"/g, short);
  writeFileSync(`${output}.part`, `${svg}\n`);
  renameSync(`${output}.part`, output);
} catch (error) {
  console.error(`picture: ${input}: ${error.message}`);
  process.exit(2);
}
