// Verifies an exported audit log line by line, and reports the first fault. Shares no code with the gateway that writes the log,
// so that neither can hide a mistake of the other.

import { createHash } from "node:crypto";
import { Fault, span } from "./fault.js";
import { headOf, parse, signatureOf } from "./head.js";
import { KeptHeads } from "./kept-heads.js";
import { linesOf } from "./lines.js";
import { Timestamps } from "./stamped.js";

/** @typedef {import("./keys.js").PublicKey} PublicKey */
/** @typedef {import("./head.js").Head} Head */
/** @typedef {import("./head.js").Signature} Signature */

/**
 * @typedef {object} Verified
 * @property {true} ok
 * @property {number} count the number of entries
 * @property {Head} head
 * @property {Signature} signature
 * @property {{ from: number, to: number } | undefined} span the earliest and latest time of the entries
 * @property {number} compared the number of kept heads that this log contains
 * @property {Witnessed} witnessed the published heads
 * @property {Stamped} stamped the time stamps in the log
 */
/** @typedef {import("./kept-heads.js").Witnessed} Witnessed */
/** @typedef {import("./stamped.js").Stamped} Stamped */
/** @typedef {{ ok: false, line: number, fault: string }} Tampered */

const HASH = /^[0-9a-f]{64}$/;

/**
 * @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} chunks of the exported file
 * @param {object} [options]
 * @param {PublicKey[]} [options.publicKeys]
 * @param {Head[]} [options.heads] heads of earlier exports that were kept elsewhere
 * @param {Head[]} [options.published] heads that the gateway published, also those of other logs
 * @param {import("node:crypto").X509Certificate[]} [options.authorities] certificates of time stamp authorities
 * @param {(entry: Record<string, any>) => void} [options.onEntry] called for each entry, before the log is verified
 * @returns {Promise<Verified | Tampered>}
 */
export async function verifyLog(chunks, options = {}) {
  const verifier = new Verifier(options);
  let line = 0;
  try {
    for await (const { bytes, state } of linesOf(chunks)) {
      line += 1;
      if (state === "too-long") throw new Fault("is longer than any line of an audit log");
      if (state === "cut") throw new Fault("has no line end: the rest is missing");
      verifier.addLine(bytes);
    }
    return verifier.finish();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, line: Math.max(1, line - error.back), fault: error.message };
  }
}

class Verifier {
  /** @type {{ seq: number, prev: string, log: string } | undefined} */
  #first;
  /** @type {{ seq: number, hash: string } | undefined} */
  #last;
  /** The latest retention entry: the last removed entry and its hash. @type {{ through: unknown, hash: unknown } | undefined} */
  #pruned;
  /** @type {{ head: Head, signature: Signature } | undefined} */
  #end;
  /** @type {{ from: number, to: number } | undefined} */
  #span;
  #keys;
  #keptHeads;
  #witnessed;
  #timestamps;
  #onEntry;

  /** @param {NonNullable<Parameters<typeof verifyLog>[1]>} options */
  constructor({
    publicKeys = [],
    heads = [],
    published = [],
    authorities = [],
    onEntry = () => {},
  }) {
    this.#onEntry = onEntry;
    this.#keys = publicKeys;
    this.#keptHeads = new KeptHeads(heads, "kept");
    this.#witnessed = new KeptHeads(published, "published");
    this.#timestamps = new Timestamps(authorities);
  }

  /** @param {Uint8Array} bytes of one line */
  addLine(bytes) {
    if (this.#end) throw new Fault("comes after the head, which must be the last line");
    const parsed = parse(bytes);
    if (parsed.head === true) this.#addHead(bytes, parsed);
    else this.#addEntry(bytes, parsed);
  }

  /** @param {Uint8Array} bytes @param {Record<string, any>} parsed */
  #addEntry(bytes, parsed) {
    const { v, log, seq, time, prev, action, details } = parsed;
    if (v !== 1 || typeof log !== "string" || !Number.isSafeInteger(seq) || seq < 1)
      throw new Fault("is not an entry of an audit log");
    if (!Number.isSafeInteger(time) || !HASH.test(prev))
      throw new Fault("is not an entry of an audit log");
    this.#first ??= { seq, prev, log };
    if (log !== this.#first.log) throw new Fault("belongs to another log");
    const expected = this.#last ? this.#last.seq + 1 : seq;
    if (seq > expected) throw new Fault(`is entry ${seq}: ${span(expected, seq - 1)} missing`);
    if (seq < expected) throw new Fault(`is entry ${seq}, out of order or repeated`);
    if (this.#last && prev !== this.#last.hash)
      throw new Fault(`(entry ${seq - 1}) has another hash than the next line states`, 1);
    const hash = sha256(bytes);
    this.#compare(log, seq, hash);
    this.#timestamps.add(parsed, hash);
    this.#last = { seq, hash };
    if (action === "retention") this.#pruned = { through: details?.through, hash: details?.hash };
    this.#onEntry(parsed);
    const { from = time, to = time } = this.#span ?? {};
    this.#span = { from: Math.min(from, time), to: Math.max(to, time) };
  }

  /** @param {Uint8Array} bytes @param {Record<string, any>} parsed */
  #addHead(bytes, parsed) {
    const head = headOf(parsed);
    const genesis = sha256(JSON.stringify({ v: 1, log: head.log, created: head.created }));
    const { seq = 1, prev = genesis, log = head.log } = this.#first ?? {};
    const last = this.#last ?? { seq: 0, hash: genesis };
    if (log !== head.log) throw new Fault("is the head of another log");
    if (head.last > last.seq)
      throw new Fault(
        `is a head of a longer log: ${span(last.seq + 1, head.last)} missing before it`,
      );
    if (head.last < last.seq)
      throw new Fault(`is a head of a log up to entry ${head.last}, but more entries precede it`);
    if (head.hash !== last.hash)
      throw new Fault(`(entry ${last.seq}) has another hash than the head states`, 1);
    if (head.first !== seq)
      throw new Fault(`is a head of a log from entry ${head.first}, but this log begins at ${seq}`);
    if (seq === 1 && prev !== genesis) throw new Fault("is a head of a log with another beginning");
    const { through, hash } = this.#pruned ?? {};
    if (seq > 1 && (through !== seq - 1 || hash !== prev))
      throw new Fault(
        `is the head of a log in which ${span(1, seq - 1)} missing without a retention entry`,
      );
    this.#compare(log, seq - 1, prev);
    for (const kept of [this.#keptHeads, this.#witnessed]) kept.finish(head);
    this.#keptHeads.rejectForeign(head);
    this.#end = { head, signature: signatureOf(bytes, head, this.#keys) };
  }

  /** @param {string} log @param {number} seq @param {string} hash */
  #compare(log, seq, hash) {
    for (const kept of [this.#keptHeads, this.#witnessed]) kept.compare(log, seq, hash);
  }

  /** @returns {Verified} */
  finish() {
    if (!this.#end)
      throw new Fault(
        "is the last one and not a head: lines are missing, or this is not an export",
      );
    const { head, signature } = this.#end;
    const count = head.last - head.first + 1;
    const compared = this.#keptHeads.found(head).found;
    const results = { witnessed: this.#witnessed.found(head), stamped: this.#timestamps.result };
    return { ok: true, count, head, signature, span: this.#span, compared, ...results };
  }
}

/** @param {Uint8Array | string} bytes */
function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
