// Packs the package once, runs the scenario in every host, and prints the table: `npm run hosts`. `npm run hosts -- vite next`
// runs only the rows with one of these words in the name.

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
import { createProject } from "./project.js";

/** @typedef {import("./project.js").Project} Project */
/**
 * @typedef {object} Row
 * @property {string} host
 * @property {(project: Project) => string} version
 * @property {(project: Project, sandbox: string) => Promise<Record<string, string> | void>} run
 *   runs the scenario and returns its results, or runs another check
 * @property {RegExp} [unavailable] the expected message where the core is not available
 * @property {string} [says] the text in the table for a row without the scenario
 */
/** @typedef {{ cells: string[], failure?: string }} Result */

/** The results of the scenario where the package works. */
const EXPECTED = { requested: "pending", revoked: "revoked", refused: "RefusedError, none" };
const WORKS = "✓ requested, revoked, RefusedError";
const HERE = fileURLToPath(new URL(".", import.meta.url));
/** The number of hosts at the same time: the cores of the smallest machine. */
const LANES = 2;

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const startedAt = performance.now();
if (!existsSync(join(ROOT, "pkg/dist/sbom.json"))) fail("the package is not built: npm run build");
await chromium();
await firefox();

// The started processes have their own process groups, which Ctrl+C does not reach. Their exit handlers end them.
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
  for (const [at, { name }] of queue) results[at] = await runHost(name, tarball);
};
await Promise.all(Array.from({ length: LANES }, lane));

const finished = results.flat();
if (finished.length === 0) fail("no host has one of these words in its name");
const rows = [
  ["Host", "Version", "Result"],
  ["---", "---", "---"],
  ...finished.map((row) => row.cells),
];
if (words.length === 0)
  rows.push(...NOT_RUN.map(({ host, reason }) => [host, "", `not run: ${reason}`]));
console.log(`\n${rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`);
const failures = finished.flatMap(({ failure }) => failure ?? []);
for (const failure of failures) console.error(`\n✗ ${failure}`);
const seconds = Math.round((performance.now() - startedAt) / 1000);
// The closing line shows that the run has tested something.
console.log(
  `\n${seconds} s\n${finished.length - failures.length} passed, ${failures.length} failed`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

/** @param {string} name @param {string} tarball @returns {Promise<Result[]>} */
async function runHost(name, tarball) {
  /** @type {{ rows: Row[] }} */
  const { rows } = await import(`./${name}/host.js`);
  const selected = rows.filter(({ host }) => {
    const title = `${name} ${host}`.toLowerCase().split(/\W+/);
    return words.length === 0 || words.some((word) => title.includes(word));
  });
  if (selected.length === 0) return [];
  const startedAt = performance.now();
  /** @type {Result[]} */
  const results = [];
  try {
    const project = await createProject(name, tarball);
    for (const row of selected) results.push(await runRow(row, project));
  } catch (error) {
    results.push(failed(name, "", error));
  }
  const failedRows = results.filter(({ failure }) => failure).length;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${failedRows ? "✗" : "✓"} ${name}: ${results.length - failedRows} of ${results.length}, ${seconds} s`,
  );
  return results;
}

/** @param {Row} row @param {Project} project @returns {Promise<Result>} */
async function runRow(row, project) {
  const { url, close } = await startSandbox();
  let version = "";
  try {
    version = row.version(project);
    const results = await row.run(project, new URL(url).origin);
    const wrong = row.unavailable
      ? !row.unavailable.test(results?.unavailable ?? "")
      : !isDeepStrictEqual(results, row.says ? undefined : EXPECTED);
    if (wrong) throw new Error(results?.failed ?? `the results are ${JSON.stringify(results)}`);
    return { cells: [row.host, version, row.says ?? WORKS] };
  } catch (error) {
    return failed(row.host, version, error);
  } finally {
    await close();
  }
}

/** @param {string} host @param {string} version @param {unknown} error @returns {Result} */
function failed(host, version, error) {
  const message = error instanceof Error ? error.message : String(error);
  const short = message.split("\n")[0]?.slice(0, 200).replaceAll("|", "\\|");
  return { cells: [host, version, `✗ ${short}`], failure: `${host}: ${message.slice(0, 4000)}` };
}
