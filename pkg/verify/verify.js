// The verifier of exported records: reads lines one after the other and says the first thing that is wrong. It shares no
// code with the gateway that writes them, so that neither can hide the other's mistake.

import { createHash, verify } from "node:crypto";
import { linesOf } from "./lines.js";

/** @typedef {import("./keys.js").PublicKey} PublicKey */
/** @typedef {{ log: string, created: number, first: number, last: number, hash: string, time: number, key: string | null }} Head */
/** @typedef {{ state: "valid" | "unchecked" | "unsigned", key: string | null }} Signature */

/**
 * @typedef {object} Whole
 * @property {true} ok
 * @property {number} count of entries
 * @property {Head} head
 * @property {Signature} signature
 * @property {{ from: number, to: number } | undefined} span earliest and latest time of the entries
 * @property {number} compared kept heads that were found again in this log
 */
/** @typedef {{ ok: false, line: number, fault: string }} Tampered */

const HASH = /^[0-9a-f]{64}$/;
const SIGNED = /^(.*),"signature":"([0-9a-f]{128}|unsigned)"\}$/s;

/**
 * @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} chunks the file
 * @param {object} [options]
 * @param {PublicKey[]} [options.publicKeys]
 * @param {Head[]} [options.heads] of earlier exports, kept elsewhere
 * @param {(entry: Record<string, any>) => void} [options.seen] told of every entry, before the whole is known to be right
 * @returns {Promise<Whole | Tampered>}
 */
export async function verifyLog(chunks, { publicKeys = [], heads = [], seen = () => {} } = {}) {
  const reading = new Reading(publicKeys, heads, seen);
  let line = 0;
  try {
    for await (const { bytes, state } of linesOf(chunks)) {
      line += 1;
      if (state === "endless") throw new Fault("is longer than any line of a record");
      if (state === "cut") throw new Fault("ends without a line end: the rest is missing");
      reading.take(bytes);
    }
    return reading.end();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, line: Math.max(1, line - error.back), fault: error.message };
  }
}

/** The head on a line, by itself; for heads that were kept. @param {string} line @returns {Head} */
export function headFrom(line) {
  const parsed = parsedFrom(Buffer.from(line.trim()));
  if (parsed.head !== true) throw new Fault("is not a head");
  return headIn(parsed);
}

class Fault extends Error {
  /** @param {string} message @param {number} [back] how many lines before the one at hand */
  constructor(message, back = 0) {
    super(message);
    this.back = back;
  }
}

class Reading {
  /** @type {{ seq: number, prev: string, log: string } | undefined} */
  #first;
  /** @type {{ seq: number, hash: string } | undefined} */
  #last;
  /** The newest note of a pruning: up to where, and the hash there. @type {{ through: unknown, hash: unknown } | undefined} */
  #pruned;
  /** @type {{ head: Head, signature: Signature } | undefined} */
  #end;
  /** @type {{ from: number, to: number } | undefined} */
  #span;
  #keys;
  #kept;
  /** The hashes that kept heads tell, by sequence. @type {Map<number, Head>} */
  #expected;

  #seen;

  /** @param {PublicKey[]} keys @param {Head[]} kept @param {(entry: Record<string, any>) => void} seen */
  constructor(keys, kept, seen) {
    this.#seen = seen;
    this.#keys = keys;
    this.#kept = kept;
    this.#expected = new Map(kept.map((head) => [head.last, head]));
  }

  /** @param {Uint8Array} bytes one line */
  take(bytes) {
    if (this.#end) throw new Fault("stands after the head, which must be the last line");
    const parsed = parsedFrom(bytes);
    if (parsed.head === true) this.#takeHead(bytes, parsed);
    else this.#takeEntry(bytes, parsed);
  }

  /** @param {Uint8Array} bytes @param {Record<string, any>} parsed */
  #takeEntry(bytes, parsed) {
    const { v, log, seq, time, prev, action, details } = parsed;
    if (v !== 1 || typeof log !== "string" || !Number.isSafeInteger(seq) || seq < 1)
      throw new Fault("is not an entry of a record");
    if (!Number.isSafeInteger(time) || !HASH.test(prev))
      throw new Fault("is not an entry of a record");
    this.#first ??= { seq, prev, log };
    if (log !== this.#first.log) throw new Fault("belongs to another log");
    const expected = this.#last ? this.#last.seq + 1 : seq;
    if (seq > expected) throw new Fault(`is entry ${seq}: ${span(expected, seq - 1)} missing`);
    if (seq < expected) throw new Fault(`is entry ${seq}, out of order or a second time`);
    if (this.#last && prev !== this.#last.hash)
      throw new Fault(`(entry ${seq - 1}) is not what the next line was written after`, 1);
    const hash = sha256(bytes);
    this.#compare(seq, hash);
    this.#last = { seq, hash };
    if (action === "retention") this.#pruned = { through: details?.through, hash: details?.hash };
    this.#seen(parsed);
    const { from = time, to = time } = this.#span ?? {};
    this.#span = { from: Math.min(from, time), to: Math.max(to, time) };
  }

  /** @param {Uint8Array} bytes @param {Record<string, any>} parsed */
  #takeHead(bytes, parsed) {
    const head = headIn(parsed);
    const genesis = sha256(JSON.stringify({ v: 1, log: head.log, created: head.created }));
    const { seq = 1, prev = genesis, log = head.log } = this.#first ?? {};
    const last = this.#last ?? { seq: 0, hash: genesis };
    if (log !== head.log) throw new Fault("is the head of another log");
    if (head.last > last.seq)
      throw new Fault(
        `is a head that knows more: ${span(last.seq + 1, head.last)} missing before it`,
      );
    if (head.last < last.seq)
      throw new Fault(`is a head that knows only up to entry ${head.last}: more stand before it`);
    if (head.hash !== last.hash)
      throw new Fault(`(entry ${last.seq}) is not what the head was made after`, 1);
    if (head.first !== seq)
      throw new Fault(`is a head of a log from entry ${head.first} on, but this begins at ${seq}`);
    if (seq === 1 && prev !== genesis) throw new Fault("is a head that names another beginning");
    const { through, hash } = this.#pruned ?? {};
    if (seq > 1 && (through !== seq - 1 || hash !== prev))
      throw new Fault(
        `ends a log without ${span(1, seq - 1)}, and no retention entry accounts for it`,
      );
    this.#compare(seq - 1, prev);
    const beyond = this.#kept.find((kept) => kept.last > head.last);
    if (beyond)
      throw new Fault(
        `comes before a head that was kept: ${span(head.last + 1, beyond.last)} missing`,
      );
    const foreign = this.#kept.find(
      ({ log, created }) => log !== head.log || created !== head.created,
    );
    if (foreign) throw new Fault("belongs to another log than a head that was kept");
    this.#end = { head, signature: this.#signatureOf(bytes, head) };
  }

  /** @param {number} seq @param {string} hash */
  #compare(seq, hash) {
    const kept = this.#expected.get(seq);
    if (kept && kept.hash !== hash)
      throw new Fault(`(entry ${seq}) is not what it was when the kept head was made`);
  }

  /** @param {Uint8Array} bytes @param {Head} head @returns {Signature} */
  #signatureOf(bytes, { key: id }) {
    const [, text = "", signature = ""] = SIGNED.exec(Buffer.from(bytes).toString()) ?? [];
    const signed = signature !== "" && signature !== "unsigned";
    if (signature === "" || signed !== (id !== null))
      throw new Fault("is a head without a proper signature");
    if (this.#keys.length === 0) return { state: signed ? "unchecked" : "unsigned", key: id };
    if (!signed) throw new Fault("is a head that nobody signed, though a key was given");
    const key = this.#keys.find((key) => key.id === id);
    if (!key)
      throw new Fault(`is a head signed with the key ${id}, which is not one of those given`);
    if (!verify(null, Buffer.from(`${text}}`), key.key, Buffer.from(signature, "hex")))
      throw new Fault("is a head whose signature is false");
    return { state: "valid", key: id };
  }

  /** @returns {Whole} */
  end() {
    if (!this.#end)
      throw new Fault("is the last one and no head: lines are missing, or it is not an export");
    const { head, signature } = this.#end;
    const compared = this.#kept.filter(({ last }) => last >= head.first - 1).length;
    const count = head.last - head.first + 1;
    return { ok: true, count, head, signature, span: this.#span, compared };
  }
}

/** @param {Uint8Array} bytes @returns {Record<string, any>} */
function parsedFrom(bytes) {
  try {
    // A byte order mark is a change too.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const parsed = JSON.parse(decoder.decode(bytes));
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {}
  throw new Fault("is not JSON as a record writes it");
}

/** @param {Record<string, any>} parsed @returns {Head} */
function headIn({ v, log, created, first, last, hash, time, key }) {
  const numbers = [created, first, last, time];
  const proper = v === 1 && typeof log === "string" && HASH.test(hash);
  if (
    !proper ||
    !numbers.every(Number.isSafeInteger) ||
    !(key === null || /^[0-9a-f]{16}$/.test(key))
  )
    throw new Fault("is not a head of a record");
  return { log, created, first, last, hash, time, key };
}

/** @param {Uint8Array | string} bytes */
function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** @param {number} from @param {number} to */
function span(from, to) {
  return from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;
}
