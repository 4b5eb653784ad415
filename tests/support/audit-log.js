// Audit logs for the tests, written with the gateway's hash chain and without a Durable Object.

import { entryLine, genesisHash, headLine } from "../../www/gateway/audit/chain.js";
import { sha256Hex } from "../../www/gateway/sha256.js";

const ACTIONS = ["revoke-order", "approve-request", "two-person-approval", "hold"];

/** Creates a signing key in the form of the Worker's secret. */
export async function newSecret() {
  const { privateKey } = /** @type {CryptoKeyPair} */ (
    await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
  );
  return JSON.stringify(await crypto.subtle.exportKey("jwk", privateKey));
}

/**
 * The lines and the last hash that the gateway writes for these entries. The tests also forge logs with it.
 * @param {{ log: string, created: number }} name
 * @param {Array<Record<string, any>>} entries each with its time
 * @param {{ seq: number, hash: string }} [after] the entry that precedes them
 */
export async function linesFor(name, entries, after) {
  let { seq, hash } = after ?? { seq: 0, hash: await genesisHash(name) };
  const lines = [];
  for (const { time, ...what } of entries) {
    seq += 1;
    const entry = /** @type {import("../../www/gateway/audit/chain.js").Entry} */ (what);
    const line = entryLine({ log: name.log, seq, time, prev: hash }, entry);
    hash = await sha256Hex(line);
    lines.push(line);
  }
  return { lines, last: seq, hash };
}

/** @param {number} count @param {import("../../www/gateway/audit/signing.js").Signer} [signer] */
export async function logOf(count, signer, log = String(crypto.randomUUID())) {
  const name = { log, created: 1_764_000_000_000 };
  /** @type {Array<Record<string, any>>} */
  const entries = Array.from({ length: count }, (_, at) => ({
    time: name.created + at * 1_717,
    actor: { id: `user${at % 5}@example.com`, how: "access" },
    action: ACTIONS[at % ACTIONS.length],
    target: { order: String(100_000 + at) },
    details: {
      reason: "keyCompromise",
      comment: `INC-${at} – “found”`,
      skipApproval: at % 2 === 0,
    },
    origin: { address: "192.0.2.7", colo: "FRA" },
    answer: { status: 204, outcome: "revoked" },
    proof: "accepted",
  }));
  const { lines, last, hash } = await linesFor(name, entries);
  const head = { ...name, first: 1, last, hash, time: name.created + 9_000_000 };
  return { name, entries, lines, head, headLine: await headLine(head, signer) };
}

/** @param {string[]} lines */
export const bytesOfLines = (lines) => Buffer.from(lines.map((line) => `${line}\n`).join(""));
