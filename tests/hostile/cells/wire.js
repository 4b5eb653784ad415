// Statuses, redirects, silence, resets, rate limits and aborts: faults around the body.

import {
  drip,
  interim,
  LIMITED,
  order,
  PENDING,
  REFUSED,
  raw,
  reset,
  respond,
  revokeRequest,
  stall,
} from "../responses.js";

/** @typedef {import("./cell.js").Cell} Cell */

const UNCLEAR = "UnknownOutcomeError unknown";
const REVOKED = "revoked response accepted";
const CONFIRMED = "revoked read revoked";
const HEAD = "HTTP/1.1 201 X\r\nContent-Type: application/json\r\n";
const later = (/** @type {number} */ ms) => new Date(Date.now() + ms).toUTCString();

/** @param {number} thief the port of the other origin @returns {Cell[]} */
export function wire(thief) {
  const redirects = [301, 302, 303, 307, 308].flatMap((status) =>
    ["/services/v2/order/certificate/1/revoke", `http://127.0.0.1:${thief}/stolen`].map(
      (place) => ({
        name: `${status} to ${place.startsWith("/") ? "the same" : "another"} origin`,
        put: [respond(status, "", `Location: ${place}\r\n`)],
        expected: `${UNCLEAR} redirect`,
      }),
    ),
  );
  const explained = [400, 404, 409, 422].map((status) => ({
    name: `${status} with DigiCert's errors`,
    put: [respond(status, REFUSED)],
    expected: `${status === 404 ? "NotFoundError" : "RefusedError"} none`,
    puts: 1,
  }));
  const denied = [401, 403].map((status) => ({
    name: `${status} with DigiCert's errors`,
    put: [respond(status, REFUSED)],
    expected: "AccessDeniedError none",
    puts: 1,
  }));
  const unexplained = [400, 401, 404, 408, 409, 422, 425].map((status) => ({
    name: `${status} without an error body`,
    put: [respond(status)],
    expected: `${UNCLEAR} unexplained-refusal`,
  }));
  const broken = [500, 501, 502, 503, 504, 520, 521, 522, 523, 524].map((status) => ({
    name: `${status}`,
    put: [respond(status, REFUSED)],
    expected: `${UNCLEAR} server-error`,
  }));
  const waits = [
    "0",
    "1",
    later(3000),
    "-5",
    "soon",
    "999999",
    "Sunday, 06-Nov-94 08:49:37 GMT",
  ].map((header) => ({
    name: `429 with Retry-After: ${header.replace(/^.*, \d.*GMT$/, "a date")}`,
    put: [respond(429, LIMITED, `Retry-After: ${header}\r\n`), respond(204)],
    expected: REVOKED,
    puts: 2,
  }));
  return [
    ...redirects,
    ...explained,
    ...denied,
    ...unexplained,
    ...broken,
    ...waits,
    {
      name: "401 to a read in the middle",
      put: [respond(502)],
      get: [respond(401, REFUSED)],
      expected: `${UNCLEAR} server-error`,
    },
    { name: "429 without a body", put: [respond(429)], expected: `${UNCLEAR} unexplained-refusal` },
    {
      name: "429 with another body",
      put: [respond(429, REFUSED)],
      expected: `${UNCLEAR} unexplained-refusal`,
    },
    // On a busy machine the deadline may pass while the last request is in flight.
    {
      name: "429 to every request",
      put: [respond(429, LIMITED)],
      expected: ["RateLimitedError none", "TimeoutError unknown"],
      puts: [2, 999],
      call: { deadlineMs: 1500 },
    },
    {
      name: "100 flood",
      put: [interim(100, 500, respond(204))],
      expected: [REVOKED, UNCLEAR],
      puts: 1,
    },
    {
      name: "103 flood",
      put: [interim(103, 500, respond(204))],
      expected: [REVOKED, UNCLEAR],
      puts: 1,
    },
    { name: "interim, then the end", put: [interim(103, 1, raw(""))], expected: UNCLEAR },
    {
      name: "a header of one megabyte",
      put: [respond(201, PENDING, `X-Long: ${"x".repeat(1 << 20)}\r\n`)],
      expected: [UNCLEAR, "requested response accepted 1"],
      puts: 1,
    },
    { name: "headers that drip", put: [drip(HEAD, "X: y\r\n")], expected: "TimeoutError unknown" },
    { name: "silence after the request", put: [stall()], expected: "TimeoutError unknown" },
    {
      name: "silence after the status line",
      put: [stall("HTTP/1.1 201 X\r\n")],
      expected: "TimeoutError unknown",
    },
    {
      name: "silence after the headers",
      put: [stall(`${HEAD}Content-Length: 90\r\n\r\n`)],
      expected: "TimeoutError unknown",
    },
    {
      name: "silence in the body",
      put: [stall(`${HEAD}Content-Length: 90\r\n\r\n{"id":1`)],
      expected: "TimeoutError unknown",
    },
    { name: "reset before the request is read", early: reset(), expected: UNCLEAR, puts: [1, 2] },
    { name: "reset after the request is read", put: [reset()], expected: UNCLEAR, puts: [1, 2] },
    { name: "closed without a response", put: [raw("")], expected: UNCLEAR, puts: [1, 2] },
    {
      name: "a status line that is garbage",
      put: [raw("\0\x01\x02 hello\r\n\r\n")],
      expected: UNCLEAR,
    },
    {
      name: "status 999",
      put: [raw("HTTP/1.1 999 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")],
      expected: UNCLEAR,
    },
    {
      name: "status 099",
      put: [raw("HTTP/1.1 099 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")],
      expected: [UNCLEAR, "TimeoutError unknown"],
    },
    {
      name: "status 205",
      put: [raw("HTTP/1.1 205 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")],
      expected: UNCLEAR,
    },
    {
      name: "silence after the revocation",
      put: [stall()],
      get: [order("revoked")],
      expected: CONFIRMED,
      settings: { timeoutMs: 1000 },
    },
    {
      name: "reset after the revocation",
      put: [reset()],
      get: [order("revoked")],
      expected: CONFIRMED,
      puts: [1, 2],
    },
    {
      name: "502 after the revocation",
      put: [respond(502)],
      get: [order("revoked")],
      expected: CONFIRMED,
    },
    {
      name: "502, and a pending request exists",
      put: [respond(502)],
      get: [order("issued", revokeRequest("pending"))],
      expected: "requested read accepted 7 request-origin-unknown",
    },
    {
      name: "502, and a request was just rejected",
      put: [respond(502)],
      get: [order("issued", revokeRequest("rejected"))],
      expected: `${UNCLEAR} server-error`,
    },
    {
      name: "502, and two reads show no effect",
      put: [respond(502), respond(204)],
      get: [order("issued")],
      expected: REVOKED,
      puts: 2,
    },
    {
      name: "502 to every PUT, and no read shows an effect",
      put: [respond(502)],
      get: [order("issued")],
      expected: `${UNCLEAR} server-error`,
      puts: 3,
    },
    {
      name: "502, and the order has a pending reissue",
      put: [respond(502)],
      get: [order("reissue_pending")],
      expected: `${UNCLEAR} server-error`,
    },
    {
      name: "502, and the reads stall",
      put: [respond(502)],
      get: [stall()],
      expected: `${UNCLEAR} server-error`,
      settings: { timeoutMs: 1000 },
    },
    {
      name: "502, then a read that fails once",
      put: [respond(502)],
      get: [respond(503), order("revoked")],
      expected: CONFIRMED,
    },
    {
      name: "502, and the first reads get 429",
      put: [respond(502)],
      get: [respond(429, LIMITED), respond(429, LIMITED), order("revoked")],
      expected: CONFIRMED,
    },
    {
      name: "retry off",
      put: [respond(502)],
      get: [order("revoked")],
      expected: `${UNCLEAR} server-error`,
      gets: 0,
      settings: { retry: false },
    },
    {
      name: "one certificate: nothing to read",
      act: "certificate",
      put: [respond(502)],
      get: [order("revoked")],
      expected: `${UNCLEAR} server-error`,
      gets: 0,
    },
    {
      name: "the clock jumps an hour at each reading",
      jump: true,
      put: [respond(429, LIMITED), respond(502)],
      get: [order("revoked")],
      expected: CONFIRMED,
      puts: 2,
    },
    {
      name: "abort while the request is in flight",
      put: [stall()],
      expected: "AbortedError unknown",
      abortMs: 100,
      gets: 0,
    },
    {
      name: "abort during a rate limit wait",
      put: [respond(429, LIMITED, "Retry-After: 30\r\n")],
      expected: "AbortedError none",
      abortMs: 800,
      settings: { retry: {} },
      call: { deadlineMs: 60_000 },
    },
    {
      name: "abort between two reads",
      put: [respond(502)],
      get: [order("issued")],
      expected: "AbortedError unknown",
      abortMs: 800,
      settings: { retry: { settleMs: 30_000 } },
      call: { deadlineMs: 60_000 },
    },
    {
      name: "read: 500 to every request",
      act: "read",
      get: [respond(500)],
      expected: "ReadFailedError none server-error",
      gets: 2,
    },
    {
      name: "read: reset, then the order",
      act: "read",
      get: [reset(), order("issued")],
      expected: "order issued",
      gets: [2, 3],
    },
    { name: "read: silence", act: "read", get: [stall()], expected: "TimeoutError none", gets: 2 },
    {
      name: "read: a redirect",
      act: "read",
      get: [respond(302, "", `Location: http://127.0.0.1:${thief}/stolen\r\n`)],
      expected: "ReadFailedError none redirect",
    },
    {
      name: "read: refused",
      act: "read",
      get: [respond(403, REFUSED)],
      expected: "AccessDeniedError none",
      gets: 1,
    },
  ];
}
