// Compiles a WebAssembly.Module from bytes, a URL or a module, and suggests a fix when that fails.

import { invalidInput } from "./invalid.js";

/** @typedef {WebAssembly.Module | BufferSource | URL | string} Source */

/** The first bytes of every module: zero and "asm". */
const MAGIC = "0,97,115,109";

/** Fixes by the error messages of runtimes. @type {ReadonlyArray<[RegExp, string]>} */
const REMEDIES = [
  [/unsafe-eval|Content Security Policy|\bCSP\b/i, "add 'wasm-unsafe-eval' to script-src"],
  [
    /disallowed by embedder/i,
    'this runtime does not compile bytes: import "ENTRY" and bundle it with the condition "workerd" or "edge-light"',
  ],
];

const SOURCES = ["WebAssembly.Module", "ArrayBuffer", "SharedArrayBuffer", "URL"];

/** Throws if `source` cannot be compiled, even if the module is loaded already. @param {any} source */
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
 * The argument of `WebAssembly.compile` contains no `await`, because Next's development server moves the call into a function
 * that is not async.
 * @param {Source} source @returns {Promise<WebAssembly.Module>}
 */
export async function compile(source) {
  // Not `instanceof`: some edge runtimes pass a module of another realm.
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

/** Returns a fix as the end of a sentence. @param {string} message of the error @param {string} entry the imported entry point */
export function remedyFor(message, entry) {
  const remedy =
    REMEDIES.find(([words]) => words.test(message))?.[1] ??
    'import "ENTRY/inline" instead, which contains the module';
  return `; ${remedy.replace("ENTRY", entry)}`;
}

/** @param {string | URL} address */
async function download(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} returned status ${response.status}`);
  // Not `compileStreaming`, which fails if the server does not send the content type of WebAssembly.
  const bytes = await response.arrayBuffer();
  // Many servers return a page with status 200 for missing files.
  if (String(new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength))) !== MAGIC)
    throw new Error(`the response of ${address} is not WebAssembly`);
  return bytes;
}
