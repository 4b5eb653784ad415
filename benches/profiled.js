// A process of its own, for `profile.js`: our peer does its tasks under V8's profiler, with the module that kept its
// names. Prints the time of each function as JSON.

import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { pathToFileURL } from "node:url";

const [script = "", named = "", ...tasks] = process.argv.slice(2);
/** @type {typeof import("./inside.ts")} */
const inside = await import(pathToFileURL(script).href);
await inside.init(readFileSync(named));
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 100 });
/** @type {Record<string, { ms: number, turns: number, functions: Array<[url: string, name: string, part: number]> }>} */
const profiles = {};
for (const task of tasks) {
  const name = `ours: ${task}`;
  inside.run(name, 50_000);
  await session.post("Profiler.start");
  const started = performance.now();
  let turns = 0;
  for (; performance.now() - started < 1500; turns += 1000) inside.run(name, 1000);
  const ms = performance.now() - started;
  const { profile } = await session.post("Profiler.stop");
  const samples = profile.nodes.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0);
  profiles[task] = {
    ms,
    turns,
    functions: profile.nodes
      .filter(({ hitCount = 0 }) => hitCount > 0)
      .map(({ callFrame, hitCount = 0 }) => [
        callFrame.url,
        callFrame.functionName,
        hitCount / samples,
      ]),
  };
}
console.log(JSON.stringify(profiles));
