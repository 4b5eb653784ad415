// Builds responses in DigiCert's form: JSON without a charset, errors as a list, an empty body for 204.

/** @param {unknown} body @param {number} [status] @param {Record<string, string>} [headers] */
export function json(body, status = 200, headers = {}) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

export function noContent() {
  return new Response(null, { status: 204 });
}

/** An error response. Routes throw it; the app's error handler turns it into a response. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {Record<string, string>} [headers] */
  constructor(status, code, message, headers = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toResponse() {
    return json(
      { errors: [{ code: this.code, message: this.message }] },
      this.status,
      this.headers,
    );
  }
}

export const routeNotFound = () =>
  new ApiError(404, "not_found|route", "The specified route was not found.");
export const orderNotFound = () =>
  new ApiError(404, "not_found|order", "The specified order was not found.");
export const certificateNotFound = () =>
  new ApiError(404, "not_found|certificate", "The specified certificate was not found.");
export const requestNotFound = () =>
  new ApiError(404, "not_found|request", "The specified request was not found.");
export const missingPermission = () =>
  new ApiError(
    403,
    "access_denied|missing_permission",
    "The key does not have permission to perform this action.",
  );
export const invalidKey = () =>
  new ApiError(
    403,
    "access_denied|access_denied_invalid_key",
    "Access denied due to access_denied_invalid_key.",
  );
/** @param {string} message */
export const badRequest = (message) => new ApiError(400, "bad_request_format", message);
