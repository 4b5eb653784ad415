// Sets everything up, runs console, gateway and sandbox on the edge runtime, and opens the console.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { has, ROOT } from "./run.js";
import { dependencies } from "./setup.js";

const PORT = Number(process.env.PORT ?? 8787);
const SANDBOX_PORT = Number(process.env.SANDBOX_PORT ?? 8788);
/** How many times as fast DigiCert's windows pass: what takes half an hour there can be looked at here. */
const FASTER = 60;
/** How many plain orders the sandbox has, and the list names; 300 others are of many kinds. */
const LISTED = 10_000;

await dependencies();
await import("./build.js");
const { buildConsole, PEOPLE, startLocalKillable } = await import("../www/gateway/local/local.js");
const { ORDERS, PLAIN } = await import("../www/sandbox/seed.js");
console.log("▸ build the console");
await buildConsole();
console.log("▸ start console, gateway and sandbox on workerd");
const state = mkdtempSync(join(tmpdir(), "certcentral-"));
const { consoleUrl, sandboxUrl, kill, revive, close } = await startLocalKillable({
  port: PORT,
  sandboxPort: SANDBOX_PORT,
  persist: join(state, "account"),
  ...scaled(),
});
const list = join(state, "orders.csv");
writeFileSync(list, listOf(LISTED));

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

  A list    ${list}   (${LISTED} orders: drop it on the console)
  Time      ${FASTER} times as fast in DigiCert's limits, here and in the sandbox: half an hour is half a minute,
            as far as this machine keeps up
  A crash   k and Enter, or SIGUSR2 to process ${process.pid}, kills the gateway hard and starts it again

  Stop with Ctrl+C.
`);
openInBrowser(consoleUrl);

let crash = Promise.resolve();
/** One after the other, however often it is asked for. */
function crashed() {
  crash = crash.then(async () => {
    console.log("▸ kill the gateway");
    await kill();
    await revive();
    console.log("▸ it is back, and goes on with what it had begun");
  });
}
if (process.stdin.isTTY)
  createInterface({ input: process.stdin }).on("line", (line) => {
    if (line.trim() === "k") crashed();
  });
if (process.platform !== "win32") process.on("SIGUSR2", crashed);

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.once(signal, async () => {
    await crash;
    await close();
    rmSync(state, { recursive: true, force: true });
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

/** The same windows for gateway and sandbox. */
function scaled() {
  const windows = [
    [100, Math.floor(5000 / FASTER)],
    [1000, Math.floor(180_000 / FASTER)],
  ];
  return {
    limits: { windows, guardMs: Math.ceil(1000 / FASTER) },
    settings: {
      orders: LISTED + 300,
      windows: windows.map(([calls = 0, ms = 0]) => ({ calls, seconds: ms / 1000 })),
    },
    variables: { JOBS: JSON.stringify({ lookMs: 120_000 / FASTER }) },
  };
}

/** @param {number} count */
function listOf(count) {
  const rows = Array.from({ length: count }, (_, nth) => String(PLAIN + nth));
  return `order_id\n${rows.join("\n")}\n`;
}
