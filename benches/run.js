// `npm run bench`: prepares, measures, prints Markdown. `npm run bench -- size call` runs these sections only.

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

const asked = process.argv.slice(2);
const stranger = asked.find((name) => !SECTIONS.includes(name));
if (stranger) fail(`there is no section ${stranger}; there are ${SECTIONS.join(", ")}`);

await prepare();
const versions = VERSIONS.map((name) => `${name} ${versionOf(name)}`).join(", ");
const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`;
console.log(`# Bench

${machine}; ${versions}.

Medians, ± half the distance between the quartiles. ×n: ours takes, or weighs, n times as much as that peer, round by
round. How it is measured, and what it cannot say: \`benches/README.md\`.`);
for (const name of asked.length > 0 ? asked : SECTIONS) {
  const started = Date.now();
  console.error(`▸ measure: ${name}`);
  // In a process of its own: no section runs in what another has warmed up or littered.
  const args = [join(BENCHES, "section.js"), name];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) fail(`the section ${name} ended with ${status}`);
  console.error(`  ✓ ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
