// A server on bare sockets that writes the responses of a cell byte by byte, and counts the requests of each cell.

import { createServer } from "node:net";

/** @typedef {import("node:net").Socket} Socket */
/** @typedef {{ method: string, path: string, id: number, head: string }} Received */
/** @typedef {(socket: Socket, received: Received) => unknown} Responder writes the response to a request */
/** @typedef {{ put?: Responder[], get?: Responder[], early?: Responder }} Script the responses in order; the last one repeats */
/** @typedef {{ puts: number, gets: number, bytes: number }} Count */

/**
 * @param {Map<number, Script>} cells by the id of their order @param {Responder} otherwise responds to all other paths
 * @returns {Promise<{ port: number, counts: Map<number, Count>, close: () => void }>}
 */
export function startHostile(cells, otherwise) {
  /** @type {Map<number, Count>} */
  const counts = new Map();
  /** @type {Set<Socket>} */
  const open = new Set();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => {});
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const received = read(text);
      if (!received) return;
      const script = cells.get(received.id);
      if (script?.early && received.method === "PUT") {
        text = "";
        count(received, counts);
        return script.early(socket, received);
      }
      if (!received.complete) return;
      text = "";
      if (!script) return otherwise(socket, received);
      const { puts, gets } = count(received, counts);
      const [responders, nth] =
        received.method === "PUT" ? [script.put ?? [], puts] : [script.get ?? [], gets];
      return responders[Math.min(nth, responders.length) - 1]?.(socket, received);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      const close = () => {
        for (const socket of open) socket.destroy();
        server.close();
      };
      resolve({ port, counts, close });
    });
  });
}

/** Parses the received part of a request; undefined before its head is complete. @param {string} text */
function read(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const [method = "", path = ""] = head.split(" ");
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const id = Number(/\/(?:certificate|request)\/(\d+)/.exec(path)?.[1] ?? 0);
  return { method, path, id, head, complete: text.length >= end + 4 + length };
}

/** @param {Received} received @param {Map<number, Count>} counts */
function count({ id, method }, counts) {
  const seen = counts.get(id) ?? { puts: 0, gets: 0, bytes: 0 };
  if (method === "PUT") seen.puts += 1;
  else seen.gets += 1;
  counts.set(id, seen);
  return seen;
}
