// Bytes as lowercase hexadecimal digits.

/** @param {ArrayBuffer} bytes */
export function hexOf(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
