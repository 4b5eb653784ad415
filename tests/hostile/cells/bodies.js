// Bodies that lie: about their length, their encoding, their size, their form, or whom they are about.

import { brotliCompressSync, gzipSync } from "node:zlib";
import { answer, drip, flood, framed, LIMITED, MADE, order, raw, reset } from "../answers.js";

/** @typedef {import("./cell.js").Cell} Cell */

const JSON_TYPE = "Content-Type: application/json";
const UNCLEAR = "UnknownOutcomeError unknown";
const MADE_OK = "requested response accepted 1";
const length = (/** @type {number | string} */ value) =>
  `${JSON_TYPE}\r\nContent-Length: ${value}\r\nConnection: close`;
const chunked = `${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\nConnection: close`;
const encoded = (/** @type {string} */ coding, /** @type {Buffer} */ body) =>
  answer(201, body, `Content-Encoding: ${coding}\r\n`);
const madeWithId = (/** @type {string} */ id) =>
  answer(201, MADE.replace('"id":1,', `"id":${id},`));
const bytes = (/** @type {number[]} */ ...list) => Buffer.from(list);
/** Framing that parsers judge differently: a whole answer is an outcome, anything else is unknown. */
const EITHER = [UNCLEAR, MADE_OK];

/** @type {Cell[]} */
export const bodies = [
  { name: "truncated body", put: [framed(length(MADE.length), MADE.slice(0, 60))], told: UNCLEAR },
  { name: "Content-Length too long", put: [framed(length(MADE.length + 50), MADE)], told: UNCLEAR },
  { name: "Content-Length too short", put: [framed(length(40), MADE)], told: UNCLEAR },
  {
    name: "Content-Length twice, not alike",
    put: [framed(`${length(MADE.length)}\r\nContent-Length: 40`, MADE)],
    told: UNCLEAR,
  },
  { name: "Content-Length negative", put: [framed(length(-5), MADE)], told: EITHER },
  { name: "Content-Length is a word", put: [framed(length("many"), MADE)], told: EITHER },
  {
    name: "Content-Length too large for anything",
    put: [framed(length("99999999999999999999"), MADE)],
    told: EITHER,
  },
  {
    name: "chunks that are garbage",
    put: [framed(chunked, "zz\r\nnot a chunk\r\n")],
    told: UNCLEAR,
  },
  {
    name: "last chunk missing",
    put: [framed(chunked, `${MADE.length.toString(16)}\r\n${MADE}\r\n`)],
    told: EITHER,
  },
  {
    name: "a chunk size beyond all bounds",
    put: [framed(chunked, `ffffffffffffffff\r\n${MADE}`)],
    told: EITHER,
  },
  {
    name: "chunks of one byte",
    put: [framed(chunked, `${[...MADE].map((c) => `1\r\n${c}\r\n`).join("")}0\r\n\r\n`)],
    told: MADE_OK,
    puts: 1,
  },
  { name: "gzip, honest", put: [encoded("gzip", gzipSync(MADE))], told: MADE_OK, puts: 1 },
  {
    name: "gzip bomb",
    put: [encoded("gzip", gzipSync(Buffer.alloc(60_000_000, 32)))],
    told: `${UNCLEAR} body-too-large`,
  },
  {
    name: "brotli bomb",
    put: [encoded("br", brotliCompressSync(Buffer.alloc(30_000_000, 32)))],
    told: `${UNCLEAR} body-too-large`,
  },
  {
    name: "Content-Encoding that is not so",
    put: [encoded("gzip", Buffer.from(MADE))],
    told: UNCLEAR,
  },
  {
    name: "gzip in gzip, once announced",
    put: [encoded("gzip", gzipSync(gzipSync(MADE)))],
    told: UNCLEAR,
  },
  {
    name: "a hundred megabytes",
    put: [flood(`HTTP/1.1 201 X\r\n${JSON_TYPE}\r\nConnection: close\r\n\r\n{"id":1,"x":"`)],
    told: `${UNCLEAR} body-too-large`,
  },
  {
    name: "a hundred megabytes to a read",
    act: "read",
    get: [flood(`HTTP/1.1 200 X\r\n${JSON_TYPE}\r\nConnection: close\r\n\r\n[`)],
    told: "ReadFailedError none body-too-large",
  },
  {
    name: "nesting 120 deep",
    put: [answer(201, `${MADE.slice(0, -1)},"n":${"[".repeat(120)}${"]".repeat(120)}}`)],
    told: MADE_OK,
    puts: 1,
  },
  {
    name: "nesting 128 deep",
    put: [answer(201, `${MADE.slice(0, -1)},"n":${"[".repeat(128)}${"]".repeat(128)}}`)],
    told: `${UNCLEAR} not-json`,
  },
  {
    name: "nesting 100,000 deep",
    put: [answer(201, "[".repeat(100_000))],
    told: `${UNCLEAR} not-json`,
  },
  {
    name: "byte order mark",
    put: [answer(201, Buffer.concat([bytes(0xef, 0xbb, 0xbf), Buffer.from(MADE)]))],
    told: MADE_OK,
    puts: 1,
  },
  {
    name: "UTF-16",
    put: [answer(201, Buffer.concat([bytes(0xff, 0xfe), Buffer.from(MADE, "utf16le")]))],
    told: `${UNCLEAR} not-utf8`,
  },
  {
    name: "invalid UTF-8",
    put: [answer(201, Buffer.from(MADE.replace("Jack", "J\xe9ck"), "latin1"))],
    told: `${UNCLEAR} not-utf8`,
  },
  { name: "NUL", put: [answer(201, MADE.replace('"x"', '"x"\0'))], told: `${UNCLEAR} not-json` },
  {
    name: "a name twice",
    put: [
      answer(201, MADE.replace('"status":"pending"', '"status":"pending","status":"approved"')),
    ],
    told: `${UNCLEAR} not-understood`,
  },
  { name: "bytes after the end", put: [answer(201, `${MADE}{}`)], told: `${UNCLEAR} not-json` },
  {
    name: "half a document, honestly framed",
    put: [answer(201, MADE.slice(0, 80))],
    told: `${UNCLEAR} not-json`,
  },
  {
    name: "id 2^53+1",
    put: [madeWithId("9007199254740993")],
    told: "requested response accepted 9007199254740993",
    puts: 1,
  },
  {
    name: "id 2^64-1",
    put: [madeWithId("18446744073709551615")],
    told: "requested response accepted 18446744073709551615",
    puts: 1,
  },
  { name: "id as text", put: [madeWithId('"1"')], told: MADE_OK, puts: 1 },
  ...["18446744073709551616", "1.0", "1e3", "-1", "0", "null", "[1]"].map((id) => ({
    name: `id ${id}`,
    put: [madeWithId(id)],
    told: `${UNCLEAR} not-understood`,
  })),
  {
    name: "HTML with 200",
    put: [answer(200, "<!doctype html><title>blocked</title>")],
    told: `${UNCLEAR} not-json`,
  },
  {
    name: "HTML with 403",
    put: [answer(403, "<!doctype html><title>blocked</title>")],
    told: `${UNCLEAR} unexplained-refusal`,
  },
  {
    name: "HTML with 502",
    put: [answer(502, "<!doctype html><title>bad gateway</title>")],
    told: `${UNCLEAR} server-error`,
  },
  { name: "an empty 200", put: [answer(200)], told: `${UNCLEAR} empty-body` },
  {
    name: "204 with a body",
    put: [raw("HTTP/1.1 204 X\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")],
    told: ["revoked response accepted", UNCLEAR],
    puts: [1],
  },
  {
    name: "a request of another type",
    put: [answer(201, MADE.replace('"revoke"', '"reissue"'))],
    told: `${UNCLEAR} not-a-revoke-request`,
  },
  { name: "an array", put: [answer(201, `[${MADE}]`)], told: `${UNCLEAR} not-understood` },
  {
    name: "the error body with 200",
    put: [answer(200, LIMITED)],
    told: `${UNCLEAR} not-understood`,
  },
  {
    name: "a body that drips",
    put: [drip(`HTTP/1.1 201 X\r\n${chunked}\r\n\r\n`, "1\r\n \r\n")],
    told: "TimeoutError unknown",
  },
  {
    name: "reset in the body",
    put: [reset(`HTTP/1.1 201 X\r\n${length(MADE.length)}\r\n\r\n{"id":1`)],
    told: UNCLEAR,
  },
  {
    name: "an answer about another order to a read",
    put: [answer(502)],
    get: [answer(200, '{"id":1,"status":"revoked","requests":[]}')],
    told: `${UNCLEAR} server-error`,
  },
  {
    name: "two answers to one call",
    // Closed with the first: a runtime that kept the connection would give the second answer to the next call.
    put: [
      raw("HTTP/1.1 204 X\r\nConnection: close\r\n\r\nHTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"),
    ],
    told: "revoked response accepted",
    puts: 1,
  },
  {
    name: "read: truncated",
    act: "read",
    get: [framed(length(90), '{"id":', 200)],
    told: "ReadFailedError none",
  },
  {
    name: "read: HTML, then the order",
    act: "read",
    get: [answer(200, "<html>"), order("issued")],
    told: "order issued",
  },
];
