// Reads bodies up to a size limit, so that no client and no server can exhaust the memory.

/** A body is longer than its limit. */
export class BodyTooLongError extends Error {}

/**
 * Yields the chunks of a body. Throws `BodyTooLongError` once it exceeds `maxBytes`.
 * @param {ReadableStream<Uint8Array> | null} body @param {number} maxBytes
 */
export async function* limitBody(body, maxBytes) {
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new BodyTooLongError();
    yield chunk;
  }
}

/**
 * Reads a body completely. Returns `undefined` if it is longer than `maxBytes`.
 * @param {Request | Response} message @param {number} maxBytes
 */
export async function readBody({ body }, maxBytes) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  try {
    for await (const chunk of limitBody(body, maxBytes)) chunks.push(chunk);
  } catch (error) {
    if (error instanceof BodyTooLongError) return undefined;
    throw error;
  }
  return concatenate(chunks);
}

/** Reads and discards the rest of an unread body, up to `maxBytes`. @param {Request} message @param {number} maxBytes */
export async function discardBody({ body, bodyUsed }, maxBytes) {
  if (bodyUsed) return;
  try {
    for await (const _ of limitBody(body, maxBytes));
  } catch (error) {
    if (!(error instanceof BodyTooLongError)) throw error;
  }
}

/** @param {Uint8Array[]} chunks */
function concatenate(chunks) {
  const bytes = new Uint8Array(chunks.reduce((size, { byteLength }) => size + byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
