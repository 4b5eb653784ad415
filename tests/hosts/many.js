// The rows of the entry for many orders: the same story as in `shared/mass-story.js`, and what it has to tell.

import { isDeepStrictEqual } from "node:util";

const TOLD = { wrong: 2, revoked: 1, skipped: 1 };

/**
 * @param {string} host @param {import("./run.js").Row["version"]} version
 * @param {(project: import("./project.js").Project, sandbox: string) => Promise<unknown>} tell
 * @returns {import("./run.js").Row}
 */
export const many = (host, version, tell) => ({
  host: `${host}, many orders`,
  version,
  run: async (project, sandbox) => {
    const told = await tell(project, sandbox);
    if (!isDeepStrictEqual(told, TOLD)) throw new Error(`it told ${JSON.stringify(told)}`);
  },
  says: "✓ list, plan, run, report",
});
