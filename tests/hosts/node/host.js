// Node: the one that runs this, and the two lines after 20; by `import`, by `require`, and with the inlined entry.

/** @typedef {import("../project.js").Project} Project */

/** @type {Array<(project: Project) => string>} */
const NODES = [
  () => process.execPath,
  (project) => project.toolFile("node22/bin/node"),
  (project) => project.toolFile("node24/bin/node"),
];
const WAYS = { "by import": "main.js", "by require": "main.cjs", inline: "inline.js" };

export const rows = NODES.flatMap((node, nth) =>
  Object.entries(WAYS).map(([way, file]) => ({
    host: `Node, ${way}`,
    /** @param {Project} project */
    version: (project) =>
      nth === 0 ? process.versions.node : project.version(`node${20 + 2 * nth}`),
    /** @param {Project} project @param {string} sandbox */
    run: async (project, sandbox) =>
      JSON.parse(await project.run(node(project), [file, `${sandbox}/services/v2`])),
  })),
);
