// The Ed25519 key that signs heads, from a Worker's secret. Its id is derived from the public key, so that a verifier can
// identify it.

import { toHex } from "../sha256.js";

/**
 * @typedef {object} Signer
 * @property {string} keyId the first 16 hexadecimal digits of the SHA-256 of the public key's 32 bytes
 * @property {string} publicKey those bytes in base64; input of the verifier
 * @property {(bytes: Uint8Array<ArrayBuffer>) => Promise<string>} sign returns 128 hexadecimal digits
 */

/** @param {string} secret a JWK as JSON, or PKCS8 in base64 or PEM @returns {Promise<Signer>} */
export async function importSigner(secret) {
  const key = await importKey(secret).catch(() => {
    // The cause is dropped, because it may quote the secret.
    throw new Error("the signing key must be a private Ed25519 key, as JWK or as PKCS8 in base64");
  });
  const { x } = /** @type {JsonWebKey} */ (await crypto.subtle.exportKey("jwk", key));
  const publicBytes = bytesOf(String(x).replaceAll("-", "+").replaceAll("_", "/"));
  const digest = await crypto.subtle.digest("SHA-256", publicBytes);
  return {
    keyId: toHex(digest).slice(0, 16),
    publicKey: btoa(String.fromCharCode(...publicBytes)),
    sign: async (bytes) => toHex(await crypto.subtle.sign("Ed25519", key, bytes)),
  };
}

/** Extractable, because WebCrypto exposes the public key only by export. @param {string} secret */
function importKey(secret) {
  if (secret.trimStart().startsWith("{"))
    return Promise.resolve().then(() => {
      // Runtimes write different values of `alg`, and reject those of the others.
      const { kty, crv, d, x } = JSON.parse(secret);
      return crypto.subtle.importKey("jwk", { kty, crv, d, x }, "Ed25519", true, ["sign"]);
    });
  const base64 = secret.replace(/-----[A-Z ]+-----/g, "").replace(/\s/g, "");
  return Promise.resolve().then(() =>
    crypto.subtle.importKey("pkcs8", bytesOf(base64), "Ed25519", true, ["sign"]),
  );
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
