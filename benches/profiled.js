// A separate process for `profile.js`: runs this package, then whole calls, under V8's profiler with the module that keeps its
// names. Prints as JSON the time of one turn of each task and the share of each function.

import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { pathToFileURL } from "node:url";
import { startServer } from "./call.js";
import { clients } from "./clients.js";

/** @typedef {{ each: number, functions: Array<[url: string, name: string, part: number]> }} Profile `each` in milliseconds */

const SECONDS = 1.5;

const [script = "", named = "", tasks = "[]", whole = "[]"] = process.argv.slice(2);
/** @type {typeof import("./inside.ts")} */
const inside = await import(pathToFileURL(script).href);
await inside.init(readFileSync(named));
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 100 });

/** @type {Record<string, Profile>} */
const profiles = {};
for (const task of JSON.parse(tasks))
  profiles[task] = await profileOf((turns) => inside.run(`ours: ${task}`, turns), 1000);
const { url, close } = await startServer();
const all = clients(url);
for (const name of JSON.parse(whole)) {
  const revoke = all[/** @type {keyof typeof all} */ (name)];
  profiles[name] = await profileOf(async (turns) => {
    for (let turn = 0; turn < turns; turn++) await revoke({ skipApproval: false });
  }, 100);
}
close();
console.log(JSON.stringify(profiles));

/** @param {(turns: number) => Promise<void> | void} work @param {number} batch @returns {Promise<Profile>} */
async function profileOf(work, batch) {
  await lasting(work, batch);
  await session.post("Profiler.start");
  const each = await lasting(work, batch);
  const { profile } = await session.post("Profiler.stop");
  const samples = profile.nodes.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0);
  const functions = profile.nodes.filter(({ hitCount = 0 }) => hitCount > 0);
  return {
    each,
    functions: functions.map(({ callFrame, hitCount = 0 }) => [
      callFrame.url,
      callFrame.functionName || `line ${callFrame.lineNumber + 1}`,
      hitCount / samples,
    ]),
  };
}

/** @param {(turns: number) => Promise<void> | void} work @param {number} batch */
async function lasting(work, batch) {
  const started = performance.now();
  for (let turns = 0; ; ) {
    await work(batch);
    turns += batch;
    const ms = performance.now() - started;
    if (ms > SECONDS * 1000) return ms / turns;
  }
}
