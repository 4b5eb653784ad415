// The bodies of changes as they come over the wire. A revoke's is brought under the package's names; what its values
// may be, the package says.

/** DigiCert's names of the fields, and the package's. Its table says `comment`, its examples `comments`. */
const FIELDS = new Map([
  ["revocation_reason", "revocationReason"],
  ["skip_approval", "skipApproval"],
  ["comment", "comment"],
  ["comments", "comment"],
]);
const OWN_NAMES = new Set(FIELDS.values());

/**
 * Unknown names stay as they are, so that the rules refuse them by name.
 * @param {Uint8Array} bytes
 * @returns {{ options: Record<string, unknown> } | { code: string, message: string }}
 */
export function optionsFrom(bytes) {
  const body = objectIn(bytes);
  if (!body) return { code: "bad_request_format", message: "The body must be a JSON object." };
  for (const [name] of Object.entries(body)) {
    // DigiCert knows no such name: what it would ignore must not work here.
    if (OWN_NAMES.has(name) && !FIELDS.has(name)) {
      const known = [...FIELDS.keys()].join(", ");
      const message = `${name} is not a known field; known are ${known}`;
      return { code: `bad_request|${name}`, message };
    }
  }
  if ("comment" in body && "comments" in body && body.comment !== body.comments) {
    const message = "comment and comments are two names of one field, and differ";
    return { code: "bad_request|comments", message };
  }
  const renamed = Object.entries(body).map(([name, value]) => [FIELDS.get(name) ?? name, value]);
  return { options: Object.fromEntries(renamed) };
}

/**
 * The decision about a request: a status, a comment, and nothing else.
 * @param {Uint8Array} bytes
 * @returns {{ decision: { status: "approved" | "rejected", processor_comment?: string } } | { code: string, message: string }}
 */
export function decisionFrom(bytes) {
  const body = objectIn(bytes);
  if (!body) return { code: "bad_request_format", message: "The body must be a JSON object." };
  const { status, processor_comment: comment, ...others } = body;
  const [other] = Object.keys(others);
  if (other !== undefined)
    return { code: `bad_request|${other}`, message: `${other} is not a field of a decision` };
  if (status !== "approved" && status !== "rejected")
    return { code: "bad_request|status", message: "status must be approved or rejected" };
  if (comment === undefined) return { decision: { status } };
  if (typeof comment !== "string") {
    const message = "processor_comment must be a string";
    return { code: "bad_request|processor_comment", message };
  }
  return { decision: { status, processor_comment: comment } };
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
