// Builds the responses of operations, and those that operations of one kind have in common.

/** @typedef {import("./types.js").Response} Response */
/** @typedef {import("./types.js").JsonSchema} JsonSchema */

/** @param {string} name of a schema in `components` */
export const ref = (name) => ({ $ref: `#/components/schemas/${name}` });

/** @param {string} description @param {JsonSchema} schema @returns {Response} */
export function json(description, schema) {
  return { description, content: { "application/json": { schema } } };
}

/** A file download or another text. @param {string} description @param {string} type @returns {Response} */
export function text(description, type) {
  return { description, content: { [type]: { schema: { type: "string" } } } };
}

/** @param {string} description @returns {Response} */
export const empty = (description) => ({ description });

/** An error of the gateway. @param {string} description @returns {Response} */
export function problem(description) {
  return { description, content: { "application/problem+json": { schema: ref("Problem") } } };
}

/** An error of the gateway, or CertCentral's, forwarded unchanged. @param {string} description @returns {Response} */
export function forwarded(description) {
  return {
    description,
    content: {
      "application/problem+json": { schema: ref("Problem") },
      "application/json": { schema: {} },
      "text/plain": { schema: { type: "string" } },
    },
  };
}

const RETRY_AFTER = {
  description: "Seconds until the request can succeed, or an HTTP date.",
  schema: { type: "string" },
};

/** The responses of every operation. */
export const EVERY = {
  403: problem(
    "The request is denied: by a role, a hold, a limit, the origin of the request, or a setting of the gateway that is invalid.",
  ),
  413: problem("The body exceeds its size limit."),
  414: problem("The path or the query exceeds its size limit."),
  500: problem("The gateway failed. The outcome of a change is unknown."),
};

export const SIGNED_IN = { 401: problem("The request has no valid sign-in.") };

/** The responses of every change. */
export const CHANGE = {
  400: problem("The body or the `Idempotency-Key` is invalid."),
  422: problem("The `Idempotency-Key` belongs to another change."),
  502: problem(
    "The gateway stopped during the first request with this `Idempotency-Key`: the outcome is unknown.",
  ),
};

/** The responses of every operation with an id in its path. */
export const WITH_ID = {
  404: problem("The id does not have its form, so there is no such route."),
};

export const CONFLICT = {
  409: problem("The state has changed, or does not allow the change. Nothing was sent."),
};

/** The responses of an operation that CertCentral answers. Any other status of CertCentral is forwarded as well. */
export const FORWARDED = {
  400: forwarded("The gateway or CertCentral rejects the request."),
  401: forwarded("The request has no valid sign-in, or CertCentral rejects the gateway's API key."),
  403: forwarded("The gateway or CertCentral denies the request."),
  404: forwarded("There is no such object."),
  429: {
    ...forwarded("The rate limit of the API key is reached. Nothing was changed."),
    headers: { "Retry-After": RETRY_AFTER },
  },
  500: forwarded("The gateway or CertCentral failed. The outcome of a change is unknown."),
  502: forwarded("CertCentral's response was lost. The outcome of a change is unknown."),
  503: forwarded("CertCentral is not available. The outcome of a change is unknown."),
};
