// A separate process for `cold.js` and `speed.js`: imports a peer, then builds twice. Prints the times in milliseconds: the
// import, the first build, the second build; and the parts of the first build: compiling a module, starting its instance, and
// the rest in the running instance.

import { pathToFileURL } from "node:url";

const [script = ""] = process.argv.slice(2);
const { href } = pathToFileURL(script);
const OPTIONS = { revocationReason: "superseded" };

let compiling = 0;
let compiled = 0;
let ready = 0;
const { Module, Instance } = WebAssembly;
WebAssembly.Module = class extends Module {
  /** @param {BufferSource} bytes */
  constructor(bytes) {
    const started = performance.now();
    super(bytes);
    compiled = performance.now();
    compiling += compiled - started;
  }
};
WebAssembly.Instance = class extends Instance {
  /** The package calls `__wbindgen_start` last: everything after it is the work of the call. @override */
  get exports() {
    const exports = super.exports;
    const start = /** @type {() => void} */ (exports.__wbindgen_start);
    const started = () => {
      start();
      ready = performance.now();
    };
    return { ...exports, __wbindgen_start: started };
  }
};

const started = performance.now();
const { build } = await import(href);
const imported = performance.now();
build("123456789", OPTIONS);
const built = performance.now();
build("123456789", OPTIONS);
const again = performance.now();
const parts = ready === 0 ? [0, 0, built - imported] : [compiling, ready - compiled, built - ready];
console.log(JSON.stringify([imported - started, built - imported, again - built, ...parts]));
