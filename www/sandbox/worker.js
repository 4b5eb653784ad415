// Serves the sandbox as a Worker. The variable `SANDBOX_SETTINGS` holds settings as JSON.

import { createSandbox } from "./sandbox.js";

/** @type {ReturnType<typeof createSandbox> | undefined} */
let sandbox;

export default {
  /** @param {Request} request @param {{ SANDBOX_SETTINGS?: string }} env @param {{ waitUntil: (work: Promise<void>) => void }} context */
  async fetch(request, env, context) {
    // Not at import, where a Worker's clock does not advance.
    sandbox ??= createSandbox(JSON.parse(env.SANDBOX_SETTINGS ?? "{}"));
    const response = await sandbox.fetch(request, (sending) => context.waitUntil(sending));
    // A Worker cannot reset the connection. The caller receives a runtime error in place of the response.
    if (sandbox.isLost(response)) throw new Error("response dropped by an injected fault");
    return response;
  },
};
