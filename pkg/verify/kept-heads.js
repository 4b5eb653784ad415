// Heads from elsewhere, which a log must contain: those of earlier exports, and those that the gateway published.

import { Fault, span } from "./fault.js";

/** @typedef {import("./head.js").Head} Head */
/** @typedef {{ found: number, pruned: number, foreign: number, newest: number }} Witnessed heads of this log that it contains, those that retention has removed, those of other logs; the newest entry that one covers */

export class KeptHeads {
  #heads;
  /** By the number of their last entry. @type {Map<number, Head[]>} */
  #bySeq = new Map();

  /** @param {Head[]} heads @param {"kept" | "published"} kind */
  constructor(heads, kind) {
    this.kind = kind;
    this.#heads = heads;
    for (const head of heads)
      this.#bySeq.set(head.last, [...(this.#bySeq.get(head.last) ?? []), head]);
  }

  /** @param {string} log @param {number} seq @param {string} hash */
  compare(log, seq, hash) {
    const others = this.#bySeq.get(seq)?.filter((head) => head.log === log && head.hash !== hash);
    if (others?.length)
      throw new Fault(`(entry ${seq}) has another hash than a ${this.kind} head states`);
  }

  /** @param {Head} head */
  finish(head) {
    const mine = this.#heads.filter(({ log }) => log === head.log);
    const later = mine.find(({ last }) => last > head.last);
    if (later)
      throw new Fault(
        `is older than a ${this.kind} head: ${span(head.last + 1, later.last)} missing`,
      );
    if (mine.some(({ created }) => created !== head.created))
      throw new Fault(`has another time of creation than a ${this.kind} head`);
  }

  /** @param {Head} head */
  rejectForeign({ log }) {
    if (this.#heads.some((head) => head.log !== log))
      throw new Fault(`belongs to another log than a ${this.kind} head`);
  }

  /** @param {Head} head @returns {Witnessed} */
  found({ log, first }) {
    const mine = this.#heads.filter((head) => head.log === log);
    const found = mine.filter(({ last }) => last >= first - 1);
    return {
      found: found.length,
      pruned: mine.length - found.length,
      foreign: this.#heads.length - mine.length,
      newest: Math.max(0, ...mine.map(({ last }) => last)),
    };
  }
}
