// A Node process that runs rounds: `node --expose-gc node-host.js esm|cjs|sources|bulk seed…`. Prints one report as JSON per line.

import { createRequire } from "node:module";
import { bulkRound } from "./bulk.js";
import { installInjector } from "./injector.js";
import { round } from "./round.js";

const [entry = "esm", ...seeds] = process.argv.slice(2);
/** @type {string[]} */
let unhandled = [];
const note = (/** @type {string} */ what) => (/** @type {any} */ error) => {
  unhandled.push(`${what}: ${error?.stack ?? error}`);
};
process.on("uncaughtException", note("uncaughtException"));
process.on("unhandledRejection", note("unhandledRejection"));

const injector = installInjector();
const name = "certcentral-revoke";
const mass = entry === "bulk" ? await import("../../pkg/dist/mass/node.js") : undefined;
const module =
  entry === "cjs"
    ? createRequire(import.meta.url)(name)
    : await import(entry === "sources" ? "../../pkg/dist/node.js" : name);
const { gc } = /** @type {{ gc?: () => void }} */ (globalThis);
if (!gc) throw new Error("Node needs --expose-gc");

const host = {
  module,
  settings: {},
  injector,
  async collect() {
    // Finalizers run in a separate task after the collection.
    for (let turn = 0; turn < 2; turn++) {
      await new Promise((done) => setTimeout(done, 0));
      gc();
    }
    await new Promise((done) => setTimeout(done, 1));
  },
  unhandled() {
    const found = unhandled;
    unhandled = [];
    return found;
  },
};
for (const seed of seeds) {
  const play = mass
    ? () => bulkRound({ ...host, mass }, Number(seed))
    : () => round(host, Number(seed));
  const report = await play();
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
// Timers of crashed instances still keep the process alive.
process.exit();
