// An instance of the core for many orders, and the pacing in it. Not here: waiting, and keeping (`turns.js`).

import { createGlue } from "../../../pkg/wasm/mass/glue.js";

/** @typedef {{ windows: number[][], guardMs?: number }} Limits calls and milliseconds of each window */
/** @typedef {(event: object) => any} Pace events and what follows from them: `src/js/pacing.rs` */

/** Everybody has an instance of their own: who waits with a key is in it. @param {WebAssembly.Module} module @returns {Pace} */
export function startPacing(module) {
  const glue = createGlue();
  const { exports } = new WebAssembly.Instance(module, { "./core_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  /** @type {() => void} */ (exports.__wbindgen_start)();
  return (event) => JSON.parse(glue.pace(JSON.stringify(event)));
}
