// Parses the bodies of changes. The fields of a revocation are renamed to the package's option names; the package validates
// their values.

/** DigiCert's field names and the package's. DigiCert's table says `comment`, its examples `comments`. */
const FIELDS = new Map([
  ["revocation_reason", "revocationReason"],
  ["skip_approval", "skipApproval"],
  ["comment", "comment"],
  ["comments", "comment"],
]);
const OPTION_NAMES = new Set(FIELDS.values());
const HASH = /^[0-9a-f]{64}$/;

/**
 * Unknown names stay unchanged, so that validation reports them by name.
 * @param {Uint8Array} bytes
 * @returns {{ options: Record<string, unknown> } | { code: string, message: string }}
 */
export function parseRevokeBody(bytes) {
  const body = objectIn(bytes);
  if (!body) return { code: "bad_request_format", message: "The body must be a JSON object." };
  for (const [name] of Object.entries(body)) {
    // DigiCert ignores the package's names, so they must not work here either.
    if (OPTION_NAMES.has(name) && !FIELDS.has(name)) {
      const known = [...FIELDS.keys()].join(", ");
      const message = `unknown field ${name}; known fields: ${known}`;
      return { code: `bad_request|${name}`, message };
    }
  }
  if ("comment" in body && "comments" in body && body.comment !== body.comments) {
    const message = "comment and comments are the same field, but their values differ";
    return { code: "bad_request|comments", message };
  }
  const renamed = Object.entries(body).map(([name, value]) => [FIELDS.get(name) ?? name, value]);
  return { options: Object.fromEntries(renamed) };
}

/**
 * Parses a decision about a request. Only `status`, `processor_comment` and `hash` are allowed. `hash` names what the person
 * saw; it is not part of the decision that is sent.
 * @param {Uint8Array} bytes
 * @returns {{ decision: { status: "approved" | "rejected", processor_comment?: string }, hash?: string } | { code: string, message: string }}
 */
export function parseDecisionBody(bytes) {
  const body = objectIn(bytes);
  if (!body) return { code: "bad_request_format", message: "The body must be a JSON object." };
  const { status, processor_comment: comment, hash, ...others } = body;
  const [other] = Object.keys(others);
  if (other !== undefined)
    return { code: `bad_request|${other}`, message: `unknown field ${other}` };
  if (status !== "approved" && status !== "rejected")
    return { code: "bad_request|status", message: "status must be approved or rejected" };
  if (hash !== undefined && (typeof hash !== "string" || !HASH.test(hash)))
    return { code: "bad_request|hash", message: "hash must be 64 hexadecimal digits" };
  const seen = hash === undefined ? {} : { hash };
  if (comment === undefined) return { decision: { status }, ...seen };
  if (typeof comment !== "string") {
    const message = "processor_comment must be a string";
    return { code: "bad_request|processor_comment", message };
  }
  return { decision: { status, processor_comment: comment }, ...seen };
}

/** @param {Uint8Array} bytes @returns {Record<string, unknown> | undefined} */
function objectIn(bytes) {
  try {
    const body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof body === "object" && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
