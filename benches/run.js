// `npm run bench`: prepares, measures, prints Markdown. `npm run bench -- size call` runs only these sections.

import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { fail } from "../scripts/run.js";
import { BENCHES, prepare, versionOf } from "./prepare.js";

const SECTIONS = ["size", "speed", "validate", "profile", "cold", "call", "pacing"];
const VERSIONS = [
  "certcentral-revoke",
  "zod",
  "valibot",
  "ky",
  "openai",
  "p-throttle",
  "bottleneck",
  "workerd",
];

const requested = process.argv.slice(2);
const unknown = requested.find((name) => !SECTIONS.includes(name));
if (unknown) fail(`there is no section ${unknown}; the sections are ${SECTIONS.join(", ")}`);

await prepare();
const versions = VERSIONS.map((name) => `${name} ${versionOf(name)}`).join(", ");
const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`;
console.log(`# Bench

${machine}; ${versions}.

Medians, ± half the distance between the quartiles. ×n: this package takes, or weighs, n times as much as that peer, round by
round. Method and limits: \`benches/README.md\`.`);
for (const name of requested.length > 0 ? requested : SECTIONS) {
  const started = Date.now();
  console.error(`▸ measure: ${name}`);
  // In a separate process, so that no section affects the next one.
  const args = [join(BENCHES, "section.js"), name];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) fail(`the section ${name} ended with ${status}`);
  console.error(`  ✓ ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
