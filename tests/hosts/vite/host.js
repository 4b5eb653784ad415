// Vite: the development server, which moves packages away from their files, and the production build.

import { join } from "node:path";
import { browserVersion, inBrowser } from "../browsers.js";

/** @type {import("../run.js").Row["version"]} */
const version = (project) => `${project.version("vite")}, ${browserVersion("Chromium")}`;

/** @param {string} what @param {string} path @returns {import("../run.js").Row} */
const developed = (what, path) => ({
  host: `Vite, development server, ${what}`,
  version,
  run: async (project, sandbox) => {
    const args = ["--host", "127.0.0.1", "--port", "0", "--strictPort", "--clearScreen", "false"];
    const server = await project.serve(project.tool("vite"), args, /http:\/\/127\.0\.0\.1:\d+/);
    try {
      return await inBrowser("Chromium", sandbox, { upstream: server.match[0] }, { path });
    } finally {
      server.stop();
    }
  },
});

/** @param {string} what @param {string} path @returns {import("../run.js").Row} */
const built = (what, path) => ({
  host: `Vite, production build, ${what}`,
  version,
  run: async (project, sandbox) => {
    await project.run(project.tool("vite"), ["build"]);
    return inBrowser("Chromium", sandbox, { folder: join(project.folder, "dist") }, { path });
  },
});

export const rows = [
  developed("page", "/"),
  developed("dedicated worker", "/worker.html"),
  built("page", "/"),
  built("dedicated worker", "/worker.html"),
];
