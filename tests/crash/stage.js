// The environment of a scenario of a crash round. Types only.

/** @import { Chooser } from "../support/random.js" */

/**
 * @typedef {object} Call
 * @property {string} name
 * @property {string | undefined} comment of its write, if it writes
 * @property {boolean} settled
 * @property {any} value
 * @property {any} error
 * @property {boolean} thrown whether it ended with `error`
 */

/**
 * @typedef {object} Stage the environment of a scenario
 * @property {any} module
 * @property {any} client
 * @property {Chooser} choose
 * @property {() => number} nextId
 * @property {(settings?: object) => any} newClient
 * @property {(name: string, start: (comment: string) => any, writes?: boolean) => Call} track
 */

export {};
