// The requests of a client in flight. The core waits for them itself; after its crash nobody would, and an order that is read
// too early seems untouched.

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

  /** Waits until none of those in flight now is any more, at most `ms` milliseconds. @param {number} ms */
  async settled(ms) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([Promise.all(this.#inFlight), late]);
    clearTimeout(timer);
  }
}
