// The origin of a page: forwards calls to the sandbox with the key, as a gateway does; serves the project's files or forwards
// to the tool's server; and receives the results of the page.

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
const RESULT_SECONDS = 45;

/**
 * @param {string} sandbox its origin
 * @param {{ folder: string } | { upstream: string }} behind
 * @param {{ csp?: string }} [options]
 */
export async function startOrigin(sandbox, behind, { csp } = {}) {
  /** @type {(results: Record<string, string>) => void} */
  let receive = () => {};
  const results = new Promise((/** @type {typeof receive} */ resolve) => {
    receive = resolve;
  });
  const requested = /** @type {string[]} */ ([]);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    requested.push(pathname);
    try {
      if (csp) response.setHeader("content-security-policy", csp);
      if (pathname === "/results") {
        receive(JSON.parse(String(await bodyOf(request))));
        response.end();
      } else if (pathname.startsWith("/services/"))
        await forward(request, response, sandbox, { "x-dc-devkey": "sandbox-admin-key" });
      else if ("upstream" in behind) await forward(request, response, behind.upstream, {});
      else serveFile(response, behind.folder, pathname);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  // The WebSocket of a development server, which some pages need to start.
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
    /** The results of the page, or an error if it sends none. */
    results: () =>
      within(RESULT_SECONDS, results, () => `the page sent no results; it requested ${requested}`),
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
  const upstream = await fetch(to + request.url, {
    method,
    headers: { accept, "content-type": type, ...more },
    body: method === "GET" ? null : new Uint8Array(await bodyOf(request)),
    redirect: "manual",
  });
  const headers = [...upstream.headers].filter(
    ([name]) => !/^(content-encoding|content-length|transfer-encoding|connection)$/.test(name),
  );
  response
    .writeHead(upstream.status, Object.fromEntries(headers))
    .end(new Uint8Array(await upstream.arrayBuffer()));
}

/** @param {import("node:http").IncomingMessage} request */
async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A free port of the loopback interface, for tools that cannot select one. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
