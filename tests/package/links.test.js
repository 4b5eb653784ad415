// The documentation in the tarball: every relative link has a target file in the tarball, and every anchor a heading.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { posix } from "node:path";
import { before, test } from "node:test";
import { ROOT } from "../docs/examples.js";
import { leadsSomewhere, linksOf } from "../docs/links.js";

/** @type {Set<string>} */
let shipped;
/** @type {string[]} */
let pages;
before(() => {
  // Without scripts, because a build is not needed and must not start.
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const [{ files }] = JSON.parse(execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8" }));
  shipped = new Set(files.map((/** @type {{ path: string }} */ { path }) => path));
  pages = [...shipped].filter((path) => path.endsWith(".md"));
});

test("the tarball contains the documentation", () => {
  for (const page of ["README.md", "SECURITY.md", "docs/GLOSSARY.md", "docs/reference.md"])
    assert.ok(pages.includes(page), page);
  assert.ok(shipped.has("docs/images/console.png"));
});

test("every relative link of a shipped page has a shipped target", () => {
  const links = pages.flatMap((page) => linksOf(page).map((link) => ({ page, link })));
  assert.ok(links.length > 100, `${links.length} links`);
  const lost = links.filter(({ page, link }) => {
    const [path = ""] = link.split("#");
    const file = path === "" ? page : posix.join(posix.dirname(page), path);
    return !shipped.has(file) || !leadsSomewhere(page, link);
  });
  assert.deepEqual(
    lost.map(({ page, link }) => `${page}: ${link}`),
    [],
  );
});
