// A server on bare sockets that does whatever a cell says, byte by byte. It counts what reaches it, for each cell.
// Not here: which answers there are (`answers.js`), which cells (`cells/`).

import { createServer } from "node:net";

/** @typedef {import("node:net").Socket} Socket */
/** @typedef {{ method: string, path: string, id: number, head: string }} Asked */
/** @typedef {(socket: Socket, asked: Asked) => unknown} Answer what the server does once it has read a request */
/** @typedef {{ put?: Answer[], get?: Answer[], early?: Answer }} Manners answers in turn, the last again and again */
/** @typedef {{ puts: number, gets: number, bytes: number }} Count */

/**
 * @param {Map<number, Manners>} cells by the id of their order @param {Answer} otherwise for all other paths
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
      const asked = read(text);
      if (!asked) return;
      const manners = cells.get(asked.id);
      if (manners?.early && asked.method === "PUT") {
        text = "";
        count(asked, counts);
        return manners.early(socket, asked);
      }
      if (!asked.whole) return;
      text = "";
      if (!manners) return otherwise(socket, asked);
      const { puts, gets } = count(asked, counts);
      const [answers, nth] =
        asked.method === "PUT" ? [manners.put ?? [], puts] : [manners.get ?? [], gets];
      return answers[Math.min(nth, answers.length) - 1]?.(socket, asked);
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

/** What has come of a request so far; nothing before its head is whole. @param {string} text */
function read(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const [method = "", path = ""] = head.split(" ");
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const id = Number(/\/(?:certificate|request)\/(\d+)/.exec(path)?.[1] ?? 0);
  return { method, path, id, head, whole: text.length >= end + 4 + length };
}

/** @param {Asked} asked @param {Map<number, Count>} counts */
function count({ id, method }, counts) {
  const seen = counts.get(id) ?? { puts: 0, gets: 0, bytes: 0 };
  if (method === "PUT") seen.puts += 1;
  else seen.gets += 1;
  counts.set(id, seen);
  return seen;
}
