// Writes docs/reference.md from the types; with `--check` it only says whether the page is as it should be.
// The generator has a folder of its own, because it needs an older TypeScript than the project.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, ROOT, step } from "./run.js";

const DOCS = join(ROOT, "docs");
const PAGE = join(DOCS, "reference.md");
const HEAD =
  "<!-- Written by `npm run reference` from pkg/index.d.ts and pkg/types.d.ts, never by hand. -->\n\n";

await generator();
const out = mkdtempSync(join(tmpdir(), "certcentral-reference-"));
try {
  await step(
    "read the types",
    process.execPath,
    [join(DOCS, "node_modules/typedoc/bin/typedoc"), "--options", DOCS, "--out", out],
    { quiet: true },
  );
  const text = HEAD + tidied(readFileSync(join(out, "README.md"), "utf8"));
  if (!process.argv.includes("--check")) writeFileSync(PAGE, text);
  else if (!existsSync(PAGE) || readFileSync(PAGE, "utf8") !== text)
    fail("docs/reference.md is not what the types say: run `npm run reference` and commit it");
} finally {
  rmSync(out, { recursive: true });
}

/** Installs the generator, once for each state of its package.json; its versions are pinned there. */
async function generator() {
  const mark = join(DOCS, "node_modules/.package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(DOCS, "package.json")).mtimeMs)
    return;
  await step(
    "install the generator of the reference",
    "npm",
    [
      "install",
      "--prefix",
      DOCS,
      "--no-package-lock",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
    ],
    { quiet: true },
  );
}

/** What the generator says twice, and lines that nobody sees. @param {string} text */
function tidied(text) {
  const plain = text
    .replace(/```ts\ntype \w+ = object;\n```\n\n/g, "")
    .replaceAll("#### Union Members", "#### One of")
    .replace(/##### Type Literal\n\n```ts\n[\s\S]*?```\n\n/g, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n");
  return `${plain.trim()}\n`;
}
