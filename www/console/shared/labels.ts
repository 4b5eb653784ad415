// The words of the console: what DigiCert's terms mean, for a tired person. Not here: any rule, and what a look at an
// order tells (findings.ts).

import type {
  Attempt,
  CertCentralError,
  ErrorCode,
  Inclusion,
  Problem,
  Requester,
  RevocationReason,
  Warning,
} from "certcentral-revoke";

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
  "comment-not-stored": "DigiCert did not keep your comment. The record of this gateway did.",
  "approval-not-skipped":
    "You asked to skip the approval, but DigiCert made a request that waits all the same.",
  "unknown-status":
    "The request has a status that is new to this console. Look it up in CertCentral.",
  "request-origin-unknown":
    "This request was found by reading the order. Nothing tells whether it is yours or somebody else's.",
  "order-stays":
    "One certificate is revoked. Its order stays and can be reissued, unless an account setting says otherwise.",
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

/** The same, of a decision about a request. */
export const DECISION_ADVICE: typeof ADVICE = {
  ...ADVICE,
  "access-denied":
    "The key may not decide on requests, or is not valid. It takes a key with admin privileges: ask whoever runs this console.",
  "not-found": "There is no such request any more. Read the list again.",
  refused: "Somebody else may have decided in the meantime. Read the list again.",
};

/** What the gateway refuses by a rule of its own: that says what to do itself, and no key is in question. */
const OWN =
  /\|(role|skip_approval|hold|holds|brake|same_person|waits|decided|expired|changed|not_read|cross_site|not_signed_in|token_refused|token_expired|no_sign_in|development_only|gateway_set_up)$/;

export function adviceOf(advice: typeof ADVICE, { code, errors }: CertCentralError) {
  return errors.some((error) => OWN.test(error.code)) ? undefined : advice[code];
}

/** Why a certificate is on an order. */
export const INCLUSIONS: Record<Inclusion, string> = {
  primary: "the order's own",
  duplicate: "duplicate",
  reissue: "reissue",
};

/** What is asked for by a request. */
export const REQUEST_TYPES: ReadonlyMap<string, string> = new Map([
  ["revoke", "Revoke"],
  ["new_request", "New order"],
  ["renewal", "Renewal"],
  ["reissue", "Reissue"],
  ["duplicate", "Duplicate"],
]);

/** What one thing that was sent came to. */
export function wordsOfAttempt({ method, decision, problem }: Partial<Attempt>): string {
  const why = problem ? ` ${PROBLEMS[problem] ?? ""}` : "";
  switch (decision) {
    case undefined:
      return method === "GET" ? "Asked for." : "Sent. What came of it is not known.";
    case "accepted":
      return "Sent. DigiCert accepted it.";
    case "refused":
      return method === "GET" ? "Read. DigiCert refused to show it." : "Sent. DigiCert refused it.";
    case "not-processed":
      return "Sent. DigiCert asked to slow down and did not process it.";
    case "ambiguous":
      return `Sent. No clear answer.${why}`.trim();
    case "read":
      return "Read what became of it.";
    case "read-failed":
      return `Reading failed.${why}`.trim();
    case "aborted":
      return "Ended before an answer came.";
    default:
      return decision satisfies never;
  }
}

/** A status as DigiCert writes it, for reading. */
export const statusOf = (status: string) => status.replaceAll("_", " ");

/** 10300 as 10,300: the words are English, and so are the numbers in them. */
export const number = (value: number) => value.toLocaleString("en");

/** The time of a day, to the second. */
export const clock = (time: Date) => time.toLocaleTimeString();

/** A moment as DigiCert writes it, in this browser's time; as it came if it cannot be read. */
export function momentOf(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toLocaleString();
}

export function nameOf({ firstName, lastName, email, id }: Requester): string {
  return [firstName, lastName].filter(Boolean).join(" ") || email || `user ${id}`;
}
