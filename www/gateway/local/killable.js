// The gateway in a process of its own, with everything that belongs to it in one group: it can be killed as a crash or a
// power cut would, and started again in the same place. Not here: the gateway (`runtime.js`).

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

const CHILD = fileURLToPath(new URL("./killable-child.js", import.meta.url));

/** @param {Runtime} runtime with a folder in which the account stays */
export async function startKillable(runtime) {
  // The next one is there before it is needed.
  let spare = waiting();
  const next = async (/** @type {Runtime} */ set) => {
    const child = spare;
    spare = waiting();
    return { child, origin: await begun(child, set) };
  };
  let { child, origin } = await next(runtime);
  const port = Number(new URL(origin).port);
  return {
    origin,
    /** All of it is gone at once; nothing is finished, and nothing tidied up. */
    async kill() {
      await dead(child);
    },
    /** On the same port. */
    async revive() {
      ({ child, origin } = await next({ ...runtime, port }));
    },
    async close() {
      await Promise.all([dead(child), dead(spare)]);
    },
  };
}

/** A group of its own, so that workerd is killed with it. */
const waiting = () => fork(CHILD, { detached: true, serialization: "advanced" });

/** @param {ChildProcess} child @param {Runtime} runtime @returns {Promise<string>} where it is */
function begun(child, runtime) {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code} at its start`)));
    child.send(runtime);
  });
}

/** @param {ChildProcess} child */
async function dead(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  if (process.platform === "win32") child.kill("SIGKILL");
  else process.kill(-child.pid, "SIGKILL");
  await gone;
}
