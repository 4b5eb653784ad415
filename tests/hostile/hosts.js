// The three runtimes that run the cells: Node, workerd and Chromium.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../support/chromium.js";
import { startWorker } from "../support/workerd.js";
import { play } from "./play.js";
import { respond } from "./responses.js";

/** @typedef {import("./play.js").Part} Part */
/** @typedef {import("./play.js").CellResult} CellResult */

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

/** @type {Record<string, (port: number, parts: Part[]) => Promise<CellResult[]>>} */
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
    // The runtime's own messages about invalid responses are not part of the test.
    const worker = await startWorker(
      { stdin: { contents, resolveDir: PACKAGE } },
      { handleRuntimeStdio: quiet },
    );
    try {
      const body = JSON.stringify({ url: `http://127.0.0.1:${port}/services/v2`, parts });
      const response = await worker.dispatchFetch("http://worker/", { method: "POST", body });
      return /** @type {CellResult[]} */ (await response.json());
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
      // A browser has at most six connections to one host.
      const code = `import("/pkg/dist/browser.min.js").then((module) => (${play})(module, "/services/v2", ${JSON.stringify(parts)}, 3, ${JSON.stringify(extra)}))`;
      return /** @type {CellResult[]} */ (await page.evaluate(code));
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

/** Serves the page and the package to the browser from one origin. @type {import("./server.js").Responder} */
export function page(socket, received) {
  const files = {
    "/pkg/dist/browser.min.js": "text/javascript",
    "/pkg/dist/wasm/core.wasm": "application/wasm",
  };
  const type = Object.entries(files).find(([path]) => path === received.path)?.[1];
  const body = type
    ? readFileSync(PACKAGE + received.path.slice(1))
    : Buffer.from("<!doctype html><title>page</title>");
  const head = `HTTP/1.1 200 X\r\nContent-Type: ${type ?? "text/html"}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  if (received.path === "/" || type) return socket.end(Buffer.concat([Buffer.from(head), body]));
  return respond(404)(socket, received);
}
