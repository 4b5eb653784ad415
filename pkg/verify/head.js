// The head of an audit log, which is the last line of an export: its form and its signature.

import { verify } from "node:crypto";
import { Fault } from "./fault.js";

/** @typedef {import("./keys.js").PublicKey} PublicKey */
/** @typedef {{ log: string, created: number, first: number, last: number, hash: string, time: number, key: string | null }} Head */
/** @typedef {{ state: "valid" | "unchecked" | "unsigned", key: string | null }} Signature */

const HASH = /^[0-9a-f]{64}$/;
const SIGNED = /^(.*),"signature":"([0-9a-f]{128}|unsigned)"\}$/s;

/** Reads the head of an earlier export. @param {string} line @returns {Head} */
export function headFrom(line) {
  const parsed = parse(Buffer.from(line.trim()));
  if (parsed.head !== true) throw new Fault("is not a head");
  return headOf(parsed);
}

/** Verifies the signature of a head. Throws if it is wrong. @param {string} line @param {PublicKey[]} keys */
export function verifyHead(line, keys) {
  signatureOf(Buffer.from(line.trim()), headFrom(line), keys);
}

/** @param {Uint8Array} bytes @param {Head} head @param {PublicKey[]} keys @returns {Signature} */
export function signatureOf(bytes, { key: id }, keys) {
  const [, text = "", signature = ""] = SIGNED.exec(Buffer.from(bytes).toString()) ?? [];
  const signed = signature !== "" && signature !== "unsigned";
  if (signature === "" || signed !== (id !== null))
    throw new Fault("is a head without a valid signature field");
  if (keys.length === 0) return { state: signed ? "unchecked" : "unsigned", key: id };
  if (!signed) throw new Fault("is a head without a signature, but a public key was passed");
  const key = keys.find((key) => key.id === id);
  if (!key)
    throw new Fault(
      `is a head signed with the key ${id}, which is not among the passed public keys`,
    );
  if (!verify(null, Buffer.from(`${text}}`), key.key, Buffer.from(signature, "hex")))
    throw new Fault("is a head with a wrong signature");
  return { state: "valid", key: id };
}

/** @param {Uint8Array} bytes @returns {Record<string, any>} */
export function parse(bytes) {
  try {
    // A byte order mark counts as a change.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const parsed = JSON.parse(decoder.decode(bytes));
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {}
  throw new Fault("is not JSON as an audit log contains it");
}

/** @param {Record<string, any>} parsed @returns {Head} */
export function headOf({ v, log, created, first, last, hash, time, key }) {
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
