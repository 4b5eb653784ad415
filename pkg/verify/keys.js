// Public keys as people have them: PEM, base64 of the DER form or of the 32 bytes, or a JWK.

import { createHash, createPublicKey } from "node:crypto";

/** What stands before the 32 bytes in the DER form of an Ed25519 key (RFC 8410). */
const DER_START = Buffer.from("302a300506032b6570032100", "hex");

/** @typedef {{ id: string, key: import("node:crypto").KeyObject }} PublicKey */

/** @param {string} text @returns {PublicKey} */
export function publicKeyFrom(text) {
  const bytes = text.trimStart().startsWith("{") ? fromJwk(text) : fromBase64(text);
  const key = createPublicKey({
    key: Buffer.concat([DER_START, bytes]),
    format: "der",
    type: "spki",
  });
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 16), key };
}

/** @param {string} text */
function fromJwk(text) {
  const { kty, crv, x, d } = JSON.parse(text);
  if (d !== undefined)
    throw new Error("this is a private key; it belongs nowhere but in the Worker");
  const bytes = Buffer.from(String(x), "base64url");
  if (kty !== "OKP" || crv !== "Ed25519" || bytes.length !== 32)
    throw new Error("this JWK is no Ed25519 key");
  return bytes;
}

/** @param {string} text */
function fromBase64(text) {
  if (text.includes("PRIVATE KEY"))
    throw new Error("this is a private key; it belongs nowhere but in the Worker");
  const base64 = text.replace(/-----[A-Z ]+-----/g, "").replace(/\s/g, "");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length === 32) return bytes;
  const start = bytes.subarray(0, DER_START.length);
  if (bytes.length === DER_START.length + 32 && start.equals(DER_START))
    return bytes.subarray(DER_START.length);
  throw new Error("this is no Ed25519 public key (PEM, base64 or JWK)");
}
