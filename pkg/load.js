// Makes a WebAssembly.Module of what somebody has: bytes, an address, a module; and says what mends it where that fails.

import { invalidInput } from "./invalid.js";

/** @typedef {WebAssembly.Module | BufferSource | URL | string} Source */

/** What every module begins with: a zero byte and "asm". */
const MAGIC = "0,97,115,109";

/** Which words in a runtime's refusal call for which remedy. @type {ReadonlyArray<[RegExp, string]>} */
const REMEDIES = [
  [/unsafe-eval|Content Security Policy|\bCSP\b/i, "add 'wasm-unsafe-eval' to script-src"],
  [
    /disallowed by embedder/i,
    'this runtime takes no bytes: import "ENTRY", bundled under the condition "workerd" or "edge-light"',
  ],
];

const SOURCES = ["WebAssembly.Module", "ArrayBuffer", "SharedArrayBuffer", "URL"];

/** Refuses what is no source, even where nothing has to be loaded any more. @param {any} source */
export function checkSource(source) {
  if (source === undefined || typeof source === "string" || ArrayBuffer.isView(source)) return;
  let kind = "a value that cannot be read";
  let isPromise = false;
  try {
    kind = Object.prototype.toString.call(source).slice("[object ".length, -1);
    isPromise = typeof source?.then === "function";
  } catch {
    // A proxy or a getter that throws.
  }
  if (SOURCES.includes(kind)) return;
  const wrong = isPromise
    ? "is a Promise; await it before the call"
    : `must be a WebAssembly.Module, bytes or a URL, got ${kind}`;
  throw invalidInput("source", "type", `source ${wrong}`);
}

/**
 * No `await` in what `WebAssembly.compile` takes: Next's development server wraps that call into a plain function.
 * @param {Source} source @returns {Promise<WebAssembly.Module>}
 */
export async function compile(source) {
  // Not `instanceof`: some edge runtimes hand over a module of another realm.
  if (Object.prototype.toString.call(source) === "[object WebAssembly.Module]")
    return /** @type {WebAssembly.Module} */ (source);
  if (typeof source !== "string" && !(source instanceof URL))
    return WebAssembly.compile(/** @type {BufferSource} */ (source));
  return download(source).then((bytes) => WebAssembly.compile(bytes));
}

/** @param {string} base64 */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** What to do about it, in a sentence that begins with a semicolon. @param {string} why @param {string} entry what was imported */
export function remedyFor(why, entry) {
  const remedy =
    REMEDIES.find(([words]) => words.test(why))?.[1] ??
    'the import "ENTRY/inline" carries it in itself';
  return `; ${remedy.replace("ENTRY", entry)}`;
}

/** @param {string | URL} address */
async function download(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  // Not `compileStreaming`: it fails where a server does not know the content type of wasm.
  const bytes = await response.arrayBuffer();
  // Many a server answers a page for what it does not have.
  if (String(new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength))) !== MAGIC)
    throw new Error(`what ${address} answered is not WebAssembly`);
  return bytes;
}
