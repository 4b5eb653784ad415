// Statuses, redirects, silence, resets, time: what happens around a body.

import {
  answer,
  drip,
  interim,
  LIMITED,
  MADE,
  order,
  REFUSED,
  raw,
  request,
  reset,
  stall,
} from "../answers.js";

/** @typedef {import("./cell.js").Cell} Cell */

const UNCLEAR = "UnknownOutcomeError unknown";
const REVOKED = "revoked response accepted";
const FOUND = "revoked read revoked";
const HEAD = "HTTP/1.1 201 X\r\nContent-Type: application/json\r\n";
const later = (/** @type {number} */ ms) => new Date(Date.now() + ms).toUTCString();

/** @param {number} thief the port of the other origin @returns {Cell[]} */
export function wire(thief) {
  const redirects = [301, 302, 303, 307, 308].flatMap((status) =>
    ["/services/v2/order/certificate/1/revoke", `http://127.0.0.1:${thief}/stolen`].map(
      (place) => ({
        name: `${status} to ${place.startsWith("/") ? "the same" : "another"} origin`,
        put: [answer(status, "", `Location: ${place}\r\n`)],
        told: `${UNCLEAR} redirect`,
      }),
    ),
  );
  const explained = [400, 404, 409, 422].map((status) => ({
    name: `${status} with DigiCert's errors`,
    put: [answer(status, REFUSED)],
    told: `${status === 404 ? "NotFoundError" : "RefusedError"} none`,
    puts: 1,
  }));
  const denied = [401, 403].map((status) => ({
    name: `${status} with DigiCert's errors`,
    put: [answer(status, REFUSED)],
    told: "AccessDeniedError none",
    puts: 1,
  }));
  const unexplained = [400, 401, 404, 408, 409, 422, 425].map((status) => ({
    name: `${status} without an error body`,
    put: [answer(status)],
    told: `${UNCLEAR} unexplained-refusal`,
  }));
  const broken = [500, 501, 502, 503, 504, 520, 521, 522, 523, 524].map((status) => ({
    name: `${status}`,
    put: [answer(status, REFUSED)],
    told: `${UNCLEAR} server-error`,
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
    put: [answer(429, LIMITED, `Retry-After: ${header}\r\n`), answer(204)],
    told: REVOKED,
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
      put: [answer(502)],
      get: [answer(401, REFUSED)],
      told: `${UNCLEAR} server-error`,
    },
    { name: "429 without a body", put: [answer(429)], told: `${UNCLEAR} unexplained-refusal` },
    {
      name: "429 with another body",
      put: [answer(429, REFUSED)],
      told: `${UNCLEAR} unexplained-refusal`,
    },
    // On a busy machine the deadline may come while the last of them is on its way.
    {
      name: "429 for ever",
      put: [answer(429, LIMITED)],
      told: ["RateLimitedError none", "TimeoutError unknown"],
      puts: [2, 999],
      call: { deadlineMs: 1500 },
    },
    { name: "100 flood", put: [interim(100, 500, answer(204))], told: [REVOKED, UNCLEAR], puts: 1 },
    { name: "103 flood", put: [interim(103, 500, answer(204))], told: [REVOKED, UNCLEAR], puts: 1 },
    { name: "interim, then the end", put: [interim(103, 1, raw(""))], told: UNCLEAR },
    {
      name: "a header of one megabyte",
      put: [answer(201, MADE, `X-Long: ${"x".repeat(1 << 20)}\r\n`)],
      told: [UNCLEAR, "requested response accepted 1"],
      puts: 1,
    },
    { name: "headers that drip", put: [drip(HEAD, "X: y\r\n")], told: "TimeoutError unknown" },
    { name: "silence after the request", put: [stall()], told: "TimeoutError unknown" },
    {
      name: "silence after the status line",
      put: [stall("HTTP/1.1 201 X\r\n")],
      told: "TimeoutError unknown",
    },
    {
      name: "silence after the headers",
      put: [stall(`${HEAD}Content-Length: 90\r\n\r\n`)],
      told: "TimeoutError unknown",
    },
    {
      name: "silence in the body",
      put: [stall(`${HEAD}Content-Length: 90\r\n\r\n{"id":1`)],
      told: "TimeoutError unknown",
    },
    { name: "reset before the request is read", early: reset(), told: UNCLEAR, puts: [1, 2] },
    { name: "reset after the request is read", put: [reset()], told: UNCLEAR, puts: [1, 2] },
    { name: "closed without an answer", put: [raw("")], told: UNCLEAR, puts: [1, 2] },
    {
      name: "a status line that is garbage",
      put: [raw("\0\x01\x02 hello\r\n\r\n")],
      told: UNCLEAR,
    },
    {
      name: "status 999",
      put: [raw("HTTP/1.1 999 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")],
      told: UNCLEAR,
    },
    {
      name: "status 099",
      put: [raw("HTTP/1.1 099 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")],
      told: [UNCLEAR, "TimeoutError unknown"],
    },
    {
      name: "status 205",
      put: [raw("HTTP/1.1 205 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")],
      told: UNCLEAR,
    },
    {
      name: "silence, and it was carried out",
      put: [stall()],
      get: [order("revoked")],
      told: FOUND,
      settings: { timeoutMs: 1000 },
    },
    {
      name: "reset, and it was carried out",
      put: [reset()],
      get: [order("revoked")],
      told: FOUND,
      puts: [1, 2],
    },
    {
      name: "502, and it was carried out",
      put: [answer(502)],
      get: [order("revoked")],
      told: FOUND,
    },
    {
      name: "502, and a request is there",
      put: [answer(502)],
      get: [order("issued", request("pending"))],
      told: "requested read accepted 7 request-origin-unknown",
    },
    {
      name: "502, and a request was rejected just now",
      put: [answer(502)],
      get: [order("issued", request("rejected"))],
      told: `${UNCLEAR} server-error`,
    },
    {
      name: "502, and nothing is there twice",
      put: [answer(502), answer(204)],
      get: [order("issued")],
      told: REVOKED,
      puts: 2,
    },
    {
      name: "502 each time, and nothing is ever there",
      put: [answer(502)],
      get: [order("issued")],
      told: `${UNCLEAR} server-error`,
      puts: 3,
    },
    {
      name: "502, and the order waits for a reissue",
      put: [answer(502)],
      get: [order("reissue_pending")],
      told: `${UNCLEAR} server-error`,
    },
    {
      name: "502, and the reads stall",
      put: [answer(502)],
      get: [stall()],
      told: `${UNCLEAR} server-error`,
      settings: { timeoutMs: 1000 },
    },
    {
      name: "502, then a read that fails once",
      put: [answer(502)],
      get: [answer(503), order("revoked")],
      told: FOUND,
    },
    {
      name: "502, and reading is limited for a while",
      put: [answer(502)],
      get: [answer(429, LIMITED), answer(429, LIMITED), order("revoked")],
      told: FOUND,
    },
    {
      name: "retry off",
      put: [answer(502)],
      get: [order("revoked")],
      told: `${UNCLEAR} server-error`,
      gets: 0,
      settings: { retry: false },
    },
    {
      name: "one certificate: nothing to read",
      act: "certificate",
      put: [answer(502)],
      get: [order("revoked")],
      told: `${UNCLEAR} server-error`,
      gets: 0,
    },
    {
      name: "the clock jumps an hour with each look",
      jump: true,
      put: [answer(429, LIMITED), answer(502)],
      get: [order("revoked")],
      told: FOUND,
      puts: 2,
    },
    {
      name: "abort while it is on its way",
      put: [stall()],
      told: "AbortedError unknown",
      abortMs: 100,
      gets: 0,
    },
    {
      name: "abort while a limit is waited out",
      put: [answer(429, LIMITED, "Retry-After: 30\r\n")],
      told: "AbortedError none",
      abortMs: 800,
      settings: { retry: {} },
      call: { deadlineMs: 60_000 },
    },
    {
      name: "abort between two reads",
      put: [answer(502)],
      get: [order("issued")],
      told: "AbortedError unknown",
      abortMs: 800,
      settings: { retry: { settleMs: 30_000 } },
      call: { deadlineMs: 60_000 },
    },
    {
      name: "read: 500 each time",
      act: "read",
      get: [answer(500)],
      told: "ReadFailedError none server-error",
      gets: 2,
    },
    {
      name: "read: reset, then the order",
      act: "read",
      get: [reset(), order("issued")],
      told: "order issued",
      gets: [2, 3],
    },
    { name: "read: silence", act: "read", get: [stall()], told: "TimeoutError none", gets: 2 },
    {
      name: "read: a redirect",
      act: "read",
      get: [answer(302, "", `Location: http://127.0.0.1:${thief}/stolen\r\n`)],
      told: "ReadFailedError none redirect",
    },
    {
      name: "read: refused",
      act: "read",
      get: [answer(403, REFUSED)],
      told: "AccessDeniedError none",
      gets: 1,
    },
  ];
}
