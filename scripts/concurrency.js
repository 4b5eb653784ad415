// Many concurrent calls on one client, against the sandbox with its default settings, while another client with the same key
// calls `me()` every second. Prints the outcomes and the share of responses with status 429.
//
//   npm run concurrency                 400 and 1,200 orders at once (about five minutes)
//   npm run concurrency -- 400

import { createSandbox } from "../www/sandbox/sandbox.js";
import { PLAIN } from "../www/sandbox/seed.js";
import { fail } from "./run.js";

/** @typedef {typeof import("certcentral-revoke")} Package */

const API_KEY = "sandbox-admin-key";
/** The highest share of 429 in the responses to the client under test. */
const MAX_LIMITED = 0.02;

const { CertCentral, CertCentralError } = /** @type {Package} */ (
  /** @type {unknown} */ (await import("../pkg/dist/node.js"))
);
const sizes = process.argv.slice(2).map(Number);
let isFailed = false;
for (const size of sizes.length > 0 ? sizes : [400, 1200])
  isFailed = !(await run(size)) || isFailed;
if (isFailed)
  fail(
    `a target is missed: every order revoked, at most ${MAX_LIMITED * 100} % of the responses with status 429, no failed me()`,
  );

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
  if (!client || !other) throw new Error("expected two clients");
  const started = performance.now();
  const me = { succeeded: 0, failed: 0, maxMs: 0 };
  const probe = startProbe(other, me);
  /** @type {Map<string, number>} */
  const outcomes = new Map();
  const orders = Array.from({ length: size }, (_, nth) => PLAIN + nth);
  await Promise.all(
    orders.map(async (order) => {
      const outcome = await client
        .revokeOrder(order, { skipApproval: true, revocationReason: "superseded" })
        .then(({ outcome }) => outcome)
        .catch((error) => {
          if (!(error instanceof CertCentralError)) throw error;
          return `${error.code} (effect ${error.effect})`;
        });
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await probe.stop();
  const share = calls.limited / calls.sent;
  console.log(
    `${size} concurrent orders: ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(", ")} in ${seconds} s; ` +
      `${calls.limited} of ${calls.sent} responses with status 429 (${(share * 100).toFixed(2)} %); ` +
      `another client's me(): ${me.succeeded} succeeded, ${me.failed} failed, at most ${Math.round(me.maxMs)} ms`,
  );
  return outcomes.get("revoked") === size && share <= MAX_LIMITED && me.failed === 0;
}

/** Calls `me()` every second. @param {InstanceType<Package["CertCentral"]>} client @param {{ succeeded: number, failed: number, maxMs: number }} me */
function startProbe(client, me) {
  /** @type {Set<Promise<void>>} */
  const calls = new Set();
  const timer = setInterval(() => {
    const started = performance.now();
    const call = client
      .me()
      .then(() => void me.succeeded++)
      .catch(() => void me.failed++)
      .finally(() => {
        me.maxMs = Math.max(me.maxMs, performance.now() - started);
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
