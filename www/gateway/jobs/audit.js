// What the record says of jobs: what people do to them, and of a run a digest of its journal now and then, so that many
// orders make few entries and the journal can still be held against the record, line by line.

import { hashOf } from "../audit/chain.js";

/** @typedef {import("../audit/chain.js").Entry} Entry */
/** @typedef {import("../upstream/account-client.js").From} From */

const GATEWAY = { id: "gateway", how: "setting" };
/** So many lines stand behind one digest at most. */
const LINES = 5000;

export class JobRecord {
  /** One after the other, so that no line is in two digests. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /**
   * @param {import("../audit/log.js").Record} record @param {import("./store.js").JobStore} store
   * @param {import("./journal.js").Journals} journals
   */
  constructor(record, store, journals) {
    this.record = record;
    this.store = store;
    this.journals = journals;
  }

  /**
   * What somebody does. It is on the record before it is done.
   * @param {string} action @param {string} job @param {From} from @param {Record<string, unknown>} [details]
   */
  did(action, job, { actor: { id, how }, origin }, details = {}) {
    return this.record.append({
      ...{ actor: { id, how }, action: `job-${action}`, origin },
      details: { job, ...details },
    });
  }

  /** What came of it by itself. @param {string} action @param {string} job @param {Record<string, unknown>} details */
  came(action, job, details) {
    return this.record.append({
      ...{ actor: GATEWAY, action: `job-${action}` },
      details: { job, ...details },
    });
  }

  /** Puts what the journal has got since on the record. @param {string} job @returns {Promise<void>} */
  digest(job) {
    const mine = this.#turn.then(() => this.#digest(job));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** @param {string} job */
  async #digest(job) {
    for (;;) {
      const digested = this.store.recorded(job).at(-1)?.last ?? 0;
      const lines = this.journals.slice(job, digested + 1, LINES);
      if (lines.length === 0) return;
      const last = digested + lines.length;
      const sha256 = await hashOf(lines.map((line) => `${line}\n`).join(""));
      const counts = this.store.get(job)?.snapshot?.counts;
      const first = digested + 1;
      const { seq } = await this.came("digest", job, { first, last, sha256, counts });
      this.store.setRecorded(job, { first, last, entry: seq });
    }
  }
}
