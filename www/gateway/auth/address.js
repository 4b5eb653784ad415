// The addresses of people. One spelling is one person: an address that only looks like another one is refused, and configured
// aliases lead to one canonical address.

/** An address of printable ASCII. Anything else can look like the address of another person. */
const ADDRESS = /^[!-?A-~]{1,128}@[!-?A-~]{1,128}$/;
/** The local part up to its `+tag`. */
const TAG = /^([^+@]+)\+[^@]*@/;

/**
 * @typedef {object} AliasRules
 * @property {boolean} stripTags whether `ada+tag@` is `ada@`
 * @property {Record<string, string>} aliases address to canonical address
 */

/** Lowers A to Z only: other letters, such as the Kelvin sign, must not become ASCII. @param {string} text */
export function lowerAscii(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Returns the lower-case address, `undefined` if it is not one of printable ASCII. @param {string} text */
export function parseAddress(text) {
  return ADDRESS.test(text) ? lowerAscii(text) : undefined;
}

/** @param {string} address lower-case @param {AliasRules} rules */
export function canonicalAddress(address, { stripTags, aliases }) {
  const alias = (/** @type {string} */ from) =>
    Object.hasOwn(aliases, from) ? aliases[from] : undefined;
  const stripped = stripTags ? address.replace(TAG, "$1@") : address;
  return alias(address) ?? alias(stripped) ?? stripped;
}
