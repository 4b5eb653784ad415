// What an approval is bound to: one text for one thing, and its SHA-256. Whatever changes in it, the hash is another.

import { hashOf } from "../../audit/chain.js";

/**
 * @typedef {object} Bound
 * @property {"order" | "certificate" | "job"} kind
 * @property {string[]} orders ids; of a certificate none, where nobody knows its order
 * @property {string[] | null} certificates ids, or serial numbers; `null`: they are not part of what is approved
 * @property {boolean} isWhole `false`: there may be more certificates than those
 * @property {string} reason
 * @property {boolean} skipApproval
 * @property {string | null} comment
 * @property {number | null} deadline until when a job must be done, UTC milliseconds
 * @property {number} expires until when it may be approved, UTC milliseconds
 * @property {BoundJob} [job] of a job, in place of its orders and certificates
 */
/**
 * @typedef {object} BoundJob
 * @property {string} id
 * @property {string} digest SHA-256 of what its plan is to people: every order with its reason or why it stays, and the terms
 * @property {number} orders how many are sent
 * @property {number} certificates so many at least
 */

const VERSION = 1;

/** The order of ids does not count, and neither does one that stands there twice. @param {Bound} bound */
export function canonical(bound) {
  const { kind, orders, certificates, isWhole } = bound;
  const { reason, skipApproval, comment, deadline, expires, job } = bound;
  return JSON.stringify({
    v: VERSION,
    kind,
    orders: sorted(orders),
    certificates: certificates && sorted(certificates),
    isWhole,
    reason,
    skipApproval,
    comment,
    deadline,
    expires,
    job,
  });
}

/** 64 hexadecimal digits. @param {Bound} bound */
export const boundHash = (bound) => hashOf(canonical(bound));

/** Decimal ids as numbers are sorted, without being made numbers. @param {string[]} ids */
function sorted(ids) {
  return [...new Set(ids)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}
