// A list: a promise of its first page, and an iterator over the rows of all pages. The first request is sent when the list is
// awaited or iterated.

/** @implements {Promise<any>} */
export class Pages {
  #rows;
  #read;
  /** @type {Promise<any> | undefined} */
  #first;

  /** @param {"orders" | "requests"} rows @param {(offset?: number) => Promise<any>} read */
  constructor(rows, read) {
    this.#rows = rows;
    this.#read = read;
  }

  #page() {
    this.#first ??= this.#read();
    return this.#first;
  }

  /** @type {Promise<any>["then"]} */
  // biome-ignore lint/suspicious/noThenProperty: a list is awaitable
  then(done, failed) {
    return this.#page().then(done, failed);
  }

  /** @type {Promise<any>["catch"]} */
  catch(failed) {
    return this.#page().catch(failed);
  }

  /** @type {Promise<any>["finally"]} */
  finally(done) {
    return this.#page().finally(done);
  }

  get [Symbol.toStringTag]() {
    return "Promise";
  }

  async *[Symbol.asyncIterator]() {
    for (let page = await this.#page(); ; page = await this.#read(page.nextOffset)) {
      yield* page[this.#rows];
      if (page.nextOffset === undefined) return;
    }
  }
}
