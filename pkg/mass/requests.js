// The requests of a client that are in flight. The core waits for its own requests. After a crash of the core this file does,
// because an order that is read too early looks unchanged.

export class Requests {
  /** @type {Set<Promise<void>>} */
  #inFlight = new Set();

  /** @param {Promise<unknown>} response */
  watch = (response) => {
    const ignore = () => {};
    const ended = Promise.resolve(response)
      .then(ignore, ignore)
      .then(() => {
        this.#inFlight.delete(ended);
      });
    this.#inFlight.add(ended);
  };

  /** Resolves when all requests that are in flight now have ended, or after `ms` milliseconds. @param {number} ms */
  async settled(ms) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const timeout = new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([Promise.all(this.#inFlight), timeout]);
    clearTimeout(timer);
  }
}
