// The three hosts: each runs `inside.ts` and returns the time of a number of turns of a task.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../scripts/run.js";
import { launchChromium } from "../tests/support/chromium.js";
import { startWorker } from "../tests/support/workerd.js";
import { bundle } from "./bundle.js";
import { BENCHES, boundaryModule, OUTPUT, versionOf } from "./prepare.js";

/**
 * @typedef {{
 *   title: string,
 *   tasks: string[],
 *   crossings: string[],
 *   results: (peer: string) => Promise<unknown[]>,
 *   time: (name: string, turns: number) => Promise<number>,
 *   close: () => Promise<void>,
 * }} Host
 */

/** @returns {Promise<Host>} */
export async function node() {
  const file = join(OUTPUT, "inside.mjs");
  await bundle("node", 'export * from "./inside.ts";', file);
  /** @type {typeof import("./inside.ts")} */
  const inside = await import(pathToFileURL(file).href);
  inside.useBoundary(new WebAssembly.Module(readFileSync(boundaryModule())));
  return {
    title: `Node ${process.version}`,
    tasks: inside.tasks,
    crossings: inside.crossings(),
    results: async (peer) => inside.results(peer),
    time: async (name, turns) => {
      const started = performance.now();
      inside.run(name, turns);
      return performance.now() - started;
    },
    close: async () => {},
  };
}

/**
 * The clock of a Worker does not advance while it computes. So this process times a request that runs the turns, and subtracts
 * the time of a request without turns.
 * @returns {Promise<Host>}
 */
export async function workerd() {
  const module = JSON.stringify(boundaryModule());
  const worker = await startWorker({
    stdin: {
      contents: `
        import * as inside from "./inside.ts";
        import boundary from ${module};
        inside.useBoundary(boundary);
        export default {
          async fetch(request) {
            const { name, turns, peer } = await request.json();
            if (peer) return Response.json(inside.results(peer));
            if (turns > 0) inside.run(name, turns);
            return Response.json({ tasks: inside.tasks, crossings: inside.crossings() });
          },
        };`,
      resolveDir: BENCHES,
      loader: "ts",
    },
    minify: true,
  });
  const send = async (/** @type {object} */ command) => {
    const response = await worker.dispatchFetch("http://bench/", {
      method: "POST",
      body: JSON.stringify(command),
    });
    if (!response.ok) throw new Error(await response.text());
    return /** @type {any} */ (await response.json());
  };
  const timed = async (/** @type {object} */ command) => {
    const started = performance.now();
    await send(command);
    return performance.now() - started;
  };
  const { tasks, crossings } = await send({ turns: 0 });
  return {
    title: `workerd ${versionOf("workerd")}`,
    tasks,
    crossings,
    results: (peer) => send({ peer }),
    time: async (name, turns) => {
      const empty = await timed({ name, turns: 0 });
      return (await timed({ name, turns })) - empty;
    },
    close: () => worker.dispose(),
  };
}

/** @returns {Promise<Host>} */
export async function chromium() {
  const script = await bundle("browser", 'export * from "./inside.ts";');
  const { origin, close } = await serve({ "/bench.js": script });
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(origin);
  const boundary = readFileSync(boundaryModule()).toString("base64");
  const { tasks, crossings } = await page.evaluate(
    async ([origin, boundary]) => {
      const inside = await import(`${origin}/bench.js`);
      await inside.init();
      const bytes = Uint8Array.from(atob(boundary ?? ""), (letter) => letter.charCodeAt(0));
      inside.useBoundary(await WebAssembly.compile(bytes));
      Object.assign(globalThis, { inside });
      return { tasks: inside.tasks, crossings: inside.crossings() };
    },
    [origin, boundary],
  );
  return {
    title: `Chromium ${browser.version()}`,
    tasks,
    crossings,
    results: (peer) =>
      page.evaluate((peer) => /** @type {any} */ (globalThis).inside.results(peer), peer),
    time: (name, turns) =>
      page.evaluate(
        ([name, turns]) => {
          const started = performance.now();
          /** @type {any} */ (globalThis).inside.run(name, turns);
          return performance.now() - started;
        },
        /** @type {const} */ ([name, turns]),
      ),
    close: async () => {
      await browser.close();
      await close();
    },
  };
}

/** Serves an empty page, the module, and scripts. @param {Record<string, Uint8Array>} scripts */
export async function serve(scripts) {
  const module = readFileSync(join(ROOT, "pkg/dist/wasm/core.wasm"));
  const server = createServer(({ url = "" }, response) => {
    const script = scripts[url];
    const type = script
      ? "text/javascript"
      : url.endsWith(".wasm")
        ? "application/wasm"
        : "text/html";
    response.writeHead(200, {
      "content-type": type,
      "cache-control": "no-store",
      // Only an isolated page has a clock with microseconds.
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(
      script ?? (url.endsWith(".wasm") ? module : "<!doctype html><title>bench</title>"),
    );
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((done) => server.close(done)),
  };
}
