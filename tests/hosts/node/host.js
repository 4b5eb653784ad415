// Node: the running version and the two release lines after 20; with `import`, with `require`, and with the inlined entry.

import { bulkRow } from "../bulk-row.js";

/** @typedef {import("../project.js").Project} Project */

/** @type {Array<(project: Project) => string>} */
const NODES = [
  () => process.execPath,
  (project) => project.toolFile("node22/bin/node"),
  (project) => project.toolFile("node24/bin/node"),
];
const WAYS = { "by import": "main.js", "by require": "main.cjs", inline: "inline.js" };

/** @param {number} nth @param {Project} project */
const versionOf = (nth, project) =>
  nth === 0 ? process.versions.node : project.version(`node${20 + 2 * nth}`);

/** @type {import("../run.js").Row[]} */
const single = NODES.flatMap((node, nth) =>
  Object.entries(WAYS).map(([way, file]) => ({
    host: `Node, ${way}`,
    /** @param {Project} project */
    version: (project) => versionOf(nth, project),
    /** @param {Project} project @param {string} sandbox */
    run: async (project, sandbox) =>
      JSON.parse(await project.run(node(project), [file, `${sandbox}/services/v2`])),
  })),
);

const lists = NODES.flatMap((node, nth) =>
  [
    ["by import", "mass.js"],
    ["by require", "mass.cjs"],
  ].map(([way, file = ""]) =>
    bulkRow(
      `Node, ${way}`,
      (project) => versionOf(nth, project),
      async (project, sandbox) =>
        JSON.parse(await project.run(node(project), [file, `${sandbox}/services/v2`])),
    ),
  ),
);

export const rows = [...single, ...lists];
