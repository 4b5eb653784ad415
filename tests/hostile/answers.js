// What a hostile server can answer, as functions on the socket: well-formed, broken, endless, late, or nothing.

/** @typedef {import("./server.js").Answer} Answer */

export const MADE =
  '{"id":1,"date":"2016-02-10T17:06:15+00:00","type":"revoke","status":"pending","requester":{"id":242140,"first_name":"Jack","last_name":"White","email":"j.white@fakeaddy.com"},"comments":"x"}';
export const LIMITED = '{"errors":[{"code":"request_limit_exceeded","message":"slow down"}]}';
export const REFUSED = '{"errors":[{"code":"access_denied|missing_permission","message":"no"}]}';

/** These bytes, and the end of the connection. @param {string | Buffer} bytes @returns {Answer} */
export const raw = (bytes) => (socket) => socket.end(latin(bytes));

/** A whole answer. @param {number | string} status @param {string | Buffer} [body] @param {string} [headers] @returns {Answer} */
export function answer(status, body = "", headers = "") {
  const bytes = latin(typeof body === "string" ? Buffer.from(body) : body);
  const framed = status === 204 ? "" : `Content-Length: ${bytes.length}\r\n`;
  const head = `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\n${framed}${headers}Connection: close\r\n\r\n`;
  return raw(Buffer.concat([Buffer.from(head), status === 204 ? Buffer.alloc(0) : bytes]));
}

/** With framing of its own. @param {string} headers @param {string | Buffer} [body] @param {number} [status] @returns {Answer} */
export const framed = (headers, body = "", status = 201) =>
  raw(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${headers}\r\n\r\n`), latin(body)]));

/** The order, as it now is. @param {string} status @param {string} [requests] @returns {Answer} */
export const order =
  (status, requests = "") =>
  (socket, asked) =>
    answer(200, `{"id":${asked.id},"status":"${status}","requests":[${requests}]}`)(socket, asked);

/** A request to revoke that was made just now. @param {string} status */
export const request = (status) =>
  `{"id":7,"date":"${new Date().toISOString()}","type":"revoke","status":"${status}","comments":"x"}`;

/** These bytes, and then nothing ever. @param {string} [bytes] @returns {Answer} */
export const stall =
  (bytes = "") =>
  (socket) =>
    void (bytes && socket.write(bytes));

/** A reset, after these bytes. @param {string} [bytes] @returns {Answer} */
export const reset =
  (bytes = "") =>
  (socket) =>
    bytes ? socket.write(bytes, () => socket.resetAndDestroy()) : socket.resetAndDestroy();

/** One byte after the other, slowly and without end. @param {string} start @param {string} byte @returns {Answer} */
export const drip = (start, byte) => (socket) => {
  socket.write(start);
  const timer = setInterval(
    () => (socket.destroyed ? clearInterval(timer) : socket.write(byte)),
    30,
  );
};

/** As much as the other side takes, up to a hundred megabytes; what was taken is counted. @param {string} head @returns {Answer} */
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

/** Many interim responses, then a real one. @param {number} status @param {number} times @param {Answer} last @returns {Answer} */
export const interim = (status, times, last) => (socket, asked) => {
  socket.write(`HTTP/1.1 ${status} X\r\n\r\n`.repeat(times));
  return last(socket, asked);
};

/** @param {string | Buffer} bytes */
function latin(bytes) {
  return typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
}
