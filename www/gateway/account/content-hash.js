// Hashes an uploaded list while it is read, so that a repeated upload can be compared with the first one and neither has to
// be kept. WebCrypto hashes no streams: the hash is a chain over blocks of a fixed size, whatever chunks arrive.

const BLOCK_BYTES = 64 * 1024;

export class HashedBody {
  #hash = new Uint8Array(32);
  #block = new Uint8Array(BLOCK_BYTES);
  #used = 0;
  #isComplete = false;

  /** @param {ReadableStream<Uint8Array> | null} body */
  constructor(body) {
    this.body = (body ?? new Blob([]).stream()).pipeThrough(
      new TransformStream({
        transform: async (/** @type {Uint8Array} */ chunk, controller) => {
          await this.#add(chunk);
          controller.enqueue(chunk);
        },
        flush: async () => {
          await this.#endBlock();
          this.#isComplete = true;
        },
      }),
    );
  }

  /** The hash of the body, `null` if it was not read to its end. @returns {string | null} */
  get hash() {
    if (!this.#isComplete) return null;
    return Array.from(this.#hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Reads the rest without using it. */
  async drain() {
    for await (const _ of this.body);
  }

  /** @param {Uint8Array} chunk */
  async #add(chunk) {
    for (let offset = 0; offset < chunk.byteLength; ) {
      const part = chunk.subarray(offset, offset + BLOCK_BYTES - this.#used);
      this.#block.set(part, this.#used);
      this.#used += part.byteLength;
      offset += part.byteLength;
      if (this.#used === BLOCK_BYTES) await this.#endBlock();
    }
  }

  async #endBlock() {
    const input = new Uint8Array(this.#hash.byteLength + this.#used);
    input.set(this.#hash);
    input.set(this.#block.subarray(0, this.#used), this.#hash.byteLength);
    this.#hash = new Uint8Array(await crypto.subtle.digest("SHA-256", input));
    this.#used = 0;
  }
}
