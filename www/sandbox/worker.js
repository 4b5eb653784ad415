// The sandbox as a Worker. Settings come as JSON in the variable `SANDBOX_SETTINGS`.

import { createSandbox } from "./sandbox.js";

/** @type {ReturnType<typeof createSandbox> | undefined} */
let sandbox;

export default {
  /** @param {Request} request @param {{ SANDBOX_SETTINGS?: string }} env */
  fetch(request, env) {
    // Not at import: a Worker's clock stands still there.
    sandbox ??= createSandbox(JSON.parse(env.SANDBOX_SETTINGS ?? "{}"));
    return sandbox.fetch(request);
  },
};
