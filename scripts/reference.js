// Writes docs/reference.md and docs/reference-mass.md from the types. With `--check`, fails if the pages are out of date. The
// generator is installed in `docs`, because it needs an older TypeScript than the project.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, ROOT, step } from "./run.js";

const DOCS = join(ROOT, "docs");
const PAGES = [
  { page: "reference.md", options: "typedoc.json", of: "pkg" },
  { page: "reference-mass.md", options: "typedoc-mass.json", of: "pkg/mass" },
];

await generator();
for (const page of PAGES) await write(page);

/** @param {{ page: string, options: string, of: string }} page */
async function write({ page, options, of }) {
  const out = mkdtempSync(join(tmpdir(), "certcentral-reference-"));
  try {
    await step(
      `read the types of ${of}`,
      process.execPath,
      [
        ...[join(DOCS, "node_modules/typedoc/bin/typedoc"), "--options", join(DOCS, options)],
        ...["--out", out],
      ],
      { quiet: true },
    );
    const head = `<!-- Written by \`npm run reference\` from ${of}/index.d.ts and ${of}/types.d.ts, never by hand. -->\n\n`;
    const text = head + tidied(readFileSync(join(out, "README.md"), "utf8"));
    const path = join(DOCS, page);
    if (!process.argv.includes("--check")) writeFileSync(path, text);
    else if (!existsSync(path) || readFileSync(path, "utf8") !== text)
      fail(`docs/${page} is out of date: run \`npm run reference\` and commit the page`);
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Installs the generator when its package.json has changed. The versions are pinned there. */
async function generator() {
  const mark = join(DOCS, "node_modules/.package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(DOCS, "package.json")).mtimeMs)
    return;
  await step(
    "install the reference generator",
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

/** Removes what the generator repeats, and invisible whitespace. @param {string} text */
function tidied(text) {
  const plain = text
    .replace(/```ts\ntype \w+ = object;\n```\n\n/g, "")
    .replaceAll("#### Union Members", "#### One of")
    .replace(/##### Type Literal\n\n```ts\n[\s\S]*?```\n\n/g, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n");
  return `${plain.trim()}\n`;
}
