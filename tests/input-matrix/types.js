// The types of the matrix: the values that a parameter accepts, and how to see that a value was used.

import { KEY } from "./values.js";

/** @import { Kind } from "./values.js" */

/**
 * @typedef {object} Sent a request that reached `fetch`
 * @property {string} method
 * @property {string} url
 * @property {any} body
 * @property {any} headers
 */

/**
 * @typedef {object} Seen
 * @property {Sent[]} sent
 * @property {any} result
 * @property {any} error
 * @property {boolean} called whether a function was called
 */

/**
 * The values that a parameter accepts.
 * @typedef {object} Type
 * @property {(value: any, kind: Kind) => boolean} accepts
 * @property {[field: string, value: unknown]} [field] a valid field of a parameter that accepts an object
 */

/**
 * @typedef {object} Parameter
 * @property {string} path `options.comment`
 * @property {Type} type
 * @property {RegExp} [says] the message of a rejection that does not name the kind of the value
 * @property {boolean} [inner] part of a list, whose rejection describes its elements
 * @property {boolean} [conflicts] rejected with any value, because it excludes another argument
 * @property {(value: any, seen: Seen) => unknown} [shows] whether the value was used. Default: the call succeeds
 */

/**
 * @typedef {object} Method
 * @property {string} name
 * @property {Parameter[]} parameters
 * @property {() => Record<string, any>} valid valid arguments, by name
 * @property {(args: Record<string, any>, client: () => any) => any} call
 * @property {"unknown"} [effect] of a rejection. Default `none`
 */

export const isWellFormed = (/** @type {string} */ text) => !/\p{Surrogate}/u.test(text);
export const isText = (/** @type {any} */ value) =>
  typeof value === "string" && isWellFormed(value) && !value.includes(KEY);
/** @param {RegExp} pattern @returns {Type} */
export const textLike = (pattern) => ({ accepts: (value) => isText(value) && pattern.test(value) });
/** @type {Type} */
export const text = { accepts: isText };
/** Text in a call without a client, and so without a key. @type {Type} */
export const anyText = { accepts: (value) => typeof value === "string" && isWellFormed(value) };
/** @type {Type} */
export const flag = { accepts: (value) => typeof value === "boolean" };
/** @type {Type} */
export const callable = { accepts: (value) => typeof value === "function" };
/** @param {number} min @param {number} max @returns {Type} */
export const whole = (min, max) => ({
  accepts: (value) => Number.isInteger(value) && value >= min && value <= max,
});
export const isId = (/** @type {any} */ value) =>
  (typeof value === "number" && Number.isSafeInteger(value) && value > 0) ||
  (typeof value === "bigint" && value > 0n && value < 2n ** 64n) ||
  value === "7";
/** @type {Type} */
export const id = { accepts: isId };
/** @param {string[]} words @returns {Type} */
export const word = (...words) => ({ accepts: (value) => words.includes(value) });
/** @type {Type} */
export const filter = {
  accepts: (value) =>
    isText(value) ||
    typeof value === "bigint" ||
    whole(0, 2 ** 32 - 1).accepts(value, /** @type {any} */ ({})),
};
/** @param {string} name @param {unknown} value @returns {Type} */
export const object = (name, value) => ({
  accepts: (input, kind) => kind.fields === true || kind.name === "{}" || input === undefined,
  field: [name, value],
});

/** Accepts kinds of values by name. @param {string[]} names @returns {Type} */
export const ofKind = (...names) => ({ accepts: (_, kind) => names.includes(kind.name) });
