// Profiles one call of this package in Node with V8's profiler, and sums the time by the owner of the functions.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ROOT } from "../scripts/run.js";
import { bundle } from "./bundle.js";
import { BENCHES, namedModule, OUTPUT, xtask } from "./prepare.js";
import { table, time } from "./table.js";

const TASKS = ["build", "parse 201, requested", "parse 400, refused"];
/** The clients of `clients.js`, of a whole call. */
const WHOLE = ["ours", "fetch"];
const WHOLE_TITLES = ["certcentral-revoke", "plain fetch"];
/** Rows below this share of every column go into "all else". */
const MIN_SHARE = 0.01;
const MAX_FUNCTIONS = 12;

/** @import { Profile } from "./profiled.js" */
/** @typedef {Map<string, number[]>} Rows milliseconds of each column, by name */

export async function measure() {
  const named = namedModule();
  const profiles = profiled(named, await script());
  const whose = owners(named);
  const functionOf = (/** @type {string} */ url, /** @type {string} */ name) =>
    `${shown(name)} (${whose(url, name)})`;
  const columns = (/** @type {string[]} */ names) => names.flatMap((name) => profiles[name] ?? []);
  const [tasks, whole] = [columns(TASKS), columns(WHOLE)];
  return [
    "## Where the time of our calls goes (Node, by sampling)",
    table(["whose functions", ...TASKS], rows(tasks, whose)),
    "### The functions that take most, without what they call",
    table(["function", ...TASKS], rows(tasks, functionOf).slice(0, MAX_FUNCTIONS)),
    "### A whole revoke over loopback, 201",
    table(["whose functions", ...WHOLE_TITLES], rows(whole, whose)),
    "### Its functions that take most, without what they call",
    table(["function", ...WHOLE_TITLES], rows(whole, functionOf).slice(0, MAX_FUNCTIONS)),
  ];
}

async function script() {
  const file = join(OUTPUT, "inside.mjs");
  await bundle("node", 'export * from "./inside.ts";', file);
  return file;
}

/** @param {string} named @param {string} script */
function profiled(named, script) {
  const args = [join(BENCHES, "profiled.js"), script, named, JSON.stringify(TASKS)];
  args.push(JSON.stringify(WHOLE));
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) fail("the profiled process failed");
  /** @type {Record<string, Profile>} */
  const profiles = JSON.parse(stdout);
  return profiles;
}

/** The owner of a function, from its URL and name. @param {string} named */
function owners(named) {
  const lines = xtask("wasm-sizes", [named]).split("\n");
  const crates = new Map(
    lines.map((line) => line.split("\t")).map(([, , crate, name]) => [name, crate]),
  );
  const glue = readFileSync(join(ROOT, "pkg/dist/wasm/glue.js"), "utf8");
  return (/** @type {string} */ url, /** @type {string} */ name) => {
    if (/^(wasm-to-js|js-to-wasm)/.test(name)) return "the crossing itself";
    if (url.startsWith("wasm:")) return `wasm: ${crates.get(name) ?? "unknown"}`;
    if (url.includes("/pkg/"))
      return name.startsWith("line ") || glue.includes(`function ${name}(`)
        ? "JavaScript: glue"
        : "JavaScript: pkg";
    if (url.includes(OUTPUT) || url.includes(BENCHES)) return "the bench itself";
    if (url.includes("undici")) return "Node: fetch (undici)";
    return name === "(idle)" ? "waiting for the server" : "Node: all else, garbage collector";
  };
}

/** @param {string} name */
function shown(name) {
  const plain = name.replace(/::h[0-9a-f]{16}$/, "").replaceAll(/\[[0-9a-f]{16}\]/g, "");
  return `\`${plain.length > 70 ? `${plain.slice(0, 69)}…` : plain}\``;
}

/** The time of each in one turn, largest first. @param {Profile[]} profiles @param {(url: string, name: string) => string} nameOf */
function rows(profiles, nameOf) {
  /** @type {Rows} */
  const all = new Map();
  profiles.forEach(({ each, functions }, column) => {
    for (const [url, name, part] of functions) {
      const key = nameOf(url, name);
      const cells = all.get(key) ?? profiles.map(() => 0);
      cells[column] = (cells[column] ?? 0) + part * each;
      all.set(key, cells);
    }
  });
  const wholes = profiles.map(({ each }) => each);
  const counts = (/** @type {[string, number[]]} */ [, cells]) =>
    cells.some((ms, column) => ms >= MIN_SHARE * (wholes[column] ?? 0));
  const first = [...all].filter(counts).sort(([, [a = 0]], [, [b = 0]]) => b - a);
  const rest = wholes.map((each, column) =>
    first.reduce((left, [, cells]) => left - (cells[column] ?? 0), each),
  );
  /** @type {Array<[string, number[]]>} */
  const lines = [["**one turn**", wholes], ...first, ["all else", rest]];
  return lines.map(([name, cells]) => [name, ...cells.map((ms) => (ms > 0 ? time(ms) : ""))]);
}
