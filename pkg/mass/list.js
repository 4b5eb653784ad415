// Reads a list of orders from text, bytes or streams, and passes it to the core, which validates the rows.

import { guarded } from "../instance.js";
import { invalidInput } from "../invalid.js";
import { core } from "./core.js";
import { massHost } from "./host.js";

/** The number of bytes that are passed to the core at once. */
const PIECE = 256 * 1024;

/** @param {any} source @param {unknown} [options] */
export async function readList(source, options) {
  const instance = await core();
  const reader = guarded(instance, false, (glue) => new glue.ListReader(options, massHost));
  try {
    for await (const bytes of bytesOf(source))
      for (let at = 0; at < bytes.length; at += PIECE)
        guarded(instance, false, () => reader.push(bytes.subarray(at, at + PIECE)));
  } catch (error) {
    reader.free();
    throw error;
  }
  return Object.freeze(guarded(instance, false, () => reader.finish()));
}

/** @param {any} source @returns {AsyncGenerator<Uint8Array>} */
async function* bytesOf(source) {
  if (typeof source?.then === "function")
    throw invalidSource("source is a Promise; await it before the call");
  if (typeof source === "string" || isBytes(source)) yield pieceOf(source);
  // A Blob, possibly of another realm.
  else if (typeof source?.stream === "function") yield* readStream(source.stream());
  else if (typeof source?.getReader === "function") yield* readStream(source);
  else if (source?.[Symbol.asyncIterator] || source?.[Symbol.iterator]) yield* piecesOf(source);
  else throw notAList();
}

/** @param {AsyncIterable<unknown> | Iterable<unknown>} source @returns {AsyncGenerator<Uint8Array>} */
async function* piecesOf(source) {
  let texts = 0;
  let hasLines = false;
  for await (const piece of source) {
    if (typeof piece === "string") {
      texts += 1;
      hasLines ||= /[\r\n]/.test(piece);
    }
    yield pieceOf(piece);
  }
  if (texts > 1 && !hasLines)
    throw invalidSource(
      'source has several strings without a line break, which would form one line; an array of ids is not supported yet: pass ids.join("\\n")',
    );
}

/** Uses a reader, because not every browser iterates over streams. @param {ReadableStream} stream */
async function* readStream(stream) {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      yield pieceOf(part.value);
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {unknown} piece @returns {Uint8Array} */
function pieceOf(piece) {
  if (typeof piece === "string") return new TextEncoder().encode(piece);
  if (!isBytes(piece)) throw notAList();
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(piece)
    ? piece
    : { buffer: piece, byteOffset: 0, byteLength: piece.byteLength };
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** @param {unknown} value @returns {value is ArrayBuffer | ArrayBufferView<ArrayBuffer>} */
const isBytes = (value) =>
  ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === "[object ArrayBuffer]";

/** @param {string} message */
const invalidSource = (message) => invalidInput("source", "type", message);

const notAList = () =>
  invalidSource(
    "source must be text, bytes, a Blob, a ReadableStream, or an iterable of text or bytes",
  );
