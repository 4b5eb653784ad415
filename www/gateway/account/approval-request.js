// Presents a proposal as a CertCentral approval request, so that every client shows it as pending, and as an item and a page
// of the console. Its number is above any of DigiCert's and below 2^53, which identifies the gateway's own requests.

import { sha256Hex } from "../sha256.js";

/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./proposals.js").ListedProposal} ListedProposal */

const FIRST = 9_000_000_000_000_000;
const OWN = /^9\d{15}$/;
/** Characters of a comment in the list. The page of a proposal shows it whole. */
const MAX_LISTED_COMMENT = 200;

/** Converts a proposal to an item of the console's list. @param {ListedProposal} proposal */
export function toListItem({ approvals, required, ...proposal }) {
  const comment = proposal.summary.comment?.slice(0, MAX_LISTED_COMMENT) ?? null;
  return { ...itemOf(proposal), comment, approvals, required };
}

/**
 * Converts a proposal to the console's page of it: everything that an approval agrees to, and who decided, when and why.
 * @param {Proposal} proposal @param {import("./proposals.js").Approval[]} approvals
 */
export function toDetails(proposal, approvals) {
  const { quorum, binding, summary } = proposal;
  return {
    ...itemOf(proposal),
    comment: summary.comment,
    required: quorum.approvals,
    approvals: approvals.length,
    quorum,
    approvedBy: approvals.map(({ by, time, note }) => ({
      ...{ by: by.id, time },
      ...(note === undefined ? {} : { note }),
    })),
    binding,
  };
}

/** @param {Omit<Proposal, "binding" | "work" | "quorum">} proposal */
function itemOf({ n, kind, summary, hash, by, time, expires, status, decided, note, outcome }) {
  const reasons = Object.keys(summary.byReason);
  return {
    ...{ id: String(requestIdOf(n)), kind },
    ...summary,
    reason: reasons.length === 1 ? reasons[0] : null,
    ...{ hash, by: by.id, time, expires, status },
    ...(decided ? { decidedBy: decided.by.id, decidedAt: decided.time } : {}),
    ...(note === undefined ? {} : { note }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

const EXPIRED = "It was not approved in time.";
const REFUSED = "It was approved, but CertCentral refused it.";

/** Returns the request id of a proposal. @param {number} n 1-based */
export const requestIdOf = (n) => FIRST + n;

/** Returns the number of a proposal, `undefined` for a request of DigiCert's. @param {string} requestId */
export const proposalNumber = (requestId) =>
  OWN.test(requestId) ? Number(requestId) - FIRST : undefined;

/** Converts a proposal to the response of a revocation. @param {Proposal} proposal */
export async function toCreatedRequest(proposal) {
  const { n, time, by, summary } = proposal;
  return {
    id: requestIdOf(n),
    date: timestamp(time),
    type: "revoke",
    status: requestStatus(proposal),
    requester: await userOf(by),
    ...(summary.comment === null ? {} : { comments: summary.comment }),
  };
}

/** Converts a proposal to the response of `GET /request/{id}`. @param {Proposal} proposal */
export async function toRequest(proposal) {
  const { status, decided, note, outcome, summary } = proposal;
  const { order } = summary.target;
  const comment = [
    status === "expired" ? EXPIRED : note,
    outcome === "refused" ? REFUSED : undefined,
  ]
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
