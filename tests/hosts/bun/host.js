// Bun, which runs Safari's engine.

import { bulkRow } from "../bulk-row.js";

/** @param {string} host @param {string} file @returns {import("../run.js").Row} */
const row = (host, file) => ({
  host,
  version: (project) => project.version("bun"),
  run: async (project, sandbox) =>
    JSON.parse(await project.run(project.tool("bun"), [file, `${sandbox}/services/v2`])),
});

const { version, run } = row("Bun", "mass.js");

export const rows = [
  row("Bun", "main.js"),
  row("Bun, inline", "inline.js"),
  bulkRow("Bun", version, run),
];
