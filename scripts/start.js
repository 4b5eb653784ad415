// `npm start`: sets everything up, runs console, gateway and sandbox on the edge runtime, and opens the console. What is built
// and up to date is not built again.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildPackage } from "./build.js";
import { isCurrent, runStage } from "./fingerprint.js";
import { fail, has, ROOT } from "./run.js";
import { dependencies } from "./setup.js";

const PORT = Number(process.env.PORT ?? 8787);
const SANDBOX_PORT = Number(process.env.SANDBOX_PORT ?? 8788);
/** DigiCert's rate limits pass this many times faster, so that half an hour takes half a minute. */
const SPEED = 60;
/** The number of plain orders in the sandbox and in the list. The sandbox also has 300 orders of many kinds. */
const LISTED = 10_000;
/** @type {import("./fingerprint.js").Stage} */
const CONSOLE = {
  name: "console",
  inputs: ["www/console", "pkg", "package.json", "package-lock.json"],
  outputs: "www/console/dist",
};

/** What has to be undone at the end, the last one first. @type {Array<() => unknown>} */
const cleanups = [];
let isStopping = false;
handleSignals();

await dependencies();
await buildPackage();
const { buildConsole, PEOPLE, startLocalKillable } = await import("../www/gateway/local/local.js");
const { ORDERS, PLAIN } = await import("../www/sandbox/seed.js");
if (isCurrent(CONSOLE)) console.log("▸ the console is up to date");
else {
  console.log("▸ build the console");
  await runStage(CONSOLE, () => buildConsole());
}

console.log("▸ start console, gateway and sandbox on workerd");
const state = mkdtempSync(join(tmpdir(), "certcentral-"));
const removeState = () => rmSync(state, { recursive: true, force: true });
process.once("exit", removeState);
cleanups.push(removeState);
const starting = startLocalKillable({
  port: PORT,
  sandboxPort: SANDBOX_PORT,
  persist: join(state, "account"),
  notify: true,
  witness: join(state, "heads"),
  ...scaled(),
});
cleanups.push(async () => (await starting).close());
const { consoleUrl, sandboxUrl, kill, revive } = await starting.catch(notStarted);
handleSignals();
const list = join(state, "orders.csv");
writeFileSync(list, listOf(LISTED));

const people = PEOPLE.map(({ id, roles }) => `${id} (${roles})`).join(", ");
console.log(`
  Console   ${consoleUrl}   (try order ${ORDERS.issued})
  Gateway   ${consoleUrl}/services/v2   (CertCentral's protocol; any API key works, because the gateway has its own)
  People    ${people}: the first one, or the one in the header X-CertCentral-Identity
  Sandbox   ${sandboxUrl}   (behind the gateway, API key sandbox-admin-key)

  Revoke an order as ${PEOPLE[0]?.id}:
  curl -i -X PUT ${consoleUrl}/services/v2/order/certificate/${ORDERS.issued}/revoke \\
    -H 'X-DC-DEVKEY: any' -H 'Content-Type: application/json' \\
    -d '{"revocation_reason":"superseded","skip_approval":true}'
  Notified  ${new URL("/sandbox/notifications", sandboxUrl)}   (what the gateway sends to webhooks, in every format)

  List      ${list}   (${LISTED} orders: drop it on the console)
  Heads     ${join(state, "heads")}   (of the audit log: npx certcentral-revoke verify log.jsonl --witness …)
  Time      the rate limits pass ${SPEED} times faster, here and in the sandbox: half an hour takes half a minute,
            if this machine is fast enough
  Crash     press k and Enter, or send SIGUSR2 to process ${process.pid}: kills the gateway and starts it again

  Stop with Ctrl+C.
`);
openInBrowser(consoleUrl);

let crash = Promise.resolve();
cleanups.push(() => crash);
/** Kills and restarts the gateway. Repeated requests run one after the other. */
function crashGateway() {
  crash = crash.then(async () => {
    console.log("▸ kill the gateway");
    await kill();
    await revive();
    console.log("▸ the gateway runs again and continues its jobs");
  });
}
if (process.stdin.isTTY)
  createInterface({ input: process.stdin }).on("line", (line) => {
    if (line.trim() === "k") crashGateway();
  });
if (process.platform !== "win32") process.on("SIGUSR2", crashGateway);

/** Removes the handlers of Miniflare, too, which exit before the cleanup has finished. */
function handleSignals() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
}

/** Ends everything that was started, and removes what it wrote. */
async function stop() {
  if (isStopping) return;
  isStopping = true;
  for (const cleanup of cleanups.reverse()) await cleanup();
  process.exit(0);
}

/** @param {Error} error @returns {never} */
function notStarted(error) {
  fail(
    `workerd does not start: ${error.message}\nIf port ${PORT} or ${SANDBOX_PORT} is in use, set PORT and SANDBOX_PORT to free ones.`,
  );
}

/** Opens the page, unless there is no screen. @param {string} url */
function openInBrowser(url) {
  const opener = { darwin: "open", win32: "explorer" }[String(process.platform)] ?? "xdg-open";
  const screen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.env.CI || !process.stdout.isTTY || !screen || !has(opener)) return;
  spawn(opener, [url], { cwd: ROOT, stdio: "ignore", detached: true }).unref();
}

/** The same rate limits for gateway and sandbox. */
function scaled() {
  const windows = [
    [100, Math.floor(5000 / SPEED)],
    [1000, Math.floor(180_000 / SPEED)],
  ];
  return {
    limits: { windows, guardMs: Math.ceil(1000 / SPEED) },
    settings: {
      orders: LISTED + 300,
      windows: windows.map(([calls = 0, ms = 0]) => ({ calls, seconds: ms / 1000 })),
    },
    variables: { JOBS: JSON.stringify({ confirmIntervalMs: 120_000 / SPEED }) },
  };
}

/** @param {number} count */
function listOf(count) {
  const rows = Array.from({ length: count }, (_, nth) => String(PLAIN + nth));
  return `order_id\n${rows.join("\n")}\n`;
}
