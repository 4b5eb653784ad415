// Reads a list of orders from wherever it is. Not here: what a row means and what is wrong with it; the core says that.

import { held, on, opened } from "./core.js";
import { invalid } from "./errors.js";

/** So much is handed over at once. */
const PIECE = 256 * 1024;

/** @param {any} source @param {{ format?: string }} [options] */
export async function readList(source, options = {}) {
  const instance = await held();
  const list = on(instance, (glue) => glue.listBegin(String(options.format ?? "")));
  try {
    for await (const bytes of bytesOf(source))
      for (let at = 0; at < bytes.length; at += PIECE)
        on(instance, (glue) => glue.listPush(list, bytes.subarray(at, at + PIECE)));
  } catch (error) {
    if (!instance.dead) on(instance, (glue) => glue.listDrop(list));
    throw error;
  }
  const { list: summary, number } = opened(on(instance, (glue) => glue.listFinish(list)));
  return Object.freeze({ ...summary, items: on(instance, (glue) => glue.listItems(number)) });
}

/** @param {any} source @returns {AsyncGenerator<Uint8Array>} */
async function* bytesOf(source) {
  if (typeof source === "string" || isBytes(source)) yield pieceOf(source);
  // A Blob; its type may be of another realm.
  else if (typeof source?.stream === "function") yield* read(source.stream());
  else if (typeof source?.getReader === "function") yield* read(source);
  else if (source?.[Symbol.asyncIterator] || source?.[Symbol.iterator])
    for await (const piece of source) yield pieceOf(piece);
  else throw notAList();
}

/** Not every browser iterates over streams. @param {ReadableStream} stream */
async function* read(stream) {
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

const notAList = () =>
  invalid(
    "source",
    "source must be text, bytes, a Blob, a ReadableStream, or something that iterates over text or bytes",
  );
