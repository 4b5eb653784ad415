// Packs the package once, uses it in every host for real, and prints the table: `npm run hosts`. `npm run hosts -- vite next`
// takes only the rows with such a word in the name.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { startSandbox } from "../../www/sandbox/node.js";
import { layProject } from "./project.js";

/**
 * @typedef {object} Row
 * @property {string} host
 * @property {(project: import("./project.js").Project) => string} version
 * @property {(project: import("./project.js").Project, sandbox: string) => Promise<Record<string, string> | void>} run
 *   tells the story, or checks something without one
 * @property {RegExp} [unavailable] where the core cannot be had, what the error has to say
 * @property {string} [says] what stands in the table, where it is not the story
 */

/** What the story tells wherever the package works. */
const TOLD = { requested: "pending", revoked: "revoked", refused: "RefusedError, none" };
const WORKS = "✓ requested, revoked, RefusedError";
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HERE = fileURLToPath(new URL(".", import.meta.url));

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const packed = mkdtempSync(join(tmpdir(), "certcentral-packed-"));
const table = ["| Host | Version | Result |", "| --- | --- | --- |"];
const complaints = /** @type {string[]} */ ([]);
try {
  const pack = ["pack", "--silent", "--pack-destination", packed];
  const tarball = join(packed, execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8" }).trim());
  for (const name of hostNames()) await playHost(name, tarball);
} finally {
  rmSync(packed, { recursive: true });
}
console.log(`\n${table.join("\n")}`);
for (const complaint of complaints) console.error(`\n✗ ${complaint}`);
if (table.length === 2) complaints.push("no host has such a name");
process.exitCode = complaints.length > 0 ? 1 : 0;

function hostNames() {
  return readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map(({ name }) => name);
}

/** @param {string} name @param {string} tarball */
async function playHost(name, tarball) {
  /** @type {{ rows: Row[] }} */
  const { rows } = await import(`./${name}/host.js`);
  const wanted = rows.filter(({ host }) => {
    const title = `${name} ${host}`.toLowerCase().split(/\W+/);
    return words.length === 0 || words.some((word) => title.includes(word));
  });
  if (wanted.length === 0) return;
  const began = performance.now();
  console.log(`▸ ${name}`);
  try {
    const project = await layProject(name, tarball);
    for (const row of wanted) await playRow(row, project);
  } catch (error) {
    complain(name, "", error);
  }
  console.log(`  ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** @param {Row} row @param {import("./project.js").Project} project */
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
    table.push(`| ${row.host} | ${version} | ${row.says ?? WORKS} |`);
    console.log(`  ✓ ${row.host}`);
  } catch (error) {
    complain(row.host, version, error);
  } finally {
    await close();
  }
}

/** @param {string} host @param {string} version @param {unknown} error */
function complain(host, version, error) {
  const why = error instanceof Error ? error.message : String(error);
  table.push(`| ${host} | ${version} | ✗ ${why.split("\n")[0]?.replaceAll("|", "\\|")} |`);
  complaints.push(`${host}: ${why}`);
  console.log(`  ✗ ${host}`);
}
