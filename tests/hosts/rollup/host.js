// Rollup with its usual resolver: a bundle for browsers, and one file for Node.

import { rowsWithoutAssets } from "../without-assets.js";

/** @param {import("../project.js").Project} project */
const build = (project) => project.run(project.tool("rollup"), ["-c", "--silent"]);

/** @type {import("../run.js").Row[]} */
export const rows = [
  ...rowsWithoutAssets("Rollup", "rollup", build),
  {
    host: "Rollup, for Node",
    version: (project) => `${project.version("rollup")}, Node ${process.versions.node}`,
    run: async (project, sandbox) => {
      await build(project);
      const args = ["built/server.js", `${sandbox}/services/v2`];
      return JSON.parse(await project.run(process.execPath, args));
    },
  },
];
