// How long a revocation takes while a viewer runs 60 request loops through the gateway, with DigiCert's rate windows on both
// sides. Every `keyCompromise` revocation must be sent within a second.
//
//   npm run starvation           four minutes, longer than the longest window
//   npm run starvation -- 60     60 seconds
//
// The gateway and the sandbox run on workerd, in real time. The jobs run on a virtual clock, with the gateway's rate limiter.

import { inVirtualTime } from "../benches/virtual-clock.js";
import { RateLimiter } from "../www/gateway/account/rate-limiter.js";
import { startLocal } from "../www/gateway/local/local.js";
import { PLAIN } from "../www/sandbox/seed.js";
import { fail } from "./run.js";

const LOOPS = 60;
/** The longest time of a revocation, from the request to the response, in milliseconds. */
const MAX_MS = 1000;
const REVOKE_EVERY_MS = 5000;
const READ_EVERY_MS = 1000;
/** The wait of a loop after a 429: it ignores `Retry-After`. */
const LOOP_RETRY_MS = 200;
const BODY = { revocation_reason: "keyCompromise", skip_approval: true };

const seconds = Number(process.argv[2] ?? 240);
await jobsBesideLoops();
const { revocations } = await people();
const isMissed = revocations.some(({ status, ms }) => status !== 204 || ms > MAX_MS);
if (isMissed) fail(`a revocation was refused, or took longer than ${MAX_MS} ms`);

/** @typedef {{ status: number, ms: number }} Call */

async function people() {
  const local = await startLocal({ settings: { orders: 1000 } });
  const call = async (/** @type {string} */ person, /** @type {string} */ path, body = {}) => {
    const startedAt = performance.now();
    const isWrite = path.endsWith("/revoke");
    const response = await fetch(`${local.consoleUrl}/services/v2${path}`, {
      method: isWrite ? "PUT" : "GET",
      headers: {
        "content-type": "application/json",
        "x-certcentral-console": "1",
        "x-certcentral-identity": person,
      },
      ...(isWrite ? { body: JSON.stringify(body) } : {}),
    });
    await response.arrayBuffer();
    return { status: response.status, ms: performance.now() - startedAt };
  };
  const endsAt = performance.now() + seconds * 1000;
  const calls = {
    loops: /** @type {Call[]} */ ([]),
    reads: /** @type {Call[]} */ ([]),
    revocations: /** @type {Call[]} */ ([]),
  };
  const { loops, reads, revocations } = calls;
  const loop = async () => {
    while (performance.now() < endsAt) {
      const result = await call("vera", "/user/me");
      loops.push(result);
      if (result.status === 429) await wait(LOOP_RETRY_MS);
    }
  };
  /** @param {Call[]} calls @param {number} everyMs @param {(nth: number) => Promise<Call>} act */
  const regularly = async (calls, everyMs, act) => {
    const startedAt = performance.now();
    for (let nth = 1; ; nth++) {
      await wait(startedAt + nth * everyMs - performance.now());
      if (performance.now() >= endsAt) return;
      calls.push(await act(nth));
    }
  };
  await Promise.all([
    ...Array.from({ length: LOOPS }, loop),
    regularly(reads, READ_EVERY_MS, () => call("alex", `/order/certificate/${PLAIN}`)),
    regularly(revocations, REVOKE_EVERY_MS, (nth) =>
      call("ada", `/order/certificate/${PLAIN + nth}/revoke`, BODY),
    ),
  ]);
  const log = await fetch(new URL("/sandbox/log", local.sandboxUrl));
  const sent = /** @type {{ log: Array<{ status: number }> }} */ (await log.json()).log;
  await local.close();
  console.log(`${seconds} s on workerd, one viewer with ${LOOPS} loops of GET user/me:`);
  print("keyCompromise revocations, one each 5 s", revocations);
  print("reads of a colleague, one each second", reads);
  print("the viewer's loops", loops);
  const over = sent.filter(({ status }) => status === 429).length;
  console.log(`  429 from the sandbox's windows: ${over}`);
  return { revocations };
}

/** A job with six calls in flight, alone and beside the loops of three viewers, for 15 minutes of virtual time. */
async function jobsBesideLoops() {
  const minutes = 15;
  const perMinute = (/** @type {number} */ calls) => (calls / minutes).toFixed(0);
  for (const viewers of [0, 1, 3]) {
    const { job, people } = await inVirtualTime(async () => {
      const counts = { job: 0, people: 0 };
      const limiter = new RateLimiter(storage());
      const endsAt = Date.now() + minutes * 60_000;
      /** @param {"job" | "people"} kind @param {import("../www/gateway/account/rate-limiter.js").Sender} sender */
      const loop = async (kind, sender) => {
        while (Date.now() < endsAt) {
          const { isAdmitted } = await limiter.acquire(sender);
          if (isAdmitted) counts[kind]++;
          await wait(isAdmitted ? 50 : 2000);
        }
      };
      const job = Array.from({ length: 6 }, () =>
        loop("job", { lane: "bulk", person: "sam", job: "list" }),
      );
      const readers = Array.from({ length: viewers }, (_, nth) =>
        Array.from({ length: LOOPS }, () =>
          loop("people", { lane: "interactive", person: `viewer ${nth}` }),
        ),
      );
      await Promise.all([...job, ...readers.flat()]);
      return counts;
    });
    const beside = viewers === 0 ? "alone" : `beside ${viewers} × ${LOOPS} loops`;
    console.log(
      `a job ${beside}, virtual time: ${perMinute(job)} calls a minute, people ${perMinute(people)}`,
    );
  }
}

/** A storage that keeps nothing. */
function storage() {
  return {
    exec: (/** @type {string} */ text) => ({
      toArray: () => (text.startsWith("INSERT INTO sent_requests") ? [{ nth: 0 }] : []),
    }),
  };
}

/** @param {string} name @param {Call[]} calls */
function print(name, calls) {
  const ok = calls.filter(({ status }) => status < 300);
  const times = ok.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (/** @type {number} */ part) => times[Math.floor((times.length - 1) * part)] ?? NaN;
  const limited = calls.filter(({ status }) => status === 429).length;
  const other = calls.length - ok.length - limited;
  const rate = ((ok.length / seconds) * 60).toFixed(0);
  console.log(
    `  ${name}: ${ok.length} succeeded (${rate} a minute), ${limited} got 429${other > 0 ? `, ${other} others` : ""}; ` +
      `p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms`,
  );
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(ms, 0)));
}
