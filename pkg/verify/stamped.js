// The time stamps in a log. Each is of a head of the same log, up to an entry before it.

import { Fault } from "./fault.js";
import { headFrom } from "./head.js";
import { verifyTimestamp } from "./timestamp.js";

/** @typedef {{ valid: number, unchecked: number, newest: { seq: number, time: number } | undefined }} Stamped */

/** Entries between a head and its time stamp. The hashes of these entries are in memory. */
const MAX_DISTANCE = 100_000;

export class Timestamps {
  /** @type {Stamped} */
  result = { valid: 0, unchecked: 0, newest: undefined };
  #authorities;
  /** @type {Map<number, string>} */
  #hashes = new Map();
  #first = 0;

  /** @param {import("node:crypto").X509Certificate[]} authorities */
  constructor(authorities) {
    this.#authorities = authorities;
  }

  /** @param {Record<string, any>} entry @param {string} hash of the entry */
  add({ action, actor, seq, log, details }, hash) {
    this.#first ||= seq;
    this.#hashes.set(seq, hash);
    this.#hashes.delete(seq - MAX_DISTANCE);
    if (action !== "head-timestamped" || actor?.id !== "gateway" || actor.how !== "setting") return;
    const { head: line, token } = details ?? {};
    if (typeof line !== "string" || typeof token !== "string")
      throw new Fault("has no time stamp of a head");
    const head = headFrom(line);
    const stamped = this.#hashes.get(head.last);
    // Retention can remove the entry before its time stamp.
    const isPruned = head.last < this.#first;
    if (head.log !== log || (!isPruned && head.hash !== stamped))
      throw new Fault(`has a time stamp of another log: entry ${head.last} has another hash`);
    const verified = verifyTimestamp(token, line, this.#authorities);
    if ("fault" in verified) throw new Fault(`has a time stamp that ${verified.fault}`);
    this.result[verified.state] += 1;
    this.result.newest = { seq: head.last, time: verified.time };
  }
}
