// SHA-256 in hexadecimal digits, by WebCrypto.

const encoder = new TextEncoder();

/** @param {string} text @returns {Promise<string>} 64 hexadecimal digits */
export async function sha256Hex(text) {
  return toHex(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

/** @param {ArrayBuffer} bytes */
export function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
