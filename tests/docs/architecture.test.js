// The pages about the sources are true: every path exists, each file of a walk uses the next one, and each state diagram has
// the states of its type.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { describe, test } from "node:test";
import { ROOT } from "./examples.js";

const ARCHITECTURE = "docs/ARCHITECTURE.md";
const PAGES = [ARCHITECTURE, "docs/GLOSSARY.md", "CONTRIBUTING.md"];
const FOLDERS = "src|pkg|www|tests|scripts|benches|fuzz|xtask|docs|examples";

/** @param {string} file */
const read = (file) => readFileSync(join(ROOT, file), "utf8");

// Tracked files, so that build output on this machine does not count. New files count before they are committed.
const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
const files = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
const known = new Set(files);
for (const file of files)
  for (let at = file.lastIndexOf("/"); at > 0; at = file.lastIndexOf("/", at - 1))
    known.add(file.slice(0, at));

/** The paths in backticks, also inside a command. @param {string} text */
export function pathsIn(text) {
  const prose = text.replace(/^```(?:mermaid)?\n[\s\S]*?^```$/gm, "");
  const path = new RegExp(
    `(?<![\\w./-])(?:${FOLDERS})/[\\w./-]*\\w|(?<![\\w./-])(?:${FOLDERS})(?=/?\`)`,
    "g",
  );
  return [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(
    ([, code = ""]) => `${code}\``.match(path) ?? [],
  );
}

for (const page of PAGES) {
  test(`${page}: every path exists`, () => {
    const paths = pathsIn(read(page));
    assert.ok(paths.length > 2, `${paths.length} paths`);
    assert.deepEqual(
      paths.filter((path) => !known.has(path)),
      [],
    );
  });
}

test("a path that does not exist is found", () => {
  assert.deepEqual(pathsIn("`src/api`, `node --test tests/none.js` and `docs`"), [
    "src/api",
    "tests/none.js",
    "docs",
  ]);
  assert.ok(!known.has("tests/none.js"));
});

/** @typedef {{ file: string, next: Array<{ name?: string, path: string }> }} Step */

/** The walks of the page: each a table behind the comment `walk`. @returns {Array<[title: string, steps: Step[]]>} */
function walks() {
  return [
    ...read(ARCHITECTURE).matchAll(
      /^## (.+)\n(?:(?!^## )[\s\S])*?^<!-- walk -->\n\n([\s\S]+?)\n\n/gm,
    ),
  ].map(([, title = "", table = ""]) => {
    const rows = table.split("\n").slice(2);
    return [title, rows.map(stepOf)];
  });
}

/** @param {string} row @returns {Step} */
function stepOf(row) {
  const cells = row.split("|").map((cell) => cell.trim());
  const [, , file = "", , continues = ""] = cells;
  const next = [...continues.matchAll(/(?:`(\w+)` in )?`([\w./-]+)`/g)].map(
    ([, name, path = ""]) => (name === undefined ? { path } : { name, path }),
  );
  return { file: file.replaceAll("`", ""), next };
}

/** @param {string} name @param {string} text */
const mentions = (name, text) => new RegExp(`(?<!\\w)#?${name}(?!\\w)`).test(text);

/** Whether a file defines or implements a name, or exports it to JavaScript. @param {string} name @param {string} text */
function defines(name, text) {
  const definition = [
    `\\b(?:fn|struct|enum|trait|type|class|function|const|let) ${name}\\b`,
    `\\bimpl\\b[^{]*\\b${name}\\b[^{]* for\\b`,
    `js_name = ${name}\\b`,
    `^\\s*(?:async |static )*#?${name}\\(.*\\{$`,
    `^\\s*${name}: \\(`,
  ];
  return new RegExp(definition.join("|"), "m").test(text);
}

describe("each file of a walk uses the next one", () => {
  const all = walks();
  test("there are walks", () => assert.ok(all.length >= 3, `${all.length} walks`));
  for (const [title, steps] of all) {
    test(title, () => {
      const faults = [];
      const reached = new Set(steps.slice(0, 1).map(({ file }) => file));
      for (const { file, next } of steps) {
        if (!reached.has(file)) faults.push(`${file}: no step before it continues there`);
        const text = read(file);
        for (const { name, path } of next) {
          reached.add(path);
          const used = name ?? basename(path).replace(/\.\w+$/, "");
          if (!mentions(used, text)) faults.push(`${file} does not mention ${used}`);
        }
        for (const { name, path } of next)
          if (name !== undefined && !defines(name, read(path)))
            faults.push(`${path} does not define ${name}`);
      }
      assert.deepEqual(faults, []);
    });
  }
});

/** The variants of an enum of Rust. @param {string} text @param {string} name */
function variantsOf(text, name) {
  const start = text.search(new RegExp(`^(?:pub(?:\\([^)]*\\))? )?enum ${name}\\b`, "m"));
  let body = text.slice(start, text.indexOf("\n}", start)).replace(/^.*?\{/, "");
  body = body.replace(/\/\/.*$|#\[.*?\]$/gm, "");
  for (let before = ""; before !== body; ) {
    before = body;
    body = body.replace(/\{[^{}]*\}|\([^()]*\)/g, "");
  }
  return body.match(/\b[A-Z]\w*/g) ?? [];
}

/** The members of a union of texts in JavaScript. @param {string} text @param {string} name */
function membersOf(text, name) {
  const [, union = ""] = new RegExp(`@typedef \\{([^}]*)\\} ${name}\\b`).exec(text) ?? [];
  return [...union.matchAll(/"([\w-]+)"/g)].map(([, member = ""]) => member);
}

/** @param {string} diagram */
function statesOf(diagram) {
  const ends = [...diagram.matchAll(/^\s*(\S+) --> ([^\s:]+)/gm)].flatMap(
    ([, from = "", to = ""]) => [from, to],
  );
  return [...new Set(ends.filter((state) => state !== "[*]"))].sort();
}

describe("each diagram has the states of its type", () => {
  const diagrams = [
    ...read(ARCHITECTURE).matchAll(
      /^States: `(\w+)` in `([^`]+)`(?:(?!^#)[\s\S])*?^```mermaid\n([\s\S]*?)^```/gm,
    ),
  ];
  test("there are diagrams", () => assert.ok(diagrams.length >= 8, `${diagrams.length}`));
  for (const [, name = "", file = "", diagram = ""] of diagrams) {
    test(`${name} in ${file}`, () => {
      const text = read(file);
      const states = file.endsWith(".rs") ? variantsOf(text, name) : membersOf(text, name);
      assert.ok(states.length > 1, `${name} is not defined in ${file}`);
      assert.deepEqual(statesOf(diagram), [...states].sort());
    });
  }
});

describe("dependencies point one way", () => {
  const LAYERS = ["ascii", "json", "input", "api", "policy", "mass", "js"];
  // Modules of `#[cfg(test)]`: they write the TypeScript types of several layers.
  const TESTS = new Set(["src/api/types.rs", "src/mass/types.rs", "src/policy/guard/types.rs"]);

  for (const [at, layer] of LAYERS.entries()) {
    test(`src/${layer} uses only the layers below it`, () => {
      const own = files.filter(
        (file) => new RegExp(`^src/${layer}[./].*rs$`).test(file) && !TESTS.has(file),
      );
      assert.ok(own.length > 0);
      const faults = own.flatMap((file) =>
        cratePaths(read(file))
          .filter((name) => LAYERS.indexOf(name) > at)
          .map((name) => `${file} uses ${name}`),
      );
      assert.deepEqual(faults, []);
    });
  }

  const PACKAGE = /^certcentral-revoke(\/|$)/;
  /** @type {Array<[folder: string, forbidden: RegExp]>} */
  const FORBIDDEN = [
    ["pkg", /^www\//],
    ["www/sandbox", /^(src|pkg|www\/gateway|www\/console)\//],
    ["www/console", /^(src|pkg|www\/gateway|www\/sandbox)\//],
    ["www/gateway", /^(src|pkg|www\/console)\//],
  ];
  for (const [folder, forbidden] of FORBIDDEN) {
    test(`${folder} imports nothing of ${forbidden.source}`, () => {
      const own = files.filter(
        (file) => file.startsWith(`${folder}/`) && /\.(js|ts|tsx|mjs)$/.test(file),
      );
      const faults = own.flatMap((file) =>
        importsOf(read(file))
          .filter((from) => {
            if (folder === "www/sandbox" && PACKAGE.test(from)) return true;
            return from.startsWith(".") && forbidden.test(posix.join(posix.dirname(file), from));
          })
          .map((from) => `${file} imports ${from}`),
      );
      assert.deepEqual(faults, []);
    });
  }
});

/** The modules that a file of Rust uses of its crate, outside comments. @param {string} text */
function cratePaths(text) {
  const code = text.replace(/\/\/.*$/gm, "");
  const single = [...code.matchAll(/\bcrate::(\w+)/g)].map(([, name = ""]) => name);
  const groups = [...code.matchAll(/\bcrate::\{([\s\S]*?)\n?\};/g)].flatMap(([, group = ""]) => {
    let flat = group;
    for (let before = ""; before !== flat; ) {
      before = flat;
      flat = flat.replace(/\{[^{}]*\}/g, "");
    }
    return flat.split(",").map((path) => /\w+/.exec(path)?.[0] ?? "");
  });
  return [...single, ...groups];
}

/** @param {string} text */
const importsOf = (text) =>
  [...text.matchAll(/(?:from|import) "([^"]+)"|import\("([^"]+)"\)/g)].map(
    ([, plain, called]) => plain ?? called ?? "",
  );
