// Runs commands as steps: shows the title and the duration of each, and stops with a message when one fails.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The root folder of the repository. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The folder for cargo's output. */
export const CARGO_TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");

const isWindows = process.platform === "win32";
/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** Whether a module is the script that Node was started with. @param {ImportMeta} meta */
export function isMain({ url }) {
  return url === pathToFileURL(process.argv[1] ?? "").href;
}

/** Prints a message and exits with code 1. @param {string} message @returns {never} */
export function fail(message) {
  console.error(`\n✗ ${message}`);
  process.exit(1);
}

/** Whether a command exists and succeeds. @param {string} command @param {string[]} [args] */
export function has(command, args = ["--version"]) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/**
 * @typedef {object} CommandOptions
 * @property {Record<string, string>} [env] added to the environment
 * @property {string} [cwd] the folder to run it in; default: the root of the repository
 * @property {boolean} [capture] collects the output instead of printing it
 * @property {boolean} [interactive] lets the command read from the terminal, for example a password
 */

/**
 * Runs a command to its end. A signal to this process also ends the command and everything that it started.
 * @param {string} command @param {string[]} args @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127: the command cannot be started
 */
export async function runCommand(command, args, options = {}) {
  const { env = {}, cwd = ROOT, capture = false, interactive = false } = options;
  let output = "";
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: [interactive ? "inherit" : "ignore", ...Array(2).fill(capture ? "pipe" : "inherit")],
    // A process group of its own, which one signal ends. A command in such a group cannot read from the terminal.
    detached: !isWindows && !interactive,
  });
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  addRunning(child);
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  removeRunning(child);
  return { code, output };
}

/** Ends all running commands and what they started. */
export function stopCommands() {
  for (const { pid } of running) {
    if (pid === undefined) continue;
    try {
      process.kill(isWindows ? pid : -pid, "SIGTERM");
    } catch {
      // It has ended already, or it is not a group of its own and receives the terminal's signal itself.
    }
  }
}

/** @type {Array<[signal: NodeJS.Signals, onSignal: () => never]>} */
const SIGNALS = [
  ["SIGINT", () => process.exit(130)],
  ["SIGTERM", () => process.exit(143)],
  ["SIGHUP", () => process.exit(129)],
];

/**
 * Signals are handled only while commands run, so that a script can handle them itself at other times.
 * @param {import("node:child_process").ChildProcess} child
 */
function addRunning(child) {
  if (running.size === 0) {
    for (const [signal, onSignal] of SIGNALS) process.on(signal, onSignal);
    process.on("exit", stopCommands);
  }
  running.add(child);
}

/** @param {import("node:child_process").ChildProcess} child */
function removeRunning(child) {
  running.delete(child);
  if (running.size > 0) return;
  for (const [signal, onSignal] of SIGNALS) process.off(signal, onSignal);
  process.off("exit", stopCommands);
}

/**
 * Runs one command, and exits with an explanation if it fails. Resolves to the output of a quiet command.
 * @param {string} title @param {string} command @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, interactive?: boolean }} [options]
 */
export async function step(title, command, args, { quiet = false, ...options } = {}) {
  const started = performance.now();
  process.stdout.write(`▸ ${title}\n`);
  const { code, output } = await runCommand(command, args, { ...options, capture: quiet });
  if (code !== 0) fail(failure(title, command, args, code, output));
  console.log(`  ✓ ${secondsSince(started)} s`);
  return output;
}

/** @param {string} title @param {string} command @param {string[]} args @param {number} code @param {string} output */
export function failure(title, command, args, code, output) {
  const line = [command, ...args].join(" ");
  const reason =
    code === 127
      ? `the command \`${command}\` cannot be started: install it, or add it to PATH`
      : `failed with exit code ${code}. Run it alone: ${line}`;
  return `${output && `${output.trimEnd()}\n\n✗ `}${title}: ${reason}`;
}

/** @param {number} started from `performance.now()` */
export const secondsSince = (started) => ((performance.now() - started) / 1000).toFixed(1);
