// Runs the steps of set-up, build and test: shows each, and says plainly what is missing or failed.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Where cargo puts what it makes. */
export const CARGO_TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");

/** Ends with a sentence for a person. @param {string} message @returns {never} */
export function fail(message) {
  console.error(`\n✗ ${message}`);
  process.exit(1);
}

/** Whether a command answers. @param {string} command @param {string[]} [args] */
export function has(command, args = ["--version"]) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/**
 * Runs one command to its end, or ends everything with what was to be done. Resolves to what a quiet command printed.
 * @param {string} title @param {string} command @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean }} [options]
 */
export async function step(title, command, args, { env = {}, quiet = false } = {}) {
  const started = Date.now();
  process.stdout.write(`▸ ${title}\n`);
  let output = "";
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
  });
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", resolve);
  });
  if (code !== 0) {
    if (output) process.stderr.write(output);
    fail(`${title}: \`${command} ${args.join(" ")}\` ended with ${code}`);
  }
  console.log(`  ✓ ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return output;
}
