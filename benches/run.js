// `npm run bench`: prepares, measures, prints Markdown. `npm run bench -- size call` runs these sections only.

import { cpus } from "node:os";
import { fail } from "../scripts/run.js";
import { prepare, versionOf } from "./prepare.js";

/** Loaded when needed: what they import is only there after `prepare`. @type {Record<string, () => Promise<string[]>>} */
const SECTIONS = {
  size: async () => (await import("./size.js")).size(),
  validate: async () => (await import("./validate.js")).validate(),
  profile: async () => (await import("./profile.js")).profile(),
};
const VERSIONS = ["certcentral-revoke", "zod", "valibot", "ky", "openai", "workerd"];

const asked = process.argv.slice(2);
const stranger = asked.find((name) => !(name in SECTIONS));
if (stranger)
  fail(`there is no section ${stranger}; there are ${Object.keys(SECTIONS).join(", ")}`);

prepare();
const versions = VERSIONS.map((name) => `${name} ${versionOf(name)}`).join(", ");
console.log(
  `# Bench\n\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; ${versions}.`,
);
for (const name of asked.length > 0 ? asked : Object.keys(SECTIONS)) {
  const started = Date.now();
  console.error(`▸ measure: ${name}`);
  for (const part of (await SECTIONS[name]?.()) ?? []) console.log(`\n${part}`);
  console.error(`  ✓ ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
