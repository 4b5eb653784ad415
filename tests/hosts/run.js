// Packs the package once, uses it in every host for real, and prints the table: `npm run hosts`. `npm run hosts -- vite next`
// takes only the rows with such a word in the name.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { fail, ROOT } from "../../scripts/run.js";
import { chromium, firefox } from "../../scripts/setup.js";
import { startSandbox } from "../../www/sandbox/node.js";
import { NOT_RUN } from "./not-run.js";
import { layProject } from "./project.js";

/** @typedef {import("./project.js").Project} Project */
/**
 * @typedef {object} Row
 * @property {string} host
 * @property {(project: Project) => string} version
 * @property {(project: Project, sandbox: string) => Promise<Record<string, string> | void>} run
 *   tells the story, or checks something without one
 * @property {RegExp} [unavailable] where the core cannot be had, what the error has to say
 * @property {string} [says] what stands in the table, where it is not the story
 */
/** @typedef {{ cells: string[], complaint?: string }} Result */

/** What the story tells wherever the package works. */
const TOLD = { requested: "pending", revoked: "revoked", refused: "RefusedError, none" };
const WORKS = "✓ requested, revoked, RefusedError";
const HERE = fileURLToPath(new URL(".", import.meta.url));
/** As many hosts at once as the smallest machine has cores. */
const LANES = 2;

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const began = performance.now();
if (!existsSync(join(ROOT, "pkg/dist/sbom.json"))) fail("the package is not built: npm run build");
await chromium();
await firefox();

// What was started lives in process groups of its own, which a Ctrl+C does not reach; leaving in order ends it.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  process.once(signal, () => process.exit(130));

const packed = mkdtempSync(join(tmpdir(), "certcentral-packed-"));
process.once("exit", () => rmSync(packed, { recursive: true }));
const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", packed];
const tarball = join(packed, execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8" }).trim());

const queue = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .entries();
/** @type {Result[][]} */
const results = [];
const lane = async () => {
  for (const [at, { name }] of queue) results[at] = await playHost(name, tarball);
};
await Promise.all(Array.from({ length: LANES }, lane));

const played = results.flat();
if (played.length === 0) fail("no host has such a name");
const rows = [
  ["Host", "Version", "Result"],
  ["---", "---", "---"],
  ...played.map((row) => row.cells),
];
if (words.length === 0) rows.push(...NOT_RUN.map(({ host, why }) => [host, "", `not run: ${why}`]));
console.log(`\n${rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`);
const complaints = played.flatMap(({ complaint }) => complaint ?? []);
for (const complaint of complaints) console.error(`\n✗ ${complaint}`);
const seconds = Math.round((performance.now() - began) / 1000);
// The line by which a run is judged to have tested something.
console.log(
  `\n${seconds} s\n${played.length - complaints.length} passed, ${complaints.length} failed`,
);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** @param {string} name @param {string} tarball @returns {Promise<Result[]>} */
async function playHost(name, tarball) {
  /** @type {{ rows: Row[] }} */
  const { rows } = await import(`./${name}/host.js`);
  const wanted = rows.filter(({ host }) => {
    const title = `${name} ${host}`.toLowerCase().split(/\W+/);
    return words.length === 0 || words.some((word) => title.includes(word));
  });
  if (wanted.length === 0) return [];
  const began = performance.now();
  /** @type {Result[]} */
  const results = [];
  try {
    const project = await layProject(name, tarball);
    for (const row of wanted) results.push(await playRow(row, project));
  } catch (error) {
    results.push(failed(name, "", error));
  }
  const bad = results.filter(({ complaint }) => complaint).length;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${bad ? "✗" : "✓"} ${name}: ${results.length - bad} of ${results.length}, ${seconds} s`,
  );
  return results;
}

/** @param {Row} row @param {Project} project @returns {Promise<Result>} */
async function playRow(row, project) {
  const { url, close } = await startSandbox();
  let version = "";
  try {
    version = row.version(project);
    const told = await row.run(project, new URL(url).origin);
    const wrong = row.unavailable
      ? !row.unavailable.test(told?.unavailable ?? "")
      : !isDeepStrictEqual(told, row.says ? undefined : TOLD);
    if (wrong) throw new Error(told?.failed ?? `it told ${JSON.stringify(told)}`);
    return { cells: [row.host, version, row.says ?? WORKS] };
  } catch (error) {
    return failed(row.host, version, error);
  } finally {
    await close();
  }
}

/** @param {string} host @param {string} version @param {unknown} error @returns {Result} */
function failed(host, version, error) {
  const why = error instanceof Error ? error.message : String(error);
  const short = why.split("\n")[0]?.slice(0, 200).replaceAll("|", "\\|");
  return { cells: [host, version, `✗ ${short}`], complaint: `${host}: ${why.slice(0, 4000)}` };
}
