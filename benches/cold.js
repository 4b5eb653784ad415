// The first build in a new process, Worker and page: the cost of loading, compiling and instantiating.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../scripts/run.js";
import { launchChromium } from "../tests/support/chromium.js";
import { startWorker } from "../tests/support/workerd.js";
import { bundle, PEERS, TITLES } from "./bundle.js";
import { serve } from "./hosts.js";
import { BENCHES, OUTPUT } from "./prepare.js";
import { figures, inTurns, ratio, withSpread } from "./sampler.js";
import { table, time, times } from "./table.js";

/** @import { Figure } from "./sampler.js" */

const NOTHING = "nothing";
const MODULE_ALONE = "the module alone: read, compile";
const NAMES = [...PEERS, NOTHING];
const CALL = '"123456789", { revocationReason: "superseded" }';

/** @param {string} name */
function sourceOf(name) {
  if (name === NOTHING) return "export const build = () => ({});";
  const init = name === "ours" ? 'export { init } from "certcentral-revoke";' : "";
  return `export { build } from "./peers/${name}.ts"; ${init}`;
}

export async function measure() {
  const node = await inNode([...NAMES, MODULE_ALONE]);
  const columns = [
    figures(node, ([importing = 0]) => importing),
    figures(node, ([, building = 0]) => building),
    figures(node, ([importing = 0, building = 0]) => importing + building),
    figures(await inWorkerd(), (ms) => ms),
    figures(await inChromium(), (ms) => ms),
  ];
  const head = ["import", "first build", "both"].map((what) => `Node: ${what}`);
  const rows = [...NAMES, MODULE_ALONE].map((name) => [
    TITLES[name] ?? name,
    ...columns.map((column) => cell(column, name)),
  ]);
  return [
    "## Cold: the first build",
    table(["", ...head, "workerd: first request", "Chromium: import and first build"], rows),
  ];
}

/** The times that `first.js` prints, each in a new process. @param {string[]} names */
export async function inNode(names) {
  const module = JSON.stringify(join(ROOT, "pkg/dist/wasm/core.wasm"));
  const alone = `import { readFileSync } from "node:fs";
    export const build = () => new WebAssembly.Module(readFileSync(${module}));`;
  /** @type {Map<string, string>} */
  const scripts = new Map();
  for (const name of names) {
    const script = join(OUTPUT, `cold-${scripts.size}.mjs`);
    scripts.set(name, script);
    await bundle("node", name === MODULE_ALONE ? alone : sourceOf(name), script);
  }
  return inTurns([...scripts.keys()], 15, async (name) => {
    const args = [join(BENCHES, "first.js"), scripts.get(name) ?? ""];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    /** @type {number[]} */
    const parts = JSON.parse(stdout);
    return parts;
  });
}

/** The first request to a new Worker. */
async function inWorkerd() {
  return inTurns(NAMES, 11, async (name) => {
    const source =
      name === NOTHING
        ? "const build = () => ({});"
        : `import { build } from "./peers/${name}.ts";`;
    const contents = `${source}
      export default { fetch: () => Response.json(build(${CALL})) };`;
    const worker = await startWorker({
      stdin: { contents, resolveDir: BENCHES, loader: "ts" },
      minify: true,
    });
    await worker.ready;
    const started = performance.now();
    await (await worker.dispatchFetch("http://bench/")).text();
    const ms = performance.now() - started;
    await worker.dispose();
    return ms;
  });
}

/** Each in a new page without a cache: the scripts come over loopback. */
async function inChromium() {
  /** @type {Record<string, Uint8Array>} */
  const scripts = {};
  for (const name of NAMES) scripts[`/${name}.js`] = await bundle("browser", sourceOf(name));
  const { origin, close } = await serve(scripts);
  const browser = await launchChromium();
  const samples = await inTurns(NAMES, 15, async (name) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(origin);
    const ms = await page.evaluate(async (script) => {
      const started = performance.now();
      const { build, init } = await import(script);
      await init?.();
      build("123456789", { revocationReason: "superseded" });
      return performance.now() - started;
    }, `${origin}/${name}.js`);
    await context.close();
    return ms;
  });
  await browser.close();
  await close();
  return samples;
}

/** @param {Map<string, Figure>} column @param {string} name */
function cell(column, name) {
  const [ours, figure] = [column.get("ours"), column.get(name)];
  if (!figure || !ours) return "";
  const shown = withSpread(figure, time);
  const alone = name === "ours" || name === NOTHING || name === MODULE_ALONE;
  return alone ? shown : `${shown}, ${times(ratio(ours, figure))}`;
}
