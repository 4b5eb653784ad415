// Deno with only the permissions that it needs: the network, and reading the package.

import { bulkRow } from "../bulk-row.js";

/** @param {string} host @param {string} file @returns {import("../run.js").Row} */
const row = (host, file) => ({
  host,
  version: (project) => project.version("deno"),
  run: async (project, sandbox) => {
    const permissions = ["--no-prompt", "--allow-net=127.0.0.1", "--allow-read=."];
    const args = [
      "run",
      ...permissions,
      "--node-modules-dir=manual",
      file,
      `${sandbox}/services/v2`,
    ];
    return JSON.parse(await project.run(project.tool("deno"), args));
  },
});

const { version, run } = row("Deno", "mass.js");

export const rows = [
  row("Deno", "main.js"),
  row("Deno, inline", "inline.js"),
  bulkRow("Deno", version, run),
];
