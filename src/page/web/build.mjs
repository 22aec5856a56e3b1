// node build.mjs RUNTIME.js RUNTIME.cpp: bundles page.js with Vega and Vega-Lite, their licences kept as
// comments, and writes it once more as C++ for the command. Runs where node_modules is.
import { build } from "esbuild";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [script, source] = process.argv.slice(2);
const piece = 15000; // of a literal: every compiler takes that much

const result = await build({
  entryPoints: ["page.js"],
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  write: false,
});

// Packages name their licence in files, not in their code.
const inputs = Object.values(result.metafile.outputs)[0].inputs;
const packages = new Set(
  Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0)
    .map((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
const texts = new Map();
for (const name of [...packages].sort()) {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : license;
  texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
}
let notices = "";
for (const [text, names] of texts) notices += `${names.join(", ")}\n\n${text}\n\n`;
const comment = `/*!\nThis file holds, bundled and minified:\n\n${notices.replaceAll("*/", "* /")}*/\n`;

const ascii = (text) => text.replace(/[^\x00-\x7f]/g, (c) => (c === "\u00a9" ? "(c)" : "?"));
const bundle = (ascii(comment) + result.outputFiles[0].text).replaceAll("</script", "<\\/script");
const literals = [];
for (let i = 0; i < bundle.length; i += piece)
  literals.push(`R"varimix(${bundle.slice(i, i + piece)})varimix"`);

const write = (path, text) => {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path); // whole or not at all
};
write(script, bundle);
write(source, `#include "cli/runtime.hpp"

namespace varimix::cli {

std::string_view runtime() {
  static constexpr const char* kPieces[] = {
${literals.join(",\n")}};
  static const std::string kWhole = [] {
    std::string out;
    for (const char* piece : kPieces) out += piece;
    return out;
  }();
  return kWhole;
}

}  // namespace varimix::cli
`);
