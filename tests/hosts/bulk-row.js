// The rows of the bulk entry: the scenario of `shared/bulk-scenario.js` and its expected results.

import { isDeepStrictEqual } from "node:util";

const EXPECTED = { wrong: 2, revoked: 1, skipped: 1 };

/**
 * @param {string} host @param {import("./run.js").Row["version"]} version
 * @param {(project: import("./project.js").Project, sandbox: string) => Promise<unknown>} run
 * @returns {import("./run.js").Row}
 */
export const bulkRow = (host, version, run) => ({
  host: `${host}, many orders`,
  version,
  run: async (project, sandbox) => {
    const results = await run(project, sandbox);
    if (!isDeepStrictEqual(results, EXPECTED))
      throw new Error(`the results are ${JSON.stringify(results)}`);
  },
  says: "✓ list, plan, run, report",
});
