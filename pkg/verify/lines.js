// Splits a stream of bytes into lines. Holds one line in memory at a time.

/** More than any line of an audit log has. */
const MAX_LINE_BYTES = 1 << 20;
const LINE_END = 10;

/**
 * @typedef {object} Line
 * @property {Uint8Array} bytes without the line end
 * @property {"whole" | "cut" | "too-long"} state `cut`: the stream ended before the line; `too-long`: longer than allowed, and no line follows
 */

/** @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} chunks @param {number} [maxBytes] of one line @returns {AsyncGenerator<Line>} */
export async function* linesOf(chunks, maxBytes = MAX_LINE_BYTES) {
  /** @type {Uint8Array[]} */
  let parts = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    while (from < chunk.length) {
      const end = chunk.indexOf(LINE_END, from);
      const part = chunk.subarray(from, end === -1 ? chunk.length : end);
      parts.push(part);
      length += part.length;
      if (length > maxBytes) return yield { bytes: new Uint8Array(), state: "too-long" };
      if (end === -1) break;
      yield { bytes: concatenate(parts, length), state: "whole" };
      parts = [];
      length = 0;
      from = end + 1;
    }
  }
  if (length > 0) yield { bytes: concatenate(parts, length), state: "cut" };
}

/** @param {Uint8Array[]} parts @param {number} length */
function concatenate(parts, length) {
  if (parts.length === 1 && parts[0]) return parts[0];
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
