// A proxy on this machine for the examples. Its tunnels end at a TLS server in front of the sandbox with a self-signed
// certificate for DigiCert's host. An example uses it through HTTPS_PROXY and NODE_EXTRA_CA_CERTS.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { closeServer, listen } from "../support/listen.js";
import { ROOT } from "./examples.js";

const TLS = join(ROOT, "tests/fixtures/tls");

/** @param {{ url: string }} sandbox */
export async function startProxy(sandbox) {
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => readFileSync(join(TLS, name), "utf8"));
  // Forwards no body: the examples only read.
  const digicert = createTlsServer({ key, cert }, async ({ url, headers }, response) => {
    const upstream = await fetch(new URL(url ?? "/", sandbox.url), {
      headers: { "x-dc-devkey": String(headers["x-dc-devkey"]) },
    });
    const type = { "content-type": "application/json" };
    response.writeHead(upstream.status, type).end(await upstream.text());
  });
  const port = await listen(digicert);
  /** @type {string[]} */
  const tunnels = [];
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", ({ url = "" }, /** @type {import("node:net").Socket} */ socket) => {
    tunnels.push(url);
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) end.on("error", () => end.destroy());
  });
  const url = `http://127.0.0.1:${await listen(proxy)}`;
  const env = { HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: join(TLS, "cert.pem") };
  const close = () => {
    for (const server of [proxy, digicert]) closeServer(server);
  };
  return { env, tunnels, close };
}
