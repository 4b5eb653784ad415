// A proposal as CertCentral writes a request, so that every client sees one that waits. Its number is above any of
// DigiCert's and below 2^53: what has such a number is the gateway's own.

import { hashOf } from "../../audit/chain.js";

/** @typedef {import("../proposals.js").Proposal} Proposal */

const FIRST = 9_000_000_000_000_000;
const OWN = /^9\d{15}$/;
/** For the console, with everything that is known. @param {Proposal} proposal */
export function listedOf({ n, bound, hash, by, time, status, decided, note, outcome }) {
  const { kind, orders, certificates, reason, skipApproval, comment, deadline, expires } = bound;
  const id = String(requestIdOf(n));
  const [target] = (kind === "certificate" ? certificates : orders) ?? [];
  const { job } = bound;
  return {
    id,
    kind,
    target: { [kind]: job?.id ?? target },
    orders: job?.orders ?? orders.length,
    certificates: job?.certificates ?? certificates?.length ?? null,
    isWhole: bound.isWhole,
    ...{ reason, comment, skipApproval, deadline, hash, by: by.id, time, expires, status },
    ...(decided ? { decidedBy: decided.by.id, decidedAt: decided.time } : {}),
    ...(note === undefined ? {} : { note }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** What nobody decided says so in place of a comment. @type {Map<Proposal["status"], string>} */
const ENDS = new Map([
  ["void", "What it reaches has changed since it was asked for."],
  ["expired", "It was not approved in time."],
]);
const REFUSED = "It was approved, and CertCentral refused it.";

/** @param {number} n of a proposal, from 1 */
export const requestIdOf = (n) => FIRST + n;

/** Which proposal; nothing where it is a request of DigiCert's. @param {string} requestId */
export const proposalOf = (requestId) =>
  OWN.test(requestId) ? Number(requestId) - FIRST : undefined;

/** What a revoke answers with. @param {Proposal} proposal */
export async function madeOf(proposal) {
  const { n, time, by, bound } = proposal;
  return {
    id: requestIdOf(n),
    date: timestamp(time),
    type: "revoke",
    status: wordOf(proposal),
    requester: await userOf(by),
    ...(bound.comment === null ? {} : { comments: bound.comment }),
  };
}

/** What reading it tells. @param {Proposal} proposal */
export async function readOf(proposal) {
  const { bound, status, decided, note, outcome } = proposal;
  const [order] = bound.kind === "order" ? bound.orders : [];
  const comment = [ENDS.get(status) ?? note, outcome === "refused" ? REFUSED : undefined]
    .filter((text) => text !== undefined)
    .join(" ");
  return {
    ...(await madeOf(proposal)),
    ...(decided
      ? { date_processed: timestamp(decided.time), processor: await userOf(decided.by) }
      : {}),
    ...(comment ? { processor_comment: comment } : {}),
    ...(order === undefined ? {} : { order: { id: order } }),
  };
}

/**
 * In DigiCert's words; approved is only what CertCentral took. Where its answer is lost nobody can know, and no client
 * may take it for one or the other.
 * @param {Proposal} proposal
 */
function wordOf({ status, outcome }) {
  if (status === "pending") return "pending";
  if (status !== "approved" || outcome === "refused") return "rejected";
  return outcome === "unknown" ? "unknown" : "approved";
}

/**
 * An identity is no user of DigiCert's: its number is made of its name, and always the same.
 * @param {{ id: string, name?: string }} actor
 */
async function userOf({ id, name = id }) {
  const number = FIRST + Number.parseInt((await hashOf(id)).slice(0, 10), 16);
  return { id: number, first_name: name, last_name: "", email: id.includes("@") ? id : "" };
}

/** As DigiCert writes a moment. @param {number} ms */
const timestamp = (ms) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
