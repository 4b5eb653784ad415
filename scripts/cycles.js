// Fails if files import each other in a cycle, type imports included. TypeScript resolves the imports.
// `node scripts/cycles.js`, or `node scripts/cycles.js <tsconfig> …` for other projects.

import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { fail, ROOT } from "./run.js";

/** @typedef {Map<string, Set<string>>} Graph the files that each file imports */

const IMPORT =
  /^ {3}(?:Imported via|Type library referenced via|Referenced via) .+ from file '(.+?)'/;

const configs = process.argv.slice(2);
const projects = configs.length > 0 ? configs : ["tsconfig.json", "benches/tsconfig.json"];
const graph = importsOf(projects.map((path) => resolve(ROOT, path)));
if (graph.size === 0) fail(`TypeScript lists no imports of ${projects.join(", ")}`);
const cycles = cyclesOf(graph);
if (cycles.length > 0) {
  const paths = cycles.map((cycle) => `  ${cycle.join("\n    → ")}`);
  fail(
    `${cycles.length} import ${cycles.length === 1 ? "cycle" : "cycles"}. Move what both files need into a file that imports neither:\n${paths.join("\n")}`,
  );
}

/** @param {string[]} configs paths of the `tsconfig.json` of each project @returns {Graph} */
function importsOf(configs) {
  /** @type {Graph} */
  const graph = new Map();
  for (const config of configs) {
    // Type errors are the business of another step, so the exit code does not count.
    const args = ["--noEmit", "--pretty", "false", "--explainFiles", "--project", config];
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, ...args], {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    let file = "";
    for (const line of stdout.split("\n")) {
      if (/^\S/.test(line)) file = line;
      const importer = IMPORT.exec(line)?.[1];
      if (!importer || importer === file || isForeign(importer) || isForeign(file)) continue;
      graph.set(importer, (graph.get(importer) ?? new Set()).add(file));
    }
  }
  return graph;
}

/** @param {string} file */
function isForeign(file) {
  return /(^|\/)node_modules\//.test(file);
}

/** One shortest cycle for each file in a cycle, unless an earlier one contains the file. @param {Graph} graph */
function cyclesOf(graph) {
  const covered = new Set();
  const cycles = [];
  for (const file of [...graph.keys()].sort()) {
    const cycle = covered.has(file) ? undefined : shortestCycle(graph, file);
    if (!cycle) continue;
    for (const each of cycle) covered.add(each);
    cycles.push(cycle);
  }
  return cycles;
}

/** @param {Graph} graph @param {string} start @returns {string[] | undefined} the path from the file back to it */
function shortestCycle(graph, start) {
  /** @type {Map<string, string>} */
  const cameFrom = new Map();
  const queue = [start];
  for (const file of queue) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) return pathTo(file, cameFrom, [start]);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}

/** @param {string} file @param {Map<string, string>} cameFrom @param {string[]} path after the file */
function pathTo(file, cameFrom, path) {
  for (let at = /** @type {string | undefined} */ (file); at; at = cameFrom.get(at))
    path.unshift(at);
  return path;
}
