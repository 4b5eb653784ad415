// One round: a client with concurrent calls, a crash at a random point, and the checks afterwards. It runs in every host, so it
// uses only what all hosts have.

import { chooser, seeded } from "../support/random.js";
import { createAccount, later } from "./account.js";
import { SCENARIOS } from "./scenarios.js";

/** @import { Injector, Mode, Plan } from "./injector.js" */
/** @import { Chooser } from "../support/random.js" */
/** @import { Call, Stage } from "./stage.js" */

/**
 * @typedef {object} Host
 * @property {any} module the package
 * @property {object} settings of this host
 * @property {Injector} injector
 * @property {() => Promise<void>} collect collects garbage, as far as the host can
 * @property {() => string[]} unhandled the unhandled errors since the last call
 */

/** @typedef {{ seed: number, fired: string[], crashed: number, calls: number, writes: number, alive: number, faults: string[] }} Report */

/** Exports that only the host calls, or that calls rarely reach: random crashes would miss them. */
const AIMED = [
  "invoke0",
  "invoke1",
  "invoke2",
  "__wbindgen_destroy_closure",
  "__wbg_certcentral_free",
  "__wbindgen_malloc",
  "__wbindgen_realloc",
  "__wbindgen_exn_store",
  "__externref_table_alloc",
  "__externref_table_dealloc",
  "__wbindgen_start",
  "certcentral_new",
  "certcentral_revokeOrder",
  "certcentral_me",
];
/** @type {Mode[]} */
const MODES = ["entry", "exit", "memory"];
const MAX_CALLS = 600;
/** A round takes 2 seconds at most, even on a slow machine; after this time it hangs. */
const WATCHDOG_MS = 30_000;

/** @param {Chooser} choose @param {string[]} aimed @returns {Plan} */
export function planCrash(choose, aimed) {
  const mode = choose.one(MODES);
  const only = choose.chance(0.5) ? choose.one(aimed) : undefined;
  return { mode, only, nth: choose.logarithmic(only === undefined ? MAX_CALLS : 12) };
}

/** @param {Host} host @param {number} seed @returns {Promise<Report>} */
export async function round(host, seed) {
  const choose = chooser(seeded(seed));
  /** @type {string[]} */
  const faults = [];
  /** @type {Call[]} */
  const calls = [];
  let lastId = 1000;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };

  /** @param {string} name @param {(comment: string) => any} start @param {boolean} [writes] @returns {Call} */
  const track = (name, start, writes = false) => {
    const comment = writes ? `${name} ${calls.length}` : undefined;
    /** @type {Call} */
    const call = {
      name,
      comment,
      settled: false,
      value: undefined,
      error: undefined,
      thrown: false,
    };
    calls.push(call);
    const fail = (/** @type {unknown} */ error) =>
      Object.assign(call, { settled: true, thrown: true, error });
    try {
      // A list sends nothing until it is awaited, so it needs `then`.
      Promise.resolve(start(comment ?? "")).then(
        (value) => Object.assign(call, { settled: true, value }),
        fail,
      );
    } catch (error) {
      fail(error);
    }
    return call;
  };

  /** @type {any} */
  let client;
  /** Calls the core from inside a hook or `fetch`. @param {string} from */
  const reenter = (from) => {
    if (!client || calls.length > 60 || !choose.chance(0.04)) return;
    if (choose.chance(0.5)) track(`me in ${from}`, () => client.me());
    else track(`build in ${from}`, () => host.module.buildRevokeOrder(1));
  };
  const account = createAccount(choose, () => reenter("fetch"));
  const hook = (/** @type {string} */ name) => () => {
    reenter(name);
    if (choose.chance(0.05)) throw new Error("a hook that throws");
    if (choose.chance(0.05)) return Promise.reject(new Error("a hook that rejects"));
    return undefined;
  };
  const newClient = (settings = {}) =>
    new host.module.CertCentral({
      apiKey: ["can", "ary-key-81"].join(""),
      fetch: account.fetch,
      timeoutMs: 60,
      deadlineMs: 1500,
      maxInFlight: choose.one([1, 2, 6]),
      retry: choose.chance(0.1)
        ? false
        : { settleMs: 2, backoffMs: 1, maxBackoffMs: 3, maxRetryAfterMs: 10, reads: 2 },
      limits: { windows: [[5000, 100]], guardMs: 0 },
      onRequest: hook("onRequest"),
      onResponse: hook("onResponse"),
      onRetry: hook("onRetry"),
      ...host.settings,
      ...settings,
    });
  /** @type {Stage} */
  const stage = { module: host.module, client: undefined, choose, nextId, newClient, track };

  // Some rounds also crash the instance that replaces the crashed one.
  const plans = Array.from({ length: choose.one([1, 1, 2, 3]) }, () => planCrash(choose, AIMED));
  const label = plans.map(({ mode, only, nth }) => `${mode} of ${only ?? "export"} ${nth}`).join();
  const armAfterStart = choose.chance(0.7);
  if (!armAfterStart) host.injector.arm(plans);
  // Each attempt consumes at least one plan.
  for (let left = plans.length; client === undefined && left >= 0; left--) {
    try {
      client = newClient();
    } catch (error) {
      checkError(error, false, "the constructor");
    }
  }
  stage.client = client;
  if (armAfterStart) host.injector.arm(plans);

  for (let left = 3 + choose.below(10); left > 0; left--) {
    choose.one(SCENARIOS)(stage);
    if (choose.chance(0.3)) await later(choose.below(4));
  }
  await settled();
  // Finalizers of the calls' objects may crash too.
  await host.collect();
  const fired = host.injector.fired();
  host.injector.disarm();

  const crashed = calls.filter(({ error }) => error?.code === "core-crashed");
  for (const call of calls) check(call);
  account.calm();
  await nextCallWorks();
  for (const path of account.repeated())
    faults.push(`a write of ${path} was repeated without a read`);
  await host.collect();
  for (const what of host.unhandled()) faults.push(`unhandled: ${what}`);
  return {
    seed,
    fired: fired.map(({ mode, name }) => `${mode} ${name}`),
    crashed: crashed.length,
    calls: calls.length,
    writes: account.log.filter(({ put }) => put).length,
    alive: host.injector.alive(),
    faults: faults.map((fault) => `${fault} (${label}; fired: ${fired.length})`),
  };

  async function settled() {
    let isOver = false;
    const watchdog = setTimeout(() => {
      isOver = true;
    }, WATCHDOG_MS);
    while (!isOver && calls.some((call) => !call.settled)) await later(1);
    clearTimeout(watchdog);
    for (const { name } of calls.filter((call) => !call.settled)) faults.push(`${name} hangs`);
  }

  /** @param {any} error @param {boolean} sent @param {string} name */
  function checkError(error, sent, name) {
    const { CertCentralError, CoreCrashedError } = host.module;
    if (!(error instanceof CertCentralError)) {
      faults.push(`${name} ended with ${error?.name}: ${error?.message} ${error?.stack}`);
      return;
    }
    if (error.code !== "core-crashed") return;
    const effect = sent ? "unknown" : "none";
    if (!(error instanceof CoreCrashedError)) faults.push(`${name}: ${error.name}`);
    if (error.effect !== effect)
      faults.push(`${name}: effect ${error.effect}, but ${sent ? "it was" : "nothing was"} sent`);
    if (host.injector.fired().length === 0)
      faults.push(`${name}: a crash without a plan: ${error.cause?.stack}`);
  }

  /** @param {Call} call */
  function check({ name, comment, thrown, error, value }) {
    const puts = comment === undefined ? [] : account.puts(comment);
    if (thrown) {
      // `parseRevokeResponse` reads the response of a request that was sent elsewhere.
      checkError(error, puts.length > 0 || name === "parseRevokeResponse", name);
      if (error?.effect === "none" && puts.some(({ applied }) => applied))
        faults.push(`${name}: effect none, but the write was applied (${error.code})`);
    } else if (
      comment !== undefined &&
      value?.outcome === "revoked" &&
      !puts.some(({ applied }) => applied)
    )
      faults.push(`${name}: revoked, but no write was applied`);
  }

  async function nextCallWorks() {
    for (const again of [client, newClient()]) {
      const id = nextId();
      const read = track("the next read", () => again.orders.get(id, { deadlineMs: 20_000 }));
      await settled();
      if (read.value?.id !== String(id)) faults.push(`the next read failed: ${read.error?.stack}`);
      const write = track(
        "the next revoke",
        (comment) => again.revokeOrder(id, { comment }, { deadlineMs: 20_000 }),
        true,
      );
      await settled();
      if (write.value?.outcome !== "revoked")
        faults.push(`the next revoke failed: ${write.error?.stack}`);
    }
  }
}
