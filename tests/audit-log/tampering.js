// The ways to tamper with an exported audit log. Each takes its positions and values from `chance`.

import { headLine } from "../../www/gateway/audit/chain.js";
import { bytesOfLines, linesFor, logOf } from "../support/audit-log.js";

/** @typedef {import("../../www/gateway/audit/signing.js").Signer} Signer */
/** @typedef {Awaited<ReturnType<typeof logOf>>} Log */

/**
 * @typedef {object} Scene
 * @property {Log} log the log to tamper with
 * @property {Log} other another log, signed by the same key
 * @property {Signer} forger a foreign signing key
 * @property {(below: number) => number} chance
 */
/** @typedef {(scene: Scene) => Uint8Array | Promise<Uint8Array>} Tampering */

/** @param {Log} log */
const all = ({ lines, headLine: end }) => [...lines, end];
/** @param {Log} log */
const bytes = (log) => Buffer.from(bytesOfLines(all(log)));
/** @template T @param {T[]} list @param {number} at @returns {T} */
const at = (list, at) => /** @type {T} */ (list[at]);

/** Two different positions in ascending order. @param {Scene["chance"]} chance @param {number} length */
function two(chance, length) {
  const a = chance(length);
  const b = (a + 1 + chance(length - 1)) % length;
  return [Math.min(a, b), Math.max(a, b)];
}

/** Changes one entry and rebuilds the chain from it. @param {Scene} scene */
async function rechained({ log, chance }) {
  const place = chance(log.entries.length);
  const changed = { ...at(log.entries, place), details: { comment: `other ${chance(1e9)}` } };
  return linesFor(log.name, log.entries.with(place, changed));
}

/** Replaces `out` bytes at a position. @param {Log} log @param {number} place @param {number} out @param {number[]} into */
function spliced(log, place, out, into) {
  const whole = bytes(log);
  return Buffer.concat([whole.subarray(0, place), Buffer.from(into), whole.subarray(place + out)]);
}

/** @type {Record<string, Tampering>} */
export const TAMPERINGS = {
  "change a byte": ({ log, chance }) => {
    const whole = bytes(log);
    const place = chance(whole.length);
    whole[place] = at([...whole], place) ^ (1 + chance(255));
    return whole;
  },
  "flip a bit": ({ log, chance }) => {
    const whole = bytes(log);
    const place = chance(whole.length);
    whole[place] = at([...whole], place) ^ (1 << chance(8));
    return whole;
  },
  "insert a byte": ({ log, chance }) =>
    spliced(log, chance(bytes(log).length + 1), 0, [chance(256)]),
  "remove bytes": ({ log, chance }) => spliced(log, chance(bytes(log).length), 1 + chance(40), []),
  "insert white space": ({ log, chance }) =>
    spliced(log, chance(bytes(log).length + 1), 0, [at([9, 10, 13, 32], chance(4))]),
  "truncate the end": ({ log, chance }) => {
    const whole = bytes(log);
    return whole.subarray(0, chance(whole.length));
  },
  "drop a line": ({ log, chance }) => {
    const lines = all(log);
    return bytesOfLines(lines.toSpliced(chance(lines.length), 1));
  },
  "drop the beginning": ({ log, chance }) =>
    bytesOfLines(all(log).slice(1 + chance(log.lines.length))),
  "drop lines before the head": ({ log, chance }) => {
    const count = 1 + chance(log.lines.length);
    return bytesOfLines(all(log).toSpliced(log.lines.length - count, count));
  },
  "swap two lines": ({ log, chance }) => {
    const lines = all(log);
    const [a = 0, b = 0] = two(chance, lines.length);
    return bytesOfLines(lines.with(a, at(lines, b)).with(b, at(lines, a)));
  },
  "move a line": ({ log, chance }) => {
    const lines = all(log);
    const [a = 0, b = 0] = two(chance, lines.length);
    return bytesOfLines(lines.toSpliced(a, 1).toSpliced(b, 0, at(lines, a)));
  },
  "duplicate a line": ({ log, chance }) => {
    const lines = all(log);
    return bytesOfLines(
      lines.toSpliced(chance(lines.length + 1), 0, at(lines, chance(lines.length))),
    );
  },
  "insert a line of another log": ({ log, other, chance }) => {
    const out = chance(2);
    const place = chance(log.lines.length);
    return bytesOfLines(
      all(log).toSpliced(place, out, at(other.lines, chance(other.lines.length))),
    );
  },
  "insert an entry with its right hash": async ({ log, chance }) => {
    const place = chance(log.lines.length);
    const before = await linesFor(log.name, log.entries.slice(0, place));
    const { lines } = await linesFor(log.name, [at(log.entries, chance(place + 1))], {
      seq: place,
      hash: before.hash,
    });
    const shifted = log.lines.slice(place);
    return bytesOfLines([...before.lines, ...lines, ...shifted, log.headLine]);
  },
  "rebuild the chain, old head": async (scene) =>
    bytesOfLines([...(await rechained(scene)).lines, scene.log.headLine]),
  "rebuild the chain, new head, old signature": async (scene) => {
    const { lines, hash } = await rechained(scene);
    const end = scene.log.headLine.replace(scene.log.head.hash, hash);
    return bytesOfLines([...lines, end]);
  },
  "rebuild the chain, unsigned head": async (scene) => {
    const { lines, hash } = await rechained(scene);
    return bytesOfLines([...lines, await headLine({ ...scene.log.head, hash })]);
  },
  "rebuild the chain, signed with another key": async (scene) => {
    const { lines, hash } = await rechained(scene);
    return bytesOfLines([...lines, await headLine({ ...scene.log.head, hash }, scene.forger)]);
  },
  "rebuild the chain, another key under our key id": async (scene) => {
    const { lines, hash } = await rechained(scene);
    const { key } = JSON.parse(scene.log.headLine);
    const forger = { ...scene.forger, keyId: key };
    return bytesOfLines([...lines, await headLine({ ...scene.log.head, hash }, forger)]);
  },
  "prune and forge a retention entry": async ({ log, forger, chance }) => {
    const through = 1 + chance(log.lines.length - 1);
    const { hash } = await linesFor(log.name, log.entries.slice(0, through));
    const note = { ...at(log.entries, 0), action: "retention", details: { through, hash } };
    const end = await linesFor(log.name, [note], { seq: log.head.last, hash: log.head.hash });
    const head = { ...log.head, first: through + 1, last: end.last, hash: end.hash };
    const lines = [...log.lines.slice(through), ...end.lines];
    return bytesOfLines([...lines, await headLine(head, chance(2) ? forger : undefined)]);
  },
  "head of another log": ({ log, other }) => bytesOfLines([...log.lines, other.headLine]),
  "head changed": async ({ log, chance }) => {
    const head = JSON.parse(log.headLine);
    const name = at(["created", "first", "last", "time"], chance(4));
    head[name] += 1 + chance(1000);
    return bytesOfLines([...log.lines, JSON.stringify(head)]);
  },
  "head not last": ({ log, chance }) =>
    bytesOfLines(log.lines.toSpliced(chance(log.lines.length), 0, log.headLine)),
  "lines after the head": ({ log, other, chance }) => {
    const more = at([log.lines, other.lines, all(other)], chance(3));
    return bytesOfLines([...all(log), ...more.slice(0, 1 + chance(more.length))]);
  },
};
