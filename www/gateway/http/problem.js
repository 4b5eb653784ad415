// Builds the gateway's error responses: RFC 9457 problem details that contain DigiCert's `errors` list, so that every client
// of the API can read them. They expose no internal error.

/** @type {Record<number, string>} */
const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  422: "Unprocessable Content",
  428: "Precondition Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
};

/** @param {number} status @param {Array<{ code: string, message: string }>} errors at least one @param {object} [extensions] further members */
export function problem(status, errors, extensions = {}) {
  const body = {
    // The codes in `errors` refine the status.
    type: "about:blank",
    title: TITLES[status] ?? "Request Rejected",
    status,
    detail: errors.map(({ message }) => message).join(" "),
    errors,
    ...extensions,
  };
  const headers = { "content-type": "application/problem+json" };
  return new Response(JSON.stringify(body), { status, headers });
}

/** The response to an error that no code expected, in the app or in the account. It exposes nothing about the error. */
export function gatewayFailure() {
  const message =
    "The gateway failed. If the request was a change, its outcome is unknown: read the target before you send it again.";
  return problem(500, [{ code: "gateway_error", message }]);
}
