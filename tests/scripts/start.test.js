// `npm start`: the console answers, and a signal ends everything that was started.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../scripts/run.js";

const options = { skip: process.platform === "win32" && "it lists processes with ps" };

for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"]))
  test(`npm start leaves nothing behind after ${signal}`, options, async (t) => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const env = { ...process.env, PORT: String(port), SANDBOX_PORT: String(sandboxPort) };
    const started = performance.now();
    const child = spawn(process.execPath, ["scripts/start.js"], { cwd: ROOT, env });
    const exit = new Promise((resolve) => child.once("exit", resolve));
    t.after(() => child.kill("SIGKILL"));
    const output = await untilReady(child);
    t.diagnostic(`ready after ${Math.round(performance.now() - started)} ms`);
    const [, list = ""] = /List\s+(\S+)/.exec(output) ?? [];
    assert.ok(existsSync(list), output);
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);

    const processes = descendantsOf(Number(child.pid));
    assert.ok(processes.length >= 3, `${processes.length} processes`);
    child.kill(signal);
    assert.equal(await exit, 0);
    assert.deepEqual(processes.filter(isAlive), []);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
    await assert.rejects(fetch(`http://127.0.0.1:${sandboxPort}/`));
    assert.ok(!existsSync(dirname(list)), list);
  });

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {import("node:child_process").ChildProcessWithoutNullStreams} child @returns {Promise<string>} its output */
function untilReady(child) {
  let output = "";
  return new Promise((resolve, reject) => {
    const add = (/** @type {Buffer} */ chunk) => {
      output += chunk;
      if (output.includes("Stop with Ctrl+C")) resolve(output);
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.once("exit", (code) => reject(new Error(`exit code ${code}\n${output}`)));
  });
}

/** @param {number} pid @returns {number[]} */
function descendantsOf(pid) {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  /** @param {number} parent @returns {number[]} */
  const below = (parent) =>
    pairs.flatMap(([id = 0, of]) => (of === parent ? [id, ...below(id)] : []));
  return below(pid);
}

/** Whether a process runs. One that has ended stays in the list as a zombie until its parent reads its exit code. @param {number} pid */
function isAlive(pid) {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}
