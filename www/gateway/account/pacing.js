// The pacing of the Rust core, for a state that is kept elsewhere. Not here: waiting, and who goes first.

import { createGlue } from "../../../pkg/wasm/mass/glue.js";
// @ts-expect-error a wasm import is a WebAssembly.Module in workerd; no type checker knows it
import module from "../../../pkg/wasm/mass/mass.wasm";

/** @typedef {{ sentMs: number[], pausedUntilMs: number }} Paced what was sent with a key, and until when nothing may be */
/** @typedef {{ windows: number[][], guardMs: number }} Limits calls and milliseconds of each window */

/** DigiCert's windows (page "Rate limits"), and what calls may come nearer to each other on their way. */
export const DIGICERT = {
  windows: [
    [100, 5000],
    [1000, 180_000],
  ],
  guardMs: 100,
};

const glue = createGlue();
const { exports } = new WebAssembly.Instance(module, { "./core_bg.js": glue });
glue.__wbg_set_wasm(exports);
/** @type {() => void} */ (exports.__wbindgen_start)();

/**
 * Asks for leave to send now, or with `pauseMs` tells of a 429.
 * @param {Paced} state @param {Limits} limits @param {number} nowMs @param {number} [pauseMs]
 * @returns {{ waitMs: number, state: Paced }} 0: it may go, and the state counts it
 */
export function pace(state, limits, nowMs, pauseMs = 0) {
  const question = JSON.stringify({ ...state, ...limits, nowMs, pauseMs });
  const [waitMs, sentMs, pausedUntilMs] = JSON.parse(glue.pace(question));
  return { waitMs, state: { sentMs, pausedUntilMs } };
}
