// A proxy on this machine for the examples: every tunnel that it opens ends at a TLS server in front of the sandbox, whose
// certificate names DigiCert's host and is signed by itself. An example reaches it by HTTPS_PROXY and NODE_EXTRA_CA_CERTS.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { ROOT } from "./examples.js";

const TLS = join(ROOT, "tests/docs/tls");

/** @param {import("node:net").Server} server @returns {Promise<number>} the port */
function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(/** @type {import("node:net").AddressInfo} */ (server.address()).port),
    );
  });
}

/** @param {{ url: string }} sandbox */
export async function startProxy(sandbox) {
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => readFileSync(join(TLS, name), "utf8"));
  // Reads only: no body is passed on.
  const digicert = createTlsServer({ key, cert }, async ({ url, headers }, response) => {
    const answer = await fetch(new URL(url ?? "/", sandbox.url), {
      headers: { "x-dc-devkey": String(headers["x-dc-devkey"]) },
    });
    const type = { "content-type": "application/json" };
    response.writeHead(answer.status, type).end(await answer.text());
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
    for (const server of [proxy, digicert]) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { env, tunnels, close };
}
