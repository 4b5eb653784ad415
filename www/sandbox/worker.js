// The sandbox as a Worker. Settings come as JSON in the variable `SANDBOX_SETTINGS`.

import { createSandbox } from "./sandbox.js";

/** @type {ReturnType<typeof createSandbox> | undefined} */
let sandbox;

export default {
  /** @param {Request} request @param {{ SANDBOX_SETTINGS?: string }} env */
  async fetch(request, env) {
    // Not at import: a Worker's clock stands still there.
    sandbox ??= createSandbox(JSON.parse(env.SANDBOX_SETTINGS ?? "{}"));
    const answer = await sandbox.fetch(request);
    // No connection can be reset from in here; whoever asked gets an error of the runtime in place of the answer.
    if (sandbox.isLost(answer)) throw new Error("the answer is lost, as was asked for");
    return answer;
  },
};
