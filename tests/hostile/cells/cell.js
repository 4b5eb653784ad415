// A cell: the responses of the server, and the expected result of the call. Types only.

/** @typedef {import("../server.js").Responder} Responder */
/**
 * @typedef {object} Cell
 * @property {string} name
 * @property {"revoke" | "read" | "certificate"} [act] the call of the client; by default a revoke of the order
 * @property {Responder[]} [put] the responses to PUTs in order; the last one repeats
 * @property {Responder[]} [get] the responses to GETs; by default every read fails
 * @property {Responder} [early] the response to a PUT before its body is read
 * @property {string | string[]} expected the result; several if HTTP parsers may differ
 * @property {number | [number] | [number, number]} [puts] the number of PUTs, or its minimum and maximum; 1 by default
 * @property {number | [number, number]} [gets]
 * @property {number} [abortMs]
 * @property {boolean} [jump]
 * @property {object} [settings]
 * @property {object} [call]
 */

export {};
