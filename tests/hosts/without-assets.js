// Rows of bundlers that do not copy the module: the error of their page, and the two solutions.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { browserVersion, inBrowser } from "./browsers.js";

/**
 * @param {string} bundler its name @param {string} tool its package
 * @param {(project: import("./project.js").Project) => Promise<unknown>} build bundles `page.js` and `inline.js` into `built/`
 * @returns {import("./run.js").Row[]}
 */
export function rowsWithoutAssets(bundler, tool, build) {
  /** @type {import("./run.js").Row["version"]} */
  const version = (project) => `${project.version(tool)}, ${browserVersion("Chromium")}`;
  return [
    {
      host: `${bundler}, for browsers`,
      version,
      run: async (project, sandbox) => {
        await build(project);
        return inBrowser("Chromium", sandbox, { folder: project.folder });
      },
      unavailable: /certcentral-revoke\/inline/,
      says: "✓ CoreUnavailableError names `certcentral-revoke/inline`",
    },
    {
      host: `${bundler}, for browsers, \`core.wasm\` copied`,
      version,
      run: async (project, sandbox) => {
        await build(project);
        const from = "node_modules/certcentral-revoke/pkg/dist/wasm/core.wasm";
        cpSync(join(project.folder, from), join(project.folder, "built/wasm/core.wasm"));
        return inBrowser("Chromium", sandbox, { folder: project.folder });
      },
    },
    {
      host: `${bundler}, for browsers, inline`,
      version,
      run: async (project, sandbox) => {
        await build(project);
        return inBrowser("Chromium", sandbox, { folder: project.folder }, { path: "/inline.html" });
      },
    },
  ];
}
