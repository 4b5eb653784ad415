// One cell: what the server does, and how the call has to end. Types only.

/** @typedef {import("../server.js").Answer} Answer */
/**
 * @typedef {object} Cell
 * @property {string} name
 * @property {"revoke" | "read" | "certificate"} [act] what the client does; a revoke of the order if left out
 * @property {Answer[]} [put] the server's answers to PUTs, the last again and again
 * @property {Answer[]} [get] to GETs; left out, every read fails
 * @property {Answer} [early] what it does to a PUT whose body it has not read
 * @property {string | string[]} told how it has to end; several where parsers of HTTP rightly differ
 * @property {number | [number] | [number, number]} [puts] how many PUTs, or from and to; 1 if left out
 * @property {number | [number, number]} [gets]
 * @property {number} [abortMs]
 * @property {boolean} [jump]
 * @property {object} [settings]
 * @property {object} [call]
 */

export {};
