// The words of the console: what DigiCert's terms mean, for a tired person. Not here: any rule.

import type { ErrorCode, Order, Problem, RevocationReason, Warning } from "certcentral-revoke";

/** The five reasons, with DigiCert's meaning. */
export const REASONS: ReadonlyArray<{ value: RevocationReason; label: string; meaning: string }> = [
  {
    value: "unspecified",
    label: "Unspecified",
    meaning: "None of the others fits. This is DigiCert's default.",
  },
  {
    value: "keyCompromise",
    label: "Key compromise",
    meaning: "Somebody else has, or may have, the private key.",
  },
  {
    value: "superseded",
    label: "Superseded",
    meaning: "Another certificate has taken this one's place.",
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

export const WARNINGS: Record<Warning, string> = {
  "comment-not-stored":
    "DigiCert did not keep your comment. Write it down where you keep your records.",
  "approval-not-skipped":
    "You asked to skip the approval, but DigiCert made a request that waits all the same.",
  "unknown-status":
    "The request has a status that is new to this console. Look it up in CertCentral.",
};

export const PROBLEMS: Partial<Record<Problem, string>> = {
  "connection-failed": "The connection broke before the answer arrived.",
  "server-error": "DigiCert, or the gateway on the way there, reported an error of its own.",
  "unexplained-refusal": "The answer was a no, but without the reasons that DigiCert gives.",
  redirect: "The answer tried to send us elsewhere.",
  "not-json": "The answer was not one that DigiCert gives.",
};

/** What to do after a no, by what kind of no it is. */
export const ADVICE: Partial<Record<ErrorCode, string>> = {
  "access-denied":
    "The key may not do this, or is not valid. Skipping the approval needs a key with admin privileges: try without, or ask whoever runs this console.",
  "not-found":
    "Check the order id. An order of another account looks just like one that does not exist.",
  "rate-limited": "Too many calls were made with this key. Wait a few minutes, then send it again.",
  refused:
    "Settle what the answer names, for example a pending reissue or an open request, in CertCentral.",
  "core-unavailable": "Nothing was sent. Reload the page and start again.",
};

/** A status as DigiCert writes it, for reading. */
export const statusOf = (status: string) => status.replaceAll("_", " ");

const openRevokeOf = ({ requests }: Order) =>
  requests?.find(
    ({ type, status }) => type === "revoke" && (status === "pending" || status === "submitted"),
  );

/** What to know before revoking an order in its present state; nothing where there is nothing special. */
export function concernOf(order: Order): string | undefined {
  const open = openRevokeOf(order);
  if (open)
    return `Request ${open.id} to revoke this order waits for approval already. Approve or reject it in CertCentral.`;
  switch (order.status) {
    case "issued":
      return undefined;
    case "revoked":
      return "This order is revoked already. There is nothing left to do.";
    case "reissue_pending":
      return "A reissue is pending. Cancel it or wait until it is done; DigiCert may refuse until then.";
    case "pending":
    case "needs_approval":
    case "waiting_pickup":
      return `This order is not issued yet (${statusOf(order.status)}). Cancel it in CertCentral instead of revoking it.`;
    default:
      return `This order is ${statusOf(order.status)}: there is probably nothing to revoke, and DigiCert may refuse.`;
  }
}

/** What a look at the order after a revoke tells; `unsettled` if it does not tell that the revoke arrived. */
export function findingOf(order: Order): { sentence: string; unsettled: boolean } {
  const open = openRevokeOf(order);
  if (order.status === "revoked")
    return { sentence: `Order ${order.id} is revoked.`, unsettled: false };
  if (open) {
    const sentence = `Order ${order.id} is not revoked. Request ${open.id} to revoke it waits for approval: do not send another.`;
    return { sentence, unsettled: false };
  }
  const last = order.requests?.findLast(({ type }) => type === "revoke");
  const history = last ? ` The last one, ${last.id}, is ${last.status ?? "done"}.` : "";
  const sentence = `Order ${order.id} is “${statusOf(order.status)}” and no request to revoke it is open.${history} The revocation may still be on its way: check again in a few minutes before you decide.`;
  return { sentence, unsettled: true };
}
