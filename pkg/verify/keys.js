// Reads a public key as PEM, base64 (of the DER form or of the 32 bytes) or JWK.

import { createHash, createPublicKey } from "node:crypto";

/** The bytes before the 32 bytes of the key in the DER form of an Ed25519 key (RFC 8410). */
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
    throw new Error(
      "this is a private key, which must stay a secret of the Worker: pass the public key",
    );
  const bytes = Buffer.from(String(x), "base64url");
  if (kty !== "OKP" || crv !== "Ed25519" || bytes.length !== 32)
    throw new Error("this JWK is not an Ed25519 key");
  return bytes;
}

/** @param {string} text */
function fromBase64(text) {
  if (text.includes("PRIVATE KEY"))
    throw new Error(
      "this is a private key, which must stay a secret of the Worker: pass the public key",
    );
  const base64 = text.replace(/-----[A-Z ]+-----/g, "").replace(/\s/g, "");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length === 32) return bytes;
  const start = bytes.subarray(0, DER_START.length);
  if (bytes.length === DER_START.length + 32 && start.equals(DER_START))
    return bytes.subarray(DER_START.length);
  throw new Error("this is not an Ed25519 public key (PEM, base64 or JWK)");
}
