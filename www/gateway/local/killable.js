// Runs the gateway in a process group of its own, so that it can be killed as by a crash or a power cut, and restarted with
// the same state.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

const CHILD = fileURLToPath(new URL("./killable-child.js", import.meta.url));

/** @param {Runtime} runtime with `persist`, so that the account outlives the process */
export async function startKillable(runtime) {
  // A spare process is ready before a restart needs it.
  let spare = forkChild();
  const next = async (/** @type {Runtime} */ config) => {
    const child = spare;
    spare = forkChild();
    return { child, origin: await start(child, config) };
  };
  let { child, origin } = await next(runtime);
  const port = Number(new URL(origin).port);
  return {
    origin,
    /** Kills the whole group with SIGKILL. Nothing is completed or cleaned up. */
    async kill() {
      await killGroup(child);
    },
    /** Starts it again on the same port. */
    async revive() {
      ({ child, origin } = await next({ ...runtime, port }));
    },
    async close() {
      await Promise.all([killGroup(child), killGroup(spare)]);
    },
  };
}

/** `detached` makes a process group, so that workerd is killed with its parent. */
const forkChild = () => fork(CHILD, { detached: true, serialization: "advanced" });

/** @param {ChildProcess} child @param {Runtime} runtime @returns {Promise<string>} the origin of the gateway */
function start(child, runtime) {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) =>
      reject(new Error(`the gateway process exited with code ${code} before it was ready`)),
    );
    child.send(runtime);
  });
}

/** @param {ChildProcess} child */
async function killGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  if (process.platform === "win32") child.kill("SIGKILL");
  else process.kill(-child.pid, "SIGKILL");
  await exited;
}
