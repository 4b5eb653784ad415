// A process of its own, for `cold.js` and `speed.js`: imports a peer, then builds twice. Prints the times in milliseconds:
// the import, the first build, the second one, and the parts of the first build that compile and instantiate a module.

import { pathToFileURL } from "node:url";

const [script = ""] = process.argv.slice(2);
const { href } = pathToFileURL(script);
const OPTIONS = { revocationReason: "superseded" };

let compiling = 0;
let instantiating = 0;
const { Module, Instance } = WebAssembly;
WebAssembly.Module = class extends Module {
  /** @param {BufferSource} bytes */
  constructor(bytes) {
    const started = performance.now();
    super(bytes);
    compiling += performance.now() - started;
  }
};
WebAssembly.Instance = class extends Instance {
  /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} [imports] */
  constructor(module, imports) {
    const started = performance.now();
    super(module, imports);
    instantiating += performance.now() - started;
  }
};

const started = performance.now();
const { build } = await import(href);
const imported = performance.now();
build("123456789", OPTIONS);
const built = performance.now();
build("123456789", OPTIONS);
const again = performance.now();
console.log(
  JSON.stringify([
    imported - started,
    built - imported,
    again - built,
    compiling,
    instantiating,
  ]),
);
