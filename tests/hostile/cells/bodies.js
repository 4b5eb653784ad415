// Bodies with a wrong length, encoding, size, structure or subject.

import { brotliCompressSync, gzipSync } from "node:zlib";
import { drip, flood, framed, LIMITED, order, PENDING, raw, reset, respond } from "../responses.js";

/** @typedef {import("./cell.js").Cell} Cell */

const JSON_TYPE = "Content-Type: application/json";
const UNCLEAR = "UnknownOutcomeError unknown";
const REQUESTED = "requested response accepted 1";
const length = (/** @type {number | string} */ value) =>
  `${JSON_TYPE}\r\nContent-Length: ${value}\r\nConnection: close`;
const chunked = `${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\nConnection: close`;
const encoded = (/** @type {string} */ coding, /** @type {Buffer} */ body) =>
  respond(201, body, `Content-Encoding: ${coding}\r\n`);
const requestWithId = (/** @type {string} */ id) =>
  respond(201, PENDING.replace('"id":1,', `"id":${id},`));
const bytes = (/** @type {number[]} */ ...list) => Buffer.from(list);
/** Framing that HTTP parsers handle differently: a complete response is an outcome, anything else is unknown. */
const EITHER = [UNCLEAR, REQUESTED];

/** @type {Cell[]} */
export const bodies = [
  {
    name: "truncated body",
    put: [framed(length(PENDING.length), PENDING.slice(0, 60))],
    expected: UNCLEAR,
  },
  {
    name: "Content-Length too long",
    put: [framed(length(PENDING.length + 50), PENDING)],
    expected: UNCLEAR,
  },
  { name: "Content-Length too short", put: [framed(length(40), PENDING)], expected: UNCLEAR },
  {
    name: "two different Content-Length headers",
    put: [framed(`${length(PENDING.length)}\r\nContent-Length: 40`, PENDING)],
    expected: UNCLEAR,
  },
  { name: "Content-Length negative", put: [framed(length(-5), PENDING)], expected: EITHER },
  { name: "Content-Length is a word", put: [framed(length("many"), PENDING)], expected: EITHER },
  {
    name: "Content-Length above 2^64",
    put: [framed(length("99999999999999999999"), PENDING)],
    expected: EITHER,
  },
  {
    name: "chunks that are garbage",
    put: [framed(chunked, "zz\r\nnot a chunk\r\n")],
    expected: UNCLEAR,
  },
  {
    name: "last chunk missing",
    put: [framed(chunked, `${PENDING.length.toString(16)}\r\n${PENDING}\r\n`)],
    expected: EITHER,
  },
  {
    name: "a chunk size of 2^64-1",
    put: [framed(chunked, `ffffffffffffffff\r\n${PENDING}`)],
    expected: EITHER,
  },
  {
    name: "chunks of one byte",
    put: [framed(chunked, `${[...PENDING].map((c) => `1\r\n${c}\r\n`).join("")}0\r\n\r\n`)],
    expected: REQUESTED,
    puts: 1,
  },
  { name: "gzip, honest", put: [encoded("gzip", gzipSync(PENDING))], expected: REQUESTED, puts: 1 },
  {
    name: "gzip bomb",
    put: [encoded("gzip", gzipSync(Buffer.alloc(60_000_000, 32)))],
    expected: `${UNCLEAR} body-too-large`,
  },
  {
    name: "brotli bomb",
    put: [encoded("br", brotliCompressSync(Buffer.alloc(30_000_000, 32)))],
    expected: `${UNCLEAR} body-too-large`,
  },
  {
    name: "Content-Encoding of a plain body",
    put: [encoded("gzip", Buffer.from(PENDING))],
    expected: UNCLEAR,
  },
  {
    name: "gzip in gzip, one encoding declared",
    put: [encoded("gzip", gzipSync(gzipSync(PENDING)))],
    expected: UNCLEAR,
  },
  {
    name: "a hundred megabytes",
    put: [flood(`HTTP/1.1 201 X\r\n${JSON_TYPE}\r\nConnection: close\r\n\r\n{"id":1,"x":"`)],
    expected: `${UNCLEAR} body-too-large`,
  },
  {
    name: "read: a hundred megabytes",
    act: "read",
    get: [flood(`HTTP/1.1 200 X\r\n${JSON_TYPE}\r\nConnection: close\r\n\r\n[`)],
    expected: "ReadFailedError none body-too-large",
  },
  {
    name: "nesting 120 deep",
    put: [respond(201, `${PENDING.slice(0, -1)},"n":${"[".repeat(120)}${"]".repeat(120)}}`)],
    expected: REQUESTED,
    puts: 1,
  },
  {
    name: "nesting 128 deep",
    put: [respond(201, `${PENDING.slice(0, -1)},"n":${"[".repeat(128)}${"]".repeat(128)}}`)],
    expected: `${UNCLEAR} not-json`,
  },
  {
    name: "nesting 100,000 deep",
    put: [respond(201, "[".repeat(100_000))],
    expected: `${UNCLEAR} not-json`,
  },
  {
    name: "byte order mark",
    put: [respond(201, Buffer.concat([bytes(0xef, 0xbb, 0xbf), Buffer.from(PENDING)]))],
    expected: REQUESTED,
    puts: 1,
  },
  {
    name: "UTF-16",
    put: [respond(201, Buffer.concat([bytes(0xff, 0xfe), Buffer.from(PENDING, "utf16le")]))],
    expected: `${UNCLEAR} not-utf8`,
  },
  {
    name: "invalid UTF-8",
    put: [respond(201, Buffer.from(PENDING.replace("Jack", "J\xe9ck"), "latin1"))],
    expected: `${UNCLEAR} not-utf8`,
  },
  {
    name: "NUL",
    put: [respond(201, PENDING.replace('"x"', '"x"\0'))],
    expected: `${UNCLEAR} not-json`,
  },
  {
    name: "a duplicate name",
    put: [
      respond(201, PENDING.replace('"status":"pending"', '"status":"pending","status":"approved"')),
    ],
    expected: `${UNCLEAR} not-understood`,
  },
  {
    name: "bytes after the end",
    put: [respond(201, `${PENDING}{}`)],
    expected: `${UNCLEAR} not-json`,
  },
  {
    name: "half a document with the right length",
    put: [respond(201, PENDING.slice(0, 80))],
    expected: `${UNCLEAR} not-json`,
  },
  {
    name: "id 2^53+1",
    put: [requestWithId("9007199254740993")],
    expected: "requested response accepted 9007199254740993",
    puts: 1,
  },
  {
    name: "id 2^64-1",
    put: [requestWithId("18446744073709551615")],
    expected: "requested response accepted 18446744073709551615",
    puts: 1,
  },
  { name: "id as text", put: [requestWithId('"1"')], expected: REQUESTED, puts: 1 },
  ...["18446744073709551616", "1.0", "1e3", "-1", "0", "null", "[1]"].map((id) => ({
    name: `id ${id}`,
    put: [requestWithId(id)],
    expected: `${UNCLEAR} not-understood`,
  })),
  {
    name: "HTML with 200",
    put: [respond(200, "<!doctype html><title>blocked</title>")],
    expected: `${UNCLEAR} not-json`,
  },
  {
    name: "HTML with 403",
    put: [respond(403, "<!doctype html><title>blocked</title>")],
    expected: `${UNCLEAR} unexplained-refusal`,
  },
  {
    name: "HTML with 502",
    put: [respond(502, "<!doctype html><title>bad gateway</title>")],
    expected: `${UNCLEAR} server-error`,
  },
  { name: "an empty 200", put: [respond(200)], expected: `${UNCLEAR} empty-body` },
  {
    name: "204 with a body",
    put: [raw("HTTP/1.1 204 X\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")],
    expected: ["revoked response accepted", UNCLEAR],
    puts: [1],
  },
  {
    name: "a request of another type",
    put: [respond(201, PENDING.replace('"revoke"', '"reissue"'))],
    expected: `${UNCLEAR} not-a-revoke-request`,
  },
  { name: "an array", put: [respond(201, `[${PENDING}]`)], expected: `${UNCLEAR} not-understood` },
  {
    name: "the error body with 200",
    put: [respond(200, LIMITED)],
    expected: `${UNCLEAR} not-understood`,
  },
  {
    name: "a body that drips",
    put: [drip(`HTTP/1.1 201 X\r\n${chunked}\r\n\r\n`, "1\r\n \r\n")],
    expected: "TimeoutError unknown",
  },
  {
    name: "reset in the body",
    put: [reset(`HTTP/1.1 201 X\r\n${length(PENDING.length)}\r\n\r\n{"id":1`)],
    expected: UNCLEAR,
  },
  {
    name: "read with a response about another order",
    put: [respond(502)],
    get: [respond(200, '{"id":1,"status":"revoked","requests":[]}')],
    expected: `${UNCLEAR} server-error`,
  },
  {
    name: "two responses to one call",
    // The first closes the connection; otherwise a runtime would match the second response to the next call.
    put: [
      raw("HTTP/1.1 204 X\r\nConnection: close\r\n\r\nHTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"),
    ],
    expected: "revoked response accepted",
    puts: 1,
  },
  {
    name: "read: truncated",
    act: "read",
    get: [framed(length(90), '{"id":', 200)],
    expected: "ReadFailedError none",
  },
  {
    name: "read: HTML, then the order",
    act: "read",
    get: [respond(200, "<html>"), order("issued")],
    expected: "order issued",
  },
];
