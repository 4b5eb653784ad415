// The three runtimes that play the cells: Node, workerd, Chromium.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../support/chromium.js";
import { startWorker } from "../support/workerd.js";
import { answer } from "./answers.js";
import { play } from "./play.js";

/** @typedef {import("./play.js").Part} Part */
/** @typedef {import("./play.js").Told} Told */

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

/** @type {Record<string, (port: number, parts: Part[]) => Promise<Told[]>>} */
export const HOSTS = {
  async Node(port, parts) {
    const module = /** @type {any} */ (
      await import(String(new URL("../../pkg/dist/node.mjs", import.meta.url)))
    );
    return play(module, `http://127.0.0.1:${port}/services/v2`, parts, 16, {});
  },

  async workerd(port, parts) {
    const contents = `import * as module from "./pkg/dist/workerd.min.js"; const play = ${play};
      export default { async fetch(request) {
        const { url, parts } = await request.json();
        return Response.json(await play(module, url, parts, 4, {})); } }`;
    // What the runtime itself says of so much garbage is not what is looked at here.
    const worker = await startWorker(
      { stdin: { contents, resolveDir: PACKAGE } },
      { handleRuntimeStdio: quiet },
    );
    try {
      const body = JSON.stringify({ url: `http://127.0.0.1:${port}/services/v2`, parts });
      const told = await worker.dispatchFetch("http://worker/", { method: "POST", body });
      return /** @type {Told[]} */ (await told.json());
    } finally {
      await worker.dispose();
    }
  },

  async Chromium(port, parts) {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      const extra = { dangerouslyAllowBrowser: true };
      // Six connections to one host are all a browser has.
      const code = `import("/pkg/dist/browser.min.js").then((module) => (${play})(module, "/services/v2", ${JSON.stringify(parts)}, 3, ${JSON.stringify(extra)}))`;
      return /** @type {Told[]} */ (await page.evaluate(code));
    } finally {
      await browser.close();
    }
  },
};

/** @param {import("node:stream").Readable} stdout @param {import("node:stream").Readable} stderr */
function quiet(stdout, stderr) {
  stdout.resume();
  stderr.resume();
}

/** The page and the package, for the browser: everything from one origin. @type {import("./server.js").Answer} */
export function page(socket, asked) {
  const files = {
    "/pkg/dist/browser.min.js": "text/javascript",
    "/pkg/dist/wasm/core.wasm": "application/wasm",
  };
  const type = Object.entries(files).find(([path]) => path === asked.path)?.[1];
  const body = type
    ? readFileSync(PACKAGE + asked.path.slice(1))
    : Buffer.from("<!doctype html><title>page</title>");
  const head = `HTTP/1.1 200 X\r\nContent-Type: ${type ?? "text/html"}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  if (asked.path === "/" || type) return socket.end(Buffer.concat([Buffer.from(head), body]));
  return answer(404)(socket, asked);
}
