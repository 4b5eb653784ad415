// The body of a revoke as it comes over the wire, under the package's names. What the values may be, the package says.

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

/** @param {Uint8Array} bytes @returns {Record<string, unknown> | undefined} */
function objectIn(bytes) {
  try {
    const body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof body === "object" && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
