// One origin for a page: the sandbox behind it, with the key added as a gateway does; then the project's files, or the
// tool's own server; and the place where the page tells how it went.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";
import { closeServer, listen } from "../support/listen.js";

const TYPES = new Map([
  [".html", "text/html"],
  [".js", "text/javascript"],
  [".mjs", "text/javascript"],
  [".wasm", "application/wasm"],
]);
const TOLD_SECONDS = 45;

/**
 * @param {string} sandbox its origin
 * @param {{ folder: string } | { upstream: string }} behind
 * @param {{ csp?: string }} [options]
 */
export async function startOrigin(sandbox, behind, { csp } = {}) {
  /** @type {(told: Record<string, string>) => void} */
  let hear = () => {};
  const told = new Promise((/** @type {typeof hear} */ resolve) => {
    hear = resolve;
  });
  const asked = /** @type {string[]} */ ([]);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    asked.push(pathname);
    try {
      if (csp) response.setHeader("content-security-policy", csp);
      if (pathname === "/told") {
        hear(JSON.parse(String(await bodyOf(request))));
        response.end();
      } else if (pathname.startsWith("/services/"))
        await forward(request, response, sandbox, { "x-dc-devkey": "sandbox-admin-key" });
      else if ("upstream" in behind) await forward(request, response, behind.upstream, {});
      else serveFile(response, behind.folder, pathname);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  // The line by which a development server tells its page of changes; some pages do not begin without it.
  server.on("upgrade", (request, socket, head) => {
    if (!("upstream" in behind)) return socket.destroy();
    const { hostname, port } = new URL(behind.upstream);
    const upstream = connect(Number(port), hostname);
    const { rawHeaders } = request;
    const lines = rawHeaders.flatMap((name, at) =>
      at % 2 ? [] : `${name}: ${rawHeaders[at + 1]}`,
    );
    upstream.write(`GET ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    upstream.write(head);
    upstream.on("error", () => socket.destroy()).pipe(socket);
    socket.on("error", () => upstream.destroy()).pipe(upstream);
    return undefined;
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    /** What the page tells, or that it told nothing. */
    told: () => within(TOLD_SECONDS, told, () => `the page told nothing; it asked for ${asked}`),
    close() {
      closeServer(server);
    },
  };
}

/** @template T @param {number} seconds @param {Promise<T>} promise @param {() => string} otherwise @returns {Promise<T>} */
function within(seconds, promise, otherwise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(otherwise())), seconds * 1000);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** @param {import("node:http").ServerResponse} response @param {string} folder @param {string} pathname */
function serveFile(response, folder, pathname) {
  const path = join(folder, normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
  if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": TYPES.get(extname(path)) ?? "application/octet-stream",
  });
  return createReadStream(path).pipe(response);
}

/**
 * @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response
 * @param {string} to @param {Record<string, string>} more headers
 */
async function forward(request, response, to, more) {
  const method = request.method ?? "GET";
  const { accept = "*/*", "content-type": type = "text/plain" } = request.headers;
  const answer = await fetch(to + request.url, {
    method,
    headers: { accept, "content-type": type, ...more },
    body: method === "GET" ? null : new Uint8Array(await bodyOf(request)),
    redirect: "manual",
  });
  const headers = [...answer.headers].filter(
    ([name]) => !/^(content-encoding|content-length|transfer-encoding|connection)$/.test(name),
  );
  response
    .writeHead(answer.status, Object.fromEntries(headers))
    .end(new Uint8Array(await answer.arrayBuffer()));
}

/** @param {import("node:http").IncomingMessage} request */
async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A port of loopback that nobody uses now, for tools that cannot ask for one. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
