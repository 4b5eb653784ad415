// Verifies an exported audit log line by line, and reports the first fault. Shares no code with the gateway that writes the log,
// so that neither can hide a mistake of the other.

import { createHash, verify } from "node:crypto";
import { linesOf } from "./lines.js";

/** @typedef {import("./keys.js").PublicKey} PublicKey */
/** @typedef {{ log: string, created: number, first: number, last: number, hash: string, time: number, key: string | null }} Head */
/** @typedef {{ state: "valid" | "unchecked" | "unsigned", key: string | null }} Signature */

/**
 * @typedef {object} Verified
 * @property {true} ok
 * @property {number} count the number of entries
 * @property {Head} head
 * @property {Signature} signature
 * @property {{ from: number, to: number } | undefined} span the earliest and latest time of the entries
 * @property {number} compared the number of kept heads that this log contains
 */
/** @typedef {{ ok: false, line: number, fault: string }} Tampered */

const HASH = /^[0-9a-f]{64}$/;
const SIGNED = /^(.*),"signature":"([0-9a-f]{128}|unsigned)"\}$/s;

/**
 * @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} chunks of the exported file
 * @param {object} [options]
 * @param {PublicKey[]} [options.publicKeys]
 * @param {Head[]} [options.heads] heads of earlier exports that were kept elsewhere
 * @param {(entry: Record<string, any>) => void} [options.onEntry] called for each entry, before the log is verified
 * @returns {Promise<Verified | Tampered>}
 */
export async function verifyLog(chunks, { publicKeys = [], heads = [], onEntry = () => {} } = {}) {
  const verifier = new Verifier(publicKeys, heads, onEntry);
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

/** Reads the head of an earlier export. @param {string} line @returns {Head} */
export function headFrom(line) {
  const parsed = parse(Buffer.from(line.trim()));
  if (parsed.head !== true) throw new Fault("is not a head");
  return headOf(parsed);
}

class Fault extends Error {
  /** @param {string} message @param {number} [back] the distance to an earlier line that has the fault */
  constructor(message, back = 0) {
    super(message);
    this.back = back;
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
  /** The kept heads by the sequence number of their last entry. @type {Map<number, Head>} */
  #keptBySeq;

  #onEntry;

  /** @param {PublicKey[]} keys @param {Head[]} keptHeads @param {(entry: Record<string, any>) => void} onEntry */
  constructor(keys, keptHeads, onEntry) {
    this.#onEntry = onEntry;
    this.#keys = keys;
    this.#keptHeads = keptHeads;
    this.#keptBySeq = new Map(keptHeads.map((head) => [head.last, head]));
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
      throw new Fault(`(entry ${seq - 1}) has another hash than the next line records`, 1);
    const hash = sha256(bytes);
    this.#compare(seq, hash);
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
      throw new Fault(`(entry ${last.seq}) has another hash than the head records`, 1);
    if (head.first !== seq)
      throw new Fault(`is a head of a log from entry ${head.first}, but this log begins at ${seq}`);
    if (seq === 1 && prev !== genesis) throw new Fault("is a head of a log with another beginning");
    const { through, hash } = this.#pruned ?? {};
    if (seq > 1 && (through !== seq - 1 || hash !== prev))
      throw new Fault(
        `is the head of a log in which ${span(1, seq - 1)} missing without a retention entry`,
      );
    this.#compare(seq - 1, prev);
    const later = this.#keptHeads.find((kept) => kept.last > head.last);
    if (later)
      throw new Fault(`is older than a kept head: ${span(head.last + 1, later.last)} missing`);
    const foreign = this.#keptHeads.find(
      ({ log, created }) => log !== head.log || created !== head.created,
    );
    if (foreign) throw new Fault("belongs to another log than a kept head");
    this.#end = { head, signature: this.#signatureOf(bytes, head) };
  }

  /** @param {number} seq @param {string} hash */
  #compare(seq, hash) {
    const kept = this.#keptBySeq.get(seq);
    if (kept && kept.hash !== hash)
      throw new Fault(`(entry ${seq}) has another hash than the kept head records`);
  }

  /** @param {Uint8Array} bytes @param {Head} head @returns {Signature} */
  #signatureOf(bytes, { key: id }) {
    const [, text = "", signature = ""] = SIGNED.exec(Buffer.from(bytes).toString()) ?? [];
    const signed = signature !== "" && signature !== "unsigned";
    if (signature === "" || signed !== (id !== null))
      throw new Fault("is a head without a valid signature field");
    if (this.#keys.length === 0) return { state: signed ? "unchecked" : "unsigned", key: id };
    if (!signed) throw new Fault("is a head without a signature, but a public key was passed");
    const key = this.#keys.find((key) => key.id === id);
    if (!key)
      throw new Fault(
        `is a head signed with the key ${id}, which is not among the passed public keys`,
      );
    if (!verify(null, Buffer.from(`${text}}`), key.key, Buffer.from(signature, "hex")))
      throw new Fault("is a head with a wrong signature");
    return { state: "valid", key: id };
  }

  /** @returns {Verified} */
  finish() {
    if (!this.#end)
      throw new Fault(
        "is the last one and not a head: lines are missing, or this is not an export",
      );
    const { head, signature } = this.#end;
    const compared = this.#keptHeads.filter(({ last }) => last >= head.first - 1).length;
    const count = head.last - head.first + 1;
    return { ok: true, count, head, signature, span: this.#span, compared };
  }
}

/** @param {Uint8Array} bytes @returns {Record<string, any>} */
function parse(bytes) {
  try {
    // A byte order mark counts as a change.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const parsed = JSON.parse(decoder.decode(bytes));
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {}
  throw new Fault("is not JSON as an audit log contains it");
}

/** @param {Record<string, any>} parsed @returns {Head} */
function headOf({ v, log, created, first, last, hash, time, key }) {
  const numbers = [created, first, last, time];
  const isValid = v === 1 && typeof log === "string" && HASH.test(hash);
  if (
    !isValid ||
    !numbers.every(Number.isSafeInteger) ||
    !(key === null || /^[0-9a-f]{16}$/.test(key))
  )
    throw new Fault("is not a head of an audit log");
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
