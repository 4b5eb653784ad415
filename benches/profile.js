// Where the time of one call goes: our peer under V8's profiler in Node, summed up by whose functions they are.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ROOT } from "../scripts/run.js";
import { bundle } from "./bundle.js";
import { BENCHES, MADE, namedModule, xtask } from "./prepare.js";
import { percent, table, time } from "./table.js";

const TASKS = ["build", "parse 201, requested", "parse 400, refused"];
/** What is less than this of every task goes into "all else". */
const LEAST = 0.01;
const MOST_FUNCTIONS = 15;

/** @typedef {Record<string, number>} Parts parts of the whole, by name */

export async function profile() {
  const named = namedModule();
  const profiles = profiled(named, await script());
  const whose = owners(named);
  /** @type {Record<string, Parts>} */
  const owned = {};
  /** @type {Record<string, Parts>} */
  const functions = {};
  for (const [task, { functions: parts }] of Object.entries(profiles)) {
    for (const [url, name, part] of parts) {
      add(owned, whose(url, name), task, part);
      add(functions, `${shown(name)} (${whose(url, name)})`, task, part);
    }
  }
  const whole = TASKS.map((task) => {
    const { ms = 0, turns = 1 } = profiles[task] ?? {};
    return time(ms / turns);
  });
  return [
    "## Where the time of our calls goes (Node, by sampling)",
    table(["whose", ...TASKS], [["**one call**", ...whole], ...rows(owned, LEAST)]),
    "### The functions that take most, without what they call",
    table(["function", ...TASKS], rows(functions, LEAST).slice(0, MOST_FUNCTIONS)),
  ];
}

async function script() {
  const file = join(MADE, "inside.mjs");
  await bundle("node", 'export * from "./inside.ts";', file);
  return file;
}

/** @param {string} named @param {string} script */
function profiled(named, script) {
  const args = [join(BENCHES, "profiled.js"), script, named, ...TASKS];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) fail("the profiled process failed");
  /** @type {Record<string, { ms: number, turns: number, functions: Array<[url: string, name: string, part: number]> }>} */
  const profiles = JSON.parse(stdout);
  return profiles;
}

/** Whose a function is, by where it stands. @param {string} named */
function owners(named) {
  const lines = xtask("wasm-sizes", [named]).split("\n");
  const crates = new Map(
    lines.map((line) => line.split("\t")).map(([, , crate, name]) => [name, crate]),
  );
  const glue = readFileSync(join(ROOT, "pkg/wasm/glue.js"), "utf8");
  return (/** @type {string} */ url, /** @type {string} */ name) => {
    if (/^(wasm-to-js|js-to-wasm)/.test(name)) return "the crossing itself";
    if (url.startsWith("wasm:")) return `wasm: ${crates.get(name) ?? "unknown"}`;
    if (url.includes("/pkg/"))
      return name === "" || glue.includes(`function ${name}(`)
        ? "JavaScript: glue"
        : "JavaScript: pkg";
    return url.includes(MADE) ? "the bench itself" : "Node: text decoding, garbage collector";
  };
}

/** @param {string} name */
function shown(name) {
  const plain = name.replace(/::h[0-9a-f]{16}$/, "").replaceAll(/\[[0-9a-f]{16}\]/g, "");
  return `\`${plain.length > 70 ? `${plain.slice(0, 69)}…` : plain || "(without name)"}\``;
}

/** @param {Record<string, Parts>} parts @param {string} name @param {string} task @param {number} part */
function add(parts, name, task, part) {
  parts[name] ??= {};
  const own = parts[name];
  own[task] = (own[task] ?? 0) + part;
}

/** Most of the first task first. @param {Record<string, Parts>} parts @param {number} least */
function rows(parts, least) {
  const of = (/** @type {Parts} */ own) => TASKS.map((task) => own[task] ?? 0);
  const sum = (/** @type {number[]} */ all) => all.reduce((sum, part) => sum + part, 0);
  const all = Object.entries(parts).map(([name, own]) => ({ name, cells: of(own) }));
  const shown = all.filter(({ cells }) => Math.max(...cells) >= least);
  shown.sort((a, b) => sum(b.cells) - sum(a.cells));
  const rest = TASKS.map((_, nth) => 1 - sum(shown.map(({ cells }) => cells[nth] ?? 0)));
  return [...shown, { name: "all else", cells: rest }].map(({ name, cells }) => [
    name,
    ...cells.map((part) => percent(part, 1)),
  ]);
}
