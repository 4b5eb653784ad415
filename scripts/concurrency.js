// Many concurrent calls on one client, against the sandbox with its default settings, while another client with the same key
// calls `me()` every second. Prints what they ended in and how many calls were answered 429.
//
//   npm run concurrency                 400 and 1,200 orders at once (about five minutes)
//   npm run concurrency -- 400

import { createSandbox } from "../www/sandbox/sandbox.js";
import { PLAIN } from "../www/sandbox/seed.js";
import { fail } from "./run.js";

/** @typedef {typeof import("certcentral-revoke")} Package */

const API_KEY = "sandbox-admin-key";
/** Of all calls of the client under test. */
const MAX_LIMITED = 0.02;

const { CertCentral, CertCentralError } = /** @type {Package} */ (
  /** @type {unknown} */ (await import("../pkg/dist/node.js"))
);
const sizes = process.argv.slice(2).map(Number);
let isFailed = false;
for (const size of sizes.length > 0 ? sizes : [400, 1200])
  isFailed = !(await run(size)) || isFailed;
if (isFailed) fail("a target was missed");

/** @param {number} size @returns {Promise<boolean>} whether every target is met */
async function run(size) {
  const sandbox = createSandbox({ orders: size + 300 });
  const calls = { sent: 0, limited: 0 };
  const [client, other] = [calls, { sent: 0, limited: 0 }].map(
    (count) =>
      new CertCentral({
        apiKey: API_KEY,
        baseUrl: "http://127.0.0.1/services/v2",
        fetch: async (url, init) => {
          count.sent++;
          await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 80));
          const response = await sandbox.fetch(new Request(url, init));
          if (response.status === 429) count.limited++;
          return response;
        },
      }),
  );
  if (!client || !other) throw new Error("two clients");
  const started = performance.now();
  const me = { answered: 0, failed: 0, longestMs: 0 };
  const probe = probing(other, me);
  /** @type {Map<string, number>} */
  const ends = new Map();
  const orders = Array.from({ length: size }, (_, nth) => PLAIN + nth);
  await Promise.all(
    orders.map(async (order) => {
      const end = await client
        .revokeOrder(order, { skipApproval: true, revocationReason: "superseded" })
        .then(({ outcome }) => outcome)
        .catch((error) => {
          if (!(error instanceof CertCentralError)) throw error;
          return `${error.code} (effect ${error.effect})`;
        });
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await probe.stop();
  const share = calls.limited / calls.sent;
  console.log(
    `${size} at once: ${[...ends].map(([end, count]) => `${count} ${end}`).join(", ")} in ${seconds} s; ` +
      `${calls.limited} of ${calls.sent} calls answered 429 (${(share * 100).toFixed(2)} %); ` +
      `another client's me(): ${me.answered} answered, ${me.failed} failed, the slowest after ${Math.round(me.longestMs)} ms`,
  );
  return ends.get("revoked") === size && share <= MAX_LIMITED && me.failed === 0;
}

/** Calls `me()` every second. @param {InstanceType<Package["CertCentral"]>} client @param {{ answered: number, failed: number, longestMs: number }} me */
function probing(client, me) {
  /** @type {Set<Promise<void>>} */
  const calls = new Set();
  const timer = setInterval(() => {
    const started = performance.now();
    const call = client
      .me()
      .then(() => void me.answered++)
      .catch(() => void me.failed++)
      .finally(() => {
        me.longestMs = Math.max(me.longestMs, performance.now() - started);
        calls.delete(call);
      });
    calls.add(call);
  }, 1000);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(calls);
    },
  };
}
