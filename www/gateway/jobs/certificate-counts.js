// Counts the certificates of a list's orders. A short list is counted certificate by certificate; of a long list only the
// figures of the survey are known, and there may be more.

import { CertCentralError } from "certcentral-revoke/mass";

/** @import { CertificateFigures } from "certcentral-revoke/guard" */
/** @typedef {import("../account/blast-radius.js").BlastRadius} BlastRadius */
/** @typedef {Record<string, BlastRadius | null>} Counts the certificates of each order, `null` if they could not be read */

/** Orders of a list whose certificates are counted one by one, with three reads each. */
export const MAX_COUNTED_ORDERS = 30;

/**
 * Reads the certificates of each order.
 * @param {import("../account/blast-radius.js").BlastRadiusReader} blastRadius @param {string[]} orderIds
 * @param {string} person whom the reads count for @returns {Promise<Counts>}
 */
export async function countCertificates(blastRadius, orderIds, person) {
  /** @type {Counts} */
  const counts = {};
  for (const orderId of orderIds) {
    try {
      counts[orderId] = await blastRadius.certificatesOf(orderId, person);
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      counts[orderId] = null;
    }
  }
  return counts;
}

/** @param {Counts} counts @returns {CertificateFigures} */
export function figuresOfCounts(counts) {
  const read = Object.values(counts);
  const isWhole = (/** @type {BlastRadius | null} */ order) => order?.isWhole === true;
  return {
    orders: read.length,
    minCertificates: read.reduce((sum, order) => sum + Math.max(1, order?.ids.length ?? 1), 0),
    withDuplicates: 0,
    unread: read.filter((order) => !isWhole(order)).length,
  };
}

/** The figures of a plan whose certificates were not counted one by one. @param {import("certcentral-revoke/mass").PlanTotals} totals @returns {CertificateFigures} */
export function figuresOfTotals({ send, minCertificates, withDuplicates, unread }) {
  return { orders: send, minCertificates, withDuplicates, unread };
}
