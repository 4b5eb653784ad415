// The responses to a decision that the rules refuse.

import { deniedResult } from "./change-result.js";

/** @import { DecisionRefusal, RequestRefusal } from "certcentral-revoke/guard" */
/** @typedef {[status: number, code: string, message: string]} Refusal */

const NOT_A_PERSON =
  "Only people may decide: a service token cannot approve or reject. The setting DECIDE can allow it.";

/** @type {Record<DecisionRefusal, Refusal>} */
const PROPOSALS = {
  decided: [409, "conflict|decided", "It was decided already."],
  expired: [
    409,
    "conflict|expired",
    "The time limit for the approval has passed. Propose it again.",
  ],
  "not-a-person": [403, "access_denied|not_a_person", NOT_A_PERSON],
  "not-authorized": [
    403,
    "access_denied|revoked",
    "This person may no longer decide: the setting REVOKED_IDS contains them.",
  ],
  "same-person": [
    403,
    "access_denied|same_person",
    "Two-person approval is required: the person who proposed it cannot approve it.",
  ],
  "proposer-lost-right": [
    409,
    "conflict|proposer",
    "The person who proposed it may no longer revoke, so the proposal is void.",
  ],
  "rules-changed": [
    409,
    "conflict|rules",
    "The rules of the gateway changed after it was proposed, so it is void. Propose it again.",
  ],
  "hash-missing": [
    428,
    "precondition_required|hash",
    'An approval must name what it approves. Send the hash of the proposal, from GET /console/proposals/{id}, as If-Match: "<hash>" or as hash in the body.',
  ],
  "hash-differs": [
    412,
    "precondition_failed|hash",
    "The proposal is not what the decision names. Read it again, and decide about that.",
  ],
  "already-approved": [
    409,
    "conflict|already_approved",
    "This person approved it already. Another person must approve it.",
  ],
  "not-in-group": [
    403,
    "access_denied|group",
    "The remaining approvals must come from members of other groups.",
  ],
};

/** @type {Record<RequestRefusal, Refusal>} */
const REQUESTS = {
  "not-a-person": [403, "access_denied|not_a_person", NOT_A_PERSON],
  "type-not-read": [
    409,
    "conflict|not_read",
    "The request could not be read, so it is not known what the decision would do. Try again later.",
  ],
  "type-not-allowed": [
    403,
    "access_denied|request_type",
    "This gateway decides about revocation requests only. The setting DECIDE can allow other types.",
  ],
  "own-request": [
    403,
    "access_denied|same_person",
    "The person who requested the revocation cannot approve it.",
  ],
  "second-person": [
    403,
    "access_denied|second_person",
    "Two-person approval is required, and it is not known who requested this revocation. Reject the request, and revoke the order through the gateway.",
  ],
};

/** @param {DecisionRefusal} reason @param {Record<string, unknown>} details */
export const refusedDecision = (reason, details) => deniedResult(...PROPOSALS[reason], details);

/** @param {RequestRefusal} reason @param {Record<string, unknown>} details */
export const refusedRequestDecision = (reason, details) =>
  deniedResult(...REQUESTS[reason], details);
