// The consumer project of one host: its tools, kept between runs; its sources and the tarball, laid afresh; its commands,
// each bounded in time.

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** Git-ignored. A project lies in the folder of its tools, so that it finds them as any package finds its neighbours. */
const KEPT = fileURLToPath(new URL("../../target/hosts", import.meta.url));
const NPM = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
const INSTALL_SECONDS = 300;

/** @typedef {{ env?: Record<string, string>, seconds?: number }} Limits */
/** @typedef {Awaited<ReturnType<typeof layProject>>} Project */

/** @param {string} name of the host's folder @param {string} tarball */
export async function layProject(name, tarball) {
  const kept = join(KEPT, name);
  const folder = join(kept, "project");
  const { devDependencies: tools = {}, ...own } = manifestOf(name);
  await installTools(kept, tools);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(HERE, name, "project"), folder, { recursive: true });
  cpSync(join(HERE, "shared"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, ...own }));
  await run(folder, "npm", ["install", "--offline", ...NPM, tarball]);

  return {
    folder,
    tarball,
    /** The command of an installed tool. @param {string} command */
    tool: (command) => join(kept, "node_modules/.bin", command),
    /** The file of an installed tool. @param {string} path */
    toolFile: (path) => join(kept, "node_modules", path),
    /** Name and version, as installed. @param {string} tool */
    version: (tool) =>
      JSON.parse(readFileSync(join(kept, "node_modules", tool, "package.json"), "utf8")).version,
    /** To its end; what it printed. @param {string} command @param {string[]} args @param {Limits} [limits] */
    run: (command, args, limits) => run(folder, command, args, limits),
    /** Until it says that it is ready. @param {string} command @param {string[]} args @param {RegExp} ready @param {Limits} [limits] */
    serve: (command, args, ready, limits) => serve(folder, command, args, ready, limits),
  };
}

/** The installed command of a host's tool, for use outside its project. @param {string} name @param {string} command */
export async function toolOf(name, command) {
  const kept = join(KEPT, name);
  await installTools(kept, manifestOf(name).devDependencies ?? {});
  return join(kept, "node_modules/.bin", command);
}

/** @param {string} name */
const manifestOf = (name) =>
  JSON.parse(readFileSync(join(HERE, name, "project/package.json"), "utf8"));

/** Once for each set of pinned versions. @param {string} kept @param {Record<string, string>} tools */
async function installTools(kept, tools) {
  const mark = join(kept, "installed.json");
  const wanted = JSON.stringify(tools);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, "package.json"), JSON.stringify({ private: true, dependencies: tools }));
  await run(kept, "npm", ["install", "--prefer-offline", ...NPM], { seconds: INSTALL_SECONDS });
  writeFileSync(mark, wanted);
}

/** Its own process group, so that what it starts can be ended with it. @param {string} cwd @param {string} command @param {string[]} args @param {Limits} limits */
function start(cwd, command, args, { env = {}, seconds = 60 } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const said = { out: "", all: "", late: false };
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
    said.all += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.all += chunk;
  });
  const stop = () => {
    clearTimeout(timer);
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {} // it has ended by itself
  };
  const timer = setTimeout(() => {
    said.late = true;
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
  /** @param {string} why */
  const complaint = (why) => new Error(`${command} ${args.join(" ")} ${why}\n${said.all}`.trim());
  return { child, said, stop, ended, complaint, seconds };
}

/** @param {string} cwd @param {string} command @param {string[]} args @param {Limits} [limits] */
export async function run(cwd, command, args, limits = {}) {
  const { said, ended, complaint, seconds } = start(cwd, command, args, limits);
  const code = await ended;
  if (said.late) throw complaint(`took longer than ${seconds} s`);
  if (code !== 0) throw complaint(`ended with ${code}`);
  return said.out;
}

/** @param {string} cwd @param {string} command @param {string[]} args @param {RegExp} ready @param {Limits} [limits] */
async function serve(cwd, command, args, ready, limits = {}) {
  const { child, said, stop, ended, complaint } = start(cwd, command, args, limits);
  /** @type {RegExpExecArray} */
  const match = await new Promise((resolve, reject) => {
    const look = () => {
      const found = ready.exec(said.all);
      if (found) resolve(found);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    ended.then(() => reject(complaint("ended before it was ready")));
  });
  return { match, stop, said: () => said.all };
}
