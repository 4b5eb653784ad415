// The binding of an approval: everything that the approver agreed to, as canonical JSON and its SHA-256.

import { sha256Hex } from "../../sha256.js";

/**
 * @typedef {object} Binding
 * @property {"order" | "certificate" | "job"} kind
 * @property {string[]} orders order ids; empty for a certificate, whose order is unknown
 * @property {string[] | null} certificates ids or serial numbers; `null` if they are not part of the approval
 * @property {boolean} isWhole `false` if further certificates may exist
 * @property {string} reason
 * @property {boolean} skipApproval
 * @property {string | null} comment
 * @property {number | null} deadline deadline of a job, UTC milliseconds
 * @property {number} expires time limit of the approval, UTC milliseconds
 * @property {JobBinding} [job] for a job, in place of orders and certificates
 */
/**
 * @typedef {object} JobBinding
 * @property {string} id
 * @property {string} digest SHA-256 of the plan: every order with its reason or its exclusion, and the terms
 * @property {number} orders number of orders to revoke
 * @property {number} certificates minimum number of certificates
 */

const VERSION = 1;

/** Returns the canonical JSON. Ids are sorted and deduplicated. @param {Binding} binding */
export function canonical(binding) {
  const { kind, orders, certificates, isWhole } = binding;
  const { reason, skipApproval, comment, deadline, expires, job } = binding;
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

/** @param {Binding} binding @returns {Promise<string>} 64 hexadecimal digits */
export const bindingHash = (binding) => sha256Hex(canonical(binding));

/** Sorts decimal ids numerically without converting them to numbers. @param {string[]} ids */
function sorted(ids) {
  return [...new Set(ids)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}
