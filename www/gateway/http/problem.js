// The gateway's own "no", in one place: a problem as RFC 9457 has it, and in it DigiCert's own error form, so that every
// client of the API reads it. Nothing of what went wrong inside is in it.

/** @type {Record<number, string>} */
const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
};

/** @param {number} status @param {Array<{ code: string, message: string }>} errors at least one @param {object} [more] what else there is to tell */
export function refusal(status, errors, more = {}) {
  const problem = {
    // What kind it is beyond the status, `errors` says.
    type: "about:blank",
    title: TITLES[status] ?? "Refused",
    status,
    detail: errors.map(({ message }) => message).join(" "),
    errors,
    ...more,
  };
  const headers = { "content-type": "application/problem+json" };
  return new Response(JSON.stringify(problem), { status, headers });
}
