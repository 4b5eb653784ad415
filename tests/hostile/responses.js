// Responses of a hostile server, as functions that write to the socket: well-formed, broken, endless, late, or none.

import { responseBody } from "../support/fixtures.js";

/** @typedef {import("./server.js").Responder} Responder */

export const PENDING = responseBody("revoke-request-pending");
export const LIMITED = responseBody("rate-limit-exceeded");
export const REFUSED = responseBody("missing-permission");

/** Sends these bytes and ends the connection. @param {string | Buffer} bytes @returns {Responder} */
export const raw = (bytes) => (socket) => socket.end(latin(bytes));

/** A complete response. @param {number | string} status @param {string | Buffer} [body] @param {string} [headers] @returns {Responder} */
export function respond(status, body = "", headers = "") {
  const bytes = latin(typeof body === "string" ? Buffer.from(body) : body);
  const framed = status === 204 ? "" : `Content-Length: ${bytes.length}\r\n`;
  const head = `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\n${framed}${headers}Connection: close\r\n\r\n`;
  return raw(Buffer.concat([Buffer.from(head), status === 204 ? Buffer.alloc(0) : bytes]));
}

/** A response with its own framing. @param {string} headers @param {string | Buffer} [body] @param {number} [status] @returns {Responder} */
export const framed = (headers, body = "", status = 201) =>
  raw(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${headers}\r\n\r\n`), latin(body)]));

/** The order with a status and its requests. @param {string} status @param {string} [requests] @returns {Responder} */
export const order =
  (status, requests = "") =>
  (socket, received) =>
    respond(200, `{"id":${received.id},"status":"${status}","requests":[${requests}]}`)(
      socket,
      received,
    );

/** A request to revoke with the current time. @param {string} status */
export const revokeRequest = (status) =>
  `{"id":7,"date":"${new Date().toISOString()}","type":"revoke","status":"${status}","comments":"x"}`;

/** Sends these bytes, then nothing. @param {string} [bytes] @returns {Responder} */
export const stall =
  (bytes = "") =>
  (socket) =>
    void (bytes && socket.write(bytes));

/** Sends these bytes, then resets the connection. @param {string} [bytes] @returns {Responder} */
export const reset =
  (bytes = "") =>
  (socket) =>
    bytes ? socket.write(bytes, () => socket.resetAndDestroy()) : socket.resetAndDestroy();

/** Sends one byte after the other, slowly and without end. @param {string} start @param {string} byte @returns {Responder} */
export const drip = (start, byte) => (socket) => {
  socket.write(start);
  const timer = setInterval(
    () => (socket.destroyed ? clearInterval(timer) : socket.write(byte)),
    30,
  );
};

/** Sends up to a hundred megabytes, as fast as the other side reads. @param {string} head @returns {Responder} */
export const flood = (head) => (socket) => {
  const part = Buffer.alloc(1 << 16, " ");
  let left = 1600;
  socket.write(head);
  const pour = () => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(part)) return void socket.once("drain", pour);
    }
    socket.end();
  };
  pour();
};

/** Sends interim responses, then the final one. @param {number} status @param {number} times @param {Responder} final @returns {Responder} */
export const interim = (status, times, final) => (socket, received) => {
  socket.write(`HTTP/1.1 ${status} X\r\n\r\n`.repeat(times));
  return final(socket, received);
};

/** @param {string | Buffer} bytes */
function latin(bytes) {
  return typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
}
