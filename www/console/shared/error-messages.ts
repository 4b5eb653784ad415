// The message of an error. Errors of CertCentral reads start with their meaning; the protocol's codes follow in parentheses.

import { CertCentralError } from "certcentral-revoke";

export function messageOf(error: unknown): string {
  if (error instanceof CertCentralError) return withCodes(error, meaningOf(error));
  return error instanceof Error ? error.message : String(error);
}

function meaningOf(error: CertCentralError): string | undefined {
  const { code, effect, errors, subject } = error;
  if (effect === "unknown") return undefined;
  const name = subject ? `${subject.kind} ${subject.id}` : "the data";
  switch (code) {
    case "not-found":
      return subject
        ? `No ${name} in this account. Check the ID. Data of other accounts can't be seen here.`
        : undefined;
    case "read-failed":
      return `Couldn't read ${name}. Try again in a few seconds.`;
    case "timeout":
      return "DigiCert didn't respond in time. Try again in a few seconds.";
    case "rate-limited":
      return "Too many requests were sent with this API key. Wait a few minutes, then try again.";
    case "access-denied":
    case "refused":
      return errors.map(({ message }) => message).join(" ") || undefined;
    default:
      return undefined;
  }
}

function withCodes({ status, errors, message }: CertCentralError, meaning: string | undefined) {
  if (meaning === undefined) return message;
  const codes = [status && `HTTP ${status}`, ...errors.map(({ code }) => code)].filter(Boolean);
  return codes.length > 0 ? `${meaning} (${codes.join(", ")})` : meaning;
}
