// Whether build output still belongs to its sources. Compares content, not times, so that a checkout or a copy needs no build.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ROOT } from "./run.js";

/** @typedef {{ inputs: string, outputs: string }} Fingerprint */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} inputs files and folders, relative to the repository
 * @property {readonly string[]} [facts] what else decides the result, for example the version of the compiler
 * @property {string} outputs the folder that the stage writes, relative to the repository
 * @property {(path: string) => boolean} [owns] which files of that folder the stage writes; default: all
 */

const RECORD = join(ROOT, "pkg/dist/build.json");

/** Whether a stage has the same inputs and outputs as when it last ran. @param {Stage} stage */
export function isCurrent(stage) {
  const { inputs, outputs } = recorded()[stage.name] ?? {};
  return outputs === outputsOf(stage) && inputs === inputsOf(stage);
}

/**
 * Runs a stage and records it. Its inputs are read before, so that a change during the run leads to another run.
 * @param {Stage} stage @param {() => Promise<unknown>} run
 */
export async function runStage(stage, run) {
  const inputs = inputsOf(stage);
  await run();
  const entry = { inputs, outputs: outputsOf(stage) };
  writeFileSync(RECORD, `${JSON.stringify({ ...recorded(), [stage.name]: entry }, null, 2)}\n`);
}

/** @returns {Record<string, Fingerprint>} */
function recorded() {
  return existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : {};
}

/** @param {Stage} stage */
function inputsOf({ inputs, outputs, facts = [] }) {
  const folder = join(ROOT, outputs);
  const files = inputs.flatMap((path) => filesIn(join(ROOT, path)));
  return digest(
    files.filter((file) => file !== RECORD && !file.startsWith(folder + sep)),
    facts,
  );
}

/** @param {Stage} stage */
function outputsOf({ outputs, owns = () => true }) {
  const folder = join(ROOT, outputs);
  return digest(
    filesIn(folder).filter((file) => file !== RECORD && owns(relative(folder, file))),
    [],
  );
}

/** @param {string[]} files @param {readonly string[]} facts */
function digest(files, facts) {
  const hash = createHash("sha256").update(JSON.stringify(facts));
  for (const file of files.sort()) {
    const content = readFileSync(file);
    hash.update(`\n${relative(ROOT, file)} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} path of a file or a folder @returns {string[]} */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.includes(`${sep}node_modules${sep}`));
}
