// The meaning of DigiCert's and the client's terms, in the words that the console shows.

import type { Attempt, Inclusion, Problem, RevocationReason, Warning } from "certcentral-revoke";

/** The five reasons with DigiCert's meaning. */
export const REASONS: ReadonlyArray<{ value: RevocationReason; label: string; meaning: string }> = [
  {
    value: "unspecified",
    label: "Unspecified",
    meaning: "None of the other reasons applies. This is DigiCert's default.",
  },
  {
    value: "keyCompromise",
    label: "Key compromise",
    meaning: "Someone else has, or may have, the private key.",
  },
  {
    value: "superseded",
    label: "Superseded",
    meaning: "Another certificate replaces this one.",
  },
  {
    value: "affiliationChanged",
    label: "Affiliation changed",
    meaning: "The organization named in the certificate has changed.",
  },
  {
    value: "cessationOfOperation",
    label: "Cessation of operation",
    meaning: "The names in the certificate are no longer in use.",
  },
];

export const reasonLabel = (reason: string) =>
  REASONS.find(({ value }) => value === reason)?.label ?? reason;

export const WARNINGS: Record<Warning, string> = {
  "comment-not-stored":
    "DigiCert doesn't store comments when approval is skipped. Yours is saved in the audit log.",
  "approval-not-skipped":
    "You chose to skip approval, but DigiCert created a request that waits for approval.",
  "unknown-status":
    "The request has a status that this console doesn't know. Look it up in CertCentral.",
  "request-origin-unknown":
    "The console found this request by reading the order. It may be yours or someone else's.",
  "order-stays":
    "One certificate is revoked. Its order stays active and can be reissued, unless an account setting says otherwise.",
};

export const PROBLEMS: Record<Problem, string> = {
  "connection-failed": "The connection broke before the response arrived.",
  "server-error": "DigiCert, or the gateway in front of it, reported a server error.",
  "unexplained-refusal": "The request was refused without DigiCert's error codes.",
  "unexpected-status": "The response has a status that DigiCert doesn't document.",
  redirect: "The response was a redirect, which is not followed.",
  "empty-body": "The response is empty.",
  "unexpected-body": "The response has content where DigiCert documents none.",
  "body-too-large": "The response is too large to read.",
  "not-utf8": "The response is not readable text.",
  "not-json": "The response is not JSON, so it isn't DigiCert's.",
  "not-understood": "The response doesn't have the form that DigiCert documents.",
  "not-a-revoke-request": "The response describes a request of another type.",
  "other-order": "The response describes another order.",
  "other-request": "The response describes another request.",
  "unreadable-input": "The response could not be read.",
};

/** The text for a problem code. Any other text is returned unchanged. */
export const problemText = (problem: string) =>
  Object.hasOwn(PROBLEMS, problem) ? PROBLEMS[problem as Problem] : problem;

/** The role of a certificate on its order. */
export const INCLUSIONS: Record<Inclusion, string> = {
  primary: "primary",
  duplicate: "duplicate",
  reissue: "reissue",
};

/** What an approval request does after its approval. */
export const REQUEST_TYPES: ReadonlyMap<string, string> = new Map([
  ["revoke", "Revoke"],
  ["new_request", "New order"],
  ["renewal", "Renewal"],
  ["reissue", "Reissue"],
  ["duplicate", "Duplicate"],
]);

/** The result of one attempt. */
export function attemptText({ method, decision, problem }: Partial<Attempt>): string {
  const reason = problem ? ` ${PROBLEMS[problem]}` : "";
  switch (decision) {
    case undefined:
      return method === "GET" ? "Read sent." : "Sent. The result is unknown.";
    case "accepted":
      return "Sent. DigiCert accepted it.";
    case "refused":
      return method === "GET" ? "Read. DigiCert refused it." : "Sent. DigiCert refused it.";
    case "not-processed":
      return "Sent. DigiCert's rate limit applied, so it was not processed.";
    case "ambiguous":
      return `Sent. No clear response.${reason}`;
    case "read":
      return "Read the current state.";
    case "read-failed":
      return `Read failed.${reason}`;
    case "aborted":
      return "Stopped before a response arrived.";
    default:
      return decision satisfies never;
  }
}
