// Serves the sandbox from Node, on loopback only. From a shell: `node www/sandbox/node.js 8788`.

import { pathToFileURL } from "node:url";
import { serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createSandbox } from "./sandbox.js";
import { ORDERS } from "./seed.js";

/**
 * @param {{ port?: number, settings?: Partial<import("./settings.js").SandboxSettings>, clock?: () => number }} [options]
 * @returns {Promise<{ url: string, sandbox: ReturnType<typeof createSandbox>, close: () => Promise<void> }>}
 */
export function startSandbox({ port = 0, settings = {}, clock } = {}) {
  const sandbox = createSandbox(settings, clock);
  return new Promise((resolve, reject) => {
    /** @param {Request} request @param {any} host the server's view of the connection */
    const handle = async (request, host) => {
      const response = await sandbox.fetch(request);
      if (!sandbox.isLost(response)) return response;
      host.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    };
    const server = serve({ fetch: handle, port, hostname: "127.0.0.1" }, ({ port }) => {
      const close = () =>
        new Promise((/** @type {(value: void) => void} */ done) => {
          server.close(() => done());
          if ("closeAllConnections" in server) server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${port}/services/v2`, sandbox, close });
    });
    server.on("error", reject);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { url } = await startSandbox({ port: Number(process.argv[2] ?? 8788) });
  console.log(
    `CertCentral sandbox on ${url}, with the keys sandbox-admin-key, sandbox-limited-key, sandbox-view-only-key`,
  );
  console.log(
    `curl -X PUT -H 'X-DC-DEVKEY: sandbox-admin-key' -H 'Content-Type: application/json' -d '{}' ${url}/order/certificate/${ORDERS.issued}/revoke`,
  );
}
