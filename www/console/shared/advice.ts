// What to do after a refusal, by error code.

import type { CertCentralError, ErrorCode } from "certcentral-revoke";

type Advice = Partial<Record<ErrorCode, string>>;

export const REVOCATION_ADVICE: Advice = {
  "access-denied":
    "The API key is invalid or lacks this permission. Skipping approval needs a key with admin privileges. Try again without it, or contact the console's administrator.",
  "not-found": "Check the order ID. Orders in other accounts can't be seen here.",
  "rate-limited":
    "Too many requests were sent with this API key. Wait a few minutes, then try again.",
  refused:
    "Fix the problem that DigiCert reported (for example a pending reissue or an open request), then try again.",
  "core-unavailable": "Nothing was sent. Reload the page and try again.",
};

export const DECISION_ADVICE: Advice = {
  ...REVOCATION_ADVICE,
  "access-denied":
    "The API key is invalid or may not decide on requests. It needs admin privileges. Contact the console's administrator.",
  "not-found": "This request no longer exists. Refresh the approvals.",
  refused: "Someone else may have decided first. Refresh the approvals.",
};

/** Codes of the gateway's own rules. Their messages already say what to do, and the API key is not the cause. */
const GATEWAY_RULE =
  /\|(role|skip_approval|hold|holds|brake|frozen|same_person|second_person|not_a_person|revoked|group|already_approved|request_type|waits|decided|expired|changed|rules|proposer|total|state|plan_age|nothing|deadline|too_many_proposals|not_read|hash|cross_site|not_signed_in|token_refused|token_expired|no_sign_in|development_only|gateway_set_up)$/;

export function adviceFor(advice: Advice, { code, errors }: CertCentralError) {
  return errors.some((error) => GATEWAY_RULE.test(error.code)) ? undefined : advice[code];
}
