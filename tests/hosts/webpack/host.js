// webpack 5: page and worker in both modes, and one file for Node.

import { browserVersion, inBrowser } from "../browsers.js";

/** @param {import("../project.js").Project} project @param {string} mode */
const build = (project, mode) =>
  project.run(project.toolFile("webpack-cli/bin/cli.js"), ["--mode", mode]);

/** @param {string} mode @param {string} what @param {string} path @returns {import("../run.js").Row} */
const page = (mode, what, path) => ({
  host: `webpack, ${mode}, ${what}`,
  version: (project) => `${project.version("webpack")}, ${browserVersion("Chromium")}`,
  run: async (project, sandbox) => {
    await build(project, mode);
    return inBrowser("Chromium", sandbox, { folder: project.folder }, { path });
  },
});

/** @type {import("../run.js").Row[]} */
export const rows = [
  page("production", "page", "/"),
  page("production", "dedicated worker", "/worker.html"),
  page("development", "page", "/"),
  {
    host: "webpack, for Node",
    version: (project) => `${project.version("webpack")}, Node ${process.versions.node}`,
    run: async (project, sandbox) => {
      await build(project, "production");
      const args = ["built/server.mjs", `${sandbox}/services/v2`];
      return JSON.parse(await project.run(process.execPath, args));
    },
  },
];
