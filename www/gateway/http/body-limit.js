// Reads a body to its end, or gives up at a limit, so that no client and no server can fill the memory.

/**
 * The bytes of a body; nothing if there are more than `most`.
 * @param {Request | Response} message @param {number} most
 */
export async function bytesOf(message, most) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of message.body ?? []) {
    size += chunk.byteLength;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Takes what is left of a body that nobody reads, or so much of it. @param {Request} message @param {number} most */
export async function readToEnd(message, most) {
  if (message.bodyUsed || !message.body) return;
  let size = 0;
  for await (const chunk of message.body) {
    size += chunk.byteLength;
    if (size > most) return;
  }
}
