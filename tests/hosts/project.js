// The consumer project of one host: its tools, which stay between runs; its sources and the tarball, copied for each run; and
// its commands, each with a time limit.

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** Git-ignored. A project is inside the folder of its tools, so that Node resolves them. */
const TOOLS = fileURLToPath(new URL("../../target/hosts", import.meta.url));
const NPM = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
const INSTALL_SECONDS = 300;

/** @typedef {{ env?: Record<string, string>, seconds?: number }} Limits */
/** @typedef {Awaited<ReturnType<typeof createProject>>} Project */

/** @param {string} name of the host's folder @param {string} tarball */
export async function createProject(name, tarball) {
  const toolFolder = join(TOOLS, name);
  const folder = join(toolFolder, "project");
  const { devDependencies: tools = {}, ...own } = manifestOf(name);
  await installTools(toolFolder, tools);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(HERE, name, "project"), folder, { recursive: true });
  cpSync(join(HERE, "shared"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, ...own }));
  await run(folder, "npm", ["install", "--offline", ...NPM, tarball]);

  return {
    folder,
    tarball,
    /** The command of an installed tool. @param {string} command */
    tool: (command) => join(toolFolder, "node_modules/.bin", command),
    /** The file of an installed tool. @param {string} path */
    toolFile: (path) => join(toolFolder, "node_modules", path),
    /** Name and version, as installed. @param {string} tool */
    version: (tool) =>
      JSON.parse(readFileSync(join(toolFolder, "node_modules", tool, "package.json"), "utf8"))
        .version,
    /** Runs a command to its end and returns its output. @param {string} command @param {string[]} args @param {Limits} [limits] */
    run: (command, args, limits) => run(folder, command, args, limits),
    /** Starts a server and waits until its output matches `ready`. @param {string} command @param {string[]} args @param {RegExp} ready @param {Limits} [limits] */
    serve: (command, args, ready, limits) => serve(folder, command, args, ready, limits),
  };
}

/** The installed command of a host's tool, for use outside its project. @param {string} name @param {string} command */
export async function toolOf(name, command) {
  const toolFolder = join(TOOLS, name);
  await installTools(toolFolder, manifestOf(name).devDependencies ?? {});
  return join(toolFolder, "node_modules/.bin", command);
}

/** @param {string} name */
const manifestOf = (name) =>
  JSON.parse(readFileSync(join(HERE, name, "project/package.json"), "utf8"));

/** Installs the tools once for each set of pinned versions. @param {string} toolFolder @param {Record<string, string>} tools */
async function installTools(toolFolder, tools) {
  const mark = join(toolFolder, "installed.json");
  const wanted = JSON.stringify(tools);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  rmSync(toolFolder, { recursive: true, force: true });
  mkdirSync(toolFolder, { recursive: true });
  writeFileSync(
    join(toolFolder, "package.json"),
    JSON.stringify({ private: true, dependencies: tools }),
  );
  await run(toolFolder, "npm", ["install", "--prefer-offline", ...NPM], {
    seconds: INSTALL_SECONDS,
  });
  writeFileSync(mark, wanted);
}

/** Starts a command in its own process group, so that its child processes end with it. @param {string} cwd @param {string} command @param {string[]} args @param {Limits} limits */
function start(cwd, command, args, { env = {}, seconds = 60 } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const output = { out: "", all: "", late: false };
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
    output.all += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.all += chunk;
  });
  const stop = () => {
    clearTimeout(timer);
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {} // The process has already ended.
  };
  const timer = setTimeout(() => {
    output.late = true;
    stop();
  }, seconds * 1000);
  process.once("exit", stop);
  const ended = new Promise((/** @type {(code: number | null) => void} */ resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", resolve);
  }).finally(() => {
    clearTimeout(timer);
    process.off("exit", stop);
  });
  /** @param {string} what */
  const failure = (what) => new Error(`${command} ${args.join(" ")} ${what}\n${output.all}`.trim());
  return { child, output, stop, ended, failure, seconds };
}

/** @param {string} cwd @param {string} command @param {string[]} args @param {Limits} [limits] */
export async function run(cwd, command, args, limits = {}) {
  const { output, ended, failure, seconds } = start(cwd, command, args, limits);
  const code = await ended;
  if (output.late) throw failure(`took longer than ${seconds} s`);
  if (code !== 0) throw failure(`ended with ${code}`);
  return output.out;
}

/** @param {string} cwd @param {string} command @param {string[]} args @param {RegExp} ready @param {Limits} [limits] */
async function serve(cwd, command, args, ready, limits = {}) {
  const { child, output, stop, ended, failure } = start(cwd, command, args, limits);
  /** @type {RegExpExecArray} */
  const match = await new Promise((resolve, reject) => {
    const check = () => {
      const found = ready.exec(output.all);
      if (found) resolve(found);
    };
    child.stdout.on("data", check);
    child.stderr.on("data", check);
    ended.then(() => reject(failure("ended before it was ready")));
  });
  return { match, stop, output: () => output.all };
}
