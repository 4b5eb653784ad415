// Presents a proposal as a CertCentral approval request, so that every client shows it as pending. Its number is above any of
// DigiCert's and below 2^53, which identifies the gateway's own requests.

import { sha256Hex } from "../../sha256.js";

/** @typedef {import("../proposals.js").Proposal} Proposal */

const FIRST = 9_000_000_000_000_000;
const OWN = /^9\d{15}$/;
/** Converts a proposal to an item of the console's list. @param {Proposal} proposal */
export function toListItem({ n, binding, hash, by, time, status, decided, note, outcome }) {
  const { kind, orders, certificates, reason, skipApproval, comment, deadline, expires } = binding;
  const id = String(requestIdOf(n));
  const [target] = (kind === "certificate" ? certificates : orders) ?? [];
  const { job } = binding;
  return {
    id,
    kind,
    target: { [kind]: job?.id ?? target },
    orders: job?.orders ?? orders.length,
    certificates: job?.certificates ?? certificates?.length ?? null,
    isWhole: binding.isWhole,
    ...{ reason, comment, skipApproval, deadline, hash, by: by.id, time, expires, status },
    ...(decided ? { decidedBy: decided.by.id, decidedAt: decided.time } : {}),
    ...(note === undefined ? {} : { note }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** Comments on proposals that ended without a decision. @type {Map<Proposal["status"], string>} */
const END_COMMENTS = new Map([
  ["void", "The affected orders or certificates changed after it was proposed."],
  ["expired", "It was not approved in time."],
]);
const REFUSED = "It was approved, but CertCentral refused it.";

/** Returns the request id of a proposal. @param {number} n 1-based */
export const requestIdOf = (n) => FIRST + n;

/** Returns the number of a proposal, `undefined` for a request of DigiCert's. @param {string} requestId */
export const proposalNumber = (requestId) =>
  OWN.test(requestId) ? Number(requestId) - FIRST : undefined;

/** Converts a proposal to the response of a revocation. @param {Proposal} proposal */
export async function toCreatedRequest(proposal) {
  const { n, time, by, binding } = proposal;
  return {
    id: requestIdOf(n),
    date: timestamp(time),
    type: "revoke",
    status: requestStatus(proposal),
    requester: await userOf(by),
    ...(binding.comment === null ? {} : { comments: binding.comment }),
  };
}

/** Converts a proposal to the response of `GET /request/{id}`. @param {Proposal} proposal */
export async function toRequest(proposal) {
  const { binding, status, decided, note, outcome } = proposal;
  const [order] = binding.kind === "order" ? binding.orders : [];
  const comment = [END_COMMENTS.get(status) ?? note, outcome === "refused" ? REFUSED : undefined]
    .filter((text) => text !== undefined)
    .join(" ");
  return {
    ...(await toCreatedRequest(proposal)),
    ...(decided
      ? { date_processed: timestamp(decided.time), processor: await userOf(decided.by) }
      : {}),
    ...(comment ? { processor_comment: comment } : {}),
    ...(order === undefined ? {} : { order: { id: order } }),
  };
}

/**
 * Returns DigiCert's status. `approved` requires that CertCentral accepted the revocation. After a lost response the status is
 * `unknown`, which no client reads as approved or rejected.
 * @param {Proposal} proposal
 */
function requestStatus({ status, outcome }) {
  if (status === "pending") return "pending";
  if (status !== "approved" || outcome === "refused") return "rejected";
  return outcome === "unknown" ? "unknown" : "approved";
}

/**
 * Represents a gateway identity as a DigiCert user. Its number is derived from its id, and stable.
 * @param {{ id: string, name?: string }} actor
 */
async function userOf({ id, name = id }) {
  const number = FIRST + Number.parseInt((await sha256Hex(id)).slice(0, 10), 16);
  return { id: number, first_name: name, last_name: "", email: id.includes("@") ? id : "" };
}

/** DigiCert's time format. @param {number} ms UTC milliseconds */
const timestamp = (ms) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
