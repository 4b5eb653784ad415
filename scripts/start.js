// Sets everything up, runs console, gateway and sandbox on the edge runtime, and opens the console.

import { spawn } from "node:child_process";
import { has, ROOT } from "./run.js";
import { dependencies } from "./setup.js";

const PORT = Number(process.env.PORT ?? 8787);
const SANDBOX_PORT = Number(process.env.SANDBOX_PORT ?? 8788);

await dependencies();
await import("./build.js");
const { buildConsole, PEOPLE, startLocal } = await import("../www/gateway/local.js");
const { ORDERS } = await import("../www/sandbox/seed.js");
console.log("▸ build the console");
await buildConsole();
console.log("▸ start console, gateway and sandbox on workerd");
const { consoleUrl, sandboxUrl, close } = await startLocal({
  port: PORT,
  sandboxPort: SANDBOX_PORT,
});

const people = PEOPLE.map(({ id, roles }) => `${id} (${roles})`).join(", ");
console.log(`
  Console   ${consoleUrl}   (try order ${ORDERS.issued})
  Gateway   ${consoleUrl}/services/v2   (speaks CertCentral's protocol; any key will do, it has its own)
  People    ${people}: the first, or whom the header X-CertCentral-Identity names
  Sandbox   ${sandboxUrl}   (behind the gateway, key sandbox-admin-key)

  Revoke by hand, as ${PEOPLE[0]?.id}:
  curl -i -X PUT ${consoleUrl}/services/v2/order/certificate/${ORDERS.issued}/revoke \\
    -H 'X-DC-DEVKEY: any' -H 'Content-Type: application/json' \\
    -d '{"revocation_reason":"superseded","skip_approval":true}'

  Stop with Ctrl+C.
`);
openInBrowser(consoleUrl);

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.once(signal, async () => {
    await close();
    process.exit(0);
  });
}

/** Only where there is somebody to look at it. @param {string} url */
function openInBrowser(url) {
  const opener = { darwin: "open", win32: "explorer" }[String(process.platform)] ?? "xdg-open";
  const screen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.env.CI || !process.stdout.isTTY || !screen || !has(opener)) return;
  spawn(opener, [url], { cwd: ROOT, stdio: "ignore", detached: true }).unref();
}
