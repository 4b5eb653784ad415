// esbuild, with its defaults: a bundle for browsers, and one file for Node in either format.

import { rowsWithoutAssets } from "../without-assets.js";

/** @param {import("../project.js").Project} project @param {string[]} args */
const esbuild = (project, ...args) => project.run(project.tool("esbuild"), ["--bundle", ...args]);

/** @param {string} format @param {string} out @returns {import("../run.js").Row} */
const forNode = (format, out) => ({
  host: `esbuild, for Node, ${format}`,
  version: (project) => `${project.version("esbuild")}, Node ${process.versions.node}`,
  run: async (project, sandbox) => {
    const entry = format === "esm" ? "server.js" : "server.cjs";
    await esbuild(project, entry, "--platform=node", `--format=${format}`, `--outfile=${out}`);
    return JSON.parse(await project.run(process.execPath, [out, `${sandbox}/services/v2`]));
  },
});

export const rows = [
  ...rowsWithoutAssets("esbuild", "esbuild", (project) =>
    esbuild(project, "page.js", "inline.js", "--format=esm", "--outdir=built"),
  ),
  forNode("esm", "built/server.mjs"),
  forNode("cjs", "built/server.cjs"),
];
