// Cuts a stream of bytes into lines, holding one of them at a time.

/** No line of a record is as long as that. */
const MOST_LINE = 1 << 20;
const LINE_END = 10;

/**
 * @typedef {object} Line
 * @property {Uint8Array} bytes without the line end
 * @property {"whole" | "cut" | "endless"} state `cut`: the stream ended before the line did; `endless`: longer than allowed, and the last one
 */

/** @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} chunks @param {number} [most] bytes of a line @returns {AsyncGenerator<Line>} */
export async function* linesOf(chunks, most = MOST_LINE) {
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
      if (length > most) return yield { bytes: new Uint8Array(), state: "endless" };
      if (end === -1) break;
      yield { bytes: joined(parts, length), state: "whole" };
      parts = [];
      length = 0;
      from = end + 1;
    }
  }
  if (length > 0) yield { bytes: joined(parts, length), state: "cut" };
}

/** @param {Uint8Array[]} parts @param {number} length */
function joined(parts, length) {
  if (parts.length === 1 && parts[0]) return parts[0];
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
