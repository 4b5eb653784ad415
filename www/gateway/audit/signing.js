// The key that signs heads: Ed25519, from a Worker's secret. It names itself by its public half, so that a verifier can
// tell which key it is asked for.

import { hexOf } from "./hex.js";

/**
 * @typedef {object} Signer
 * @property {string} keyId the first 16 hexadecimal digits of the SHA-256 of the public key's 32 bytes
 * @property {string} publicKey those bytes, in base64; what the verifier is given
 * @property {(bytes: Uint8Array<ArrayBuffer>) => Promise<string>} sign gives 128 hexadecimal digits
 */

/** @param {string} secret a JWK as JSON, or PKCS8 in base64 or PEM @returns {Promise<Signer>} */
export async function signerFrom(secret) {
  const key = await imported(secret).catch(() => {
    // Whatever went wrong is not passed on: it may quote the secret.
    throw new Error("the signing key is neither a private Ed25519 JWK nor PKCS8 in base64");
  });
  const { x } = /** @type {JsonWebKey} */ (await crypto.subtle.exportKey("jwk", key));
  const publicBytes = bytesOf(String(x).replaceAll("-", "+").replaceAll("_", "/"));
  const digest = await crypto.subtle.digest("SHA-256", publicBytes);
  return {
    keyId: hexOf(digest).slice(0, 16),
    publicKey: btoa(String.fromCharCode(...publicBytes)),
    sign: async (bytes) => hexOf(await crypto.subtle.sign("Ed25519", key, bytes)),
  };
}

/** Extractable, because WebCrypto tells the public half in no other way. @param {string} secret */
function imported(secret) {
  if (secret.trimStart().startsWith("{"))
    return Promise.resolve().then(() =>
      crypto.subtle.importKey("jwk", JSON.parse(secret), "Ed25519", true, ["sign"]),
    );
  const base64 = secret.replace(/-----[A-Z ]+-----/g, "").replace(/\s/g, "");
  return Promise.resolve().then(() =>
    crypto.subtle.importKey("pkcs8", bytesOf(base64), "Ed25519", true, ["sign"]),
  );
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
