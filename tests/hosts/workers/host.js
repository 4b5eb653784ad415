// Cloudflare's runtime: workerd with plain modules, and Workers that wrangler bundles and serves.

import { bulkRow } from "../bulk-row.js";
import { freePort } from "../origin.js";

/** @param {string} origin @param {string} sandbox */
async function resultsOf(origin, sandbox) {
  const query = `sandbox=${encodeURIComponent(`${sandbox}/services/v2`)}`;
  const response = await fetch(`${origin}/?${query}`);
  const text = await response.text();
  return response.ok ? JSON.parse(text) : { failed: text };
}

/** @param {string} entry @param {import("../project.js").Project} project @param {string} sandbox */
async function wrangler(entry, project, sandbox) {
  const port = String(await freePort());
  const args = ["dev", entry, "--ip", "127.0.0.1", "--port", port, "--inspector-port", "0"];
  const env = { WRANGLER_SEND_METRICS: "false", CI: "true" };
  const limits = { env, seconds: 90 };
  const server = await project.serve(project.tool("wrangler"), args, /Ready on/, limits);
  try {
    return await resultsOf(`http://127.0.0.1:${port}`, sandbox);
  } finally {
    server.stop();
  }
}

/** @type {import("../run.js").Row["version"]} */
const versions = (project) =>
  `${project.version("wrangler")}, workerd ${project.version("workerd")}`;

/** @type {import("../run.js").Row[]} */
export const rows = [
  {
    host: "workerd, plain modules",
    version: (project) => project.version("workerd"),
    run: async (project, sandbox) => {
      const port = await freePort();
      const socket = `--socket-addr=http=127.0.0.1:${port}`;
      const args = ["serve", "--verbose", "--control-fd=1", "modules.capnp", socket];
      const server = await project.serve(project.tool("workerd"), args, /"event":"listen"/);
      try {
        return await resultsOf(`http://127.0.0.1:${port}`, sandbox);
      } finally {
        server.stop();
      }
    },
  },
  {
    host: "wrangler, `dev`",
    version: versions,
    run: (project, sandbox) => wrangler("worker.js", project, sandbox),
  },
  {
    host: "wrangler, `deploy` bundle on workerd",
    version: versions,
    run: async (project, sandbox) => {
      const out = ["deploy", "--dry-run", "--outdir", "built"];
      const env = { WRANGLER_SEND_METRICS: "false", CI: "true" };
      await project.run(project.tool("wrangler"), out, { env });
      return wrangler("built/worker.js", project, sandbox);
    },
  },
  {
    host: "wrangler, inline",
    version: versions,
    run: (project, sandbox) => wrangler("inline.js", project, sandbox),
    unavailable: /import "certcentral-revoke" and bundle it with the condition "workerd"/,
    says: "✓ CoreUnavailableError names `certcentral-revoke`: workerd compiles no bytes",
  },
  bulkRow("wrangler, `dev`", versions, (project, sandbox) => wrangler("mass.js", project, sandbox)),
];
