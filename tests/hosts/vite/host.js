// Vite and its previous major version: the development server, which bundles packages without their files, and the production
// build.

import { join } from "node:path";
import { browserVersion, inBrowser } from "../browsers.js";
import { freePort } from "../origin.js";

/** @param {string} vite @returns {import("../run.js").Row["version"]} */
const version = (vite) => (project) => `${project.version(vite)}, ${browserVersion("Chromium")}`;

/** @param {string} vite @param {string} what @param {string} path @returns {import("../run.js").Row} */
const developed = (vite, what, path) => ({
  host: `Vite, development server, ${what}`,
  version: version(vite),
  run: async (project, sandbox) => {
    const port = await freePort();
    const bin = project.toolFile(`${vite}/bin/vite.js`);
    const args = [bin, "--host", "127.0.0.1", "--port", String(port), "--strictPort", "--force"];
    const server = await project.serve(process.execPath, args, /ready in/);
    try {
      const upstream = `http://127.0.0.1:${port}`;
      return await inBrowser("Chromium", sandbox, { upstream }, { path });
    } finally {
      server.stop();
    }
  },
});

/** @param {string} vite @param {string} what @param {string} path @returns {import("../run.js").Row} */
const built = (vite, what, path) => ({
  host: `Vite, production build, ${what}`,
  version: version(vite),
  run: async (project, sandbox) => {
    await project.run(process.execPath, [project.toolFile(`${vite}/bin/vite.js`), "build"]);
    return inBrowser("Chromium", sandbox, { folder: join(project.folder, "dist") }, { path });
  },
});

export const rows = ["vite", "vite7"].flatMap((vite) => [
  developed(vite, "page", "/"),
  developed(vite, "dedicated worker", "/worker.html"),
  built(vite, "page", "/"),
  built(vite, "dedicated worker", "/worker.html"),
]);
