// The values that examples use without declaring them, and the functions that make setups.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { CertCentral } from "certcentral-revoke";
import { ORDERS } from "../../www/sandbox/seed.js";
import { FAST_RETRY } from "../support/client.js";
import { KEY } from "./setup.js";

/** @typedef {import("./setup.js").Context} Context */
/** @typedef {import("./setup.js").Sandbox} Sandbox */
/** @typedef {import("./setup.js").Setup} Setup */

/** The names of the context, without `same`. */
export const NAMES = [
  "console",
  "env",
  "require",
  "certcentral",
  "orderId",
  "serialNumber",
  "revocationReason",
  "comment",
  "skipApproval",
  "signal",
  "apiKey",
  "tracer",
];
/** The methods and statuses of the calls that reached the sandbox. @param {Sandbox} sandbox */
export const log = ({ sandbox }) =>
  sandbox.state.log.map(({ method, status }) => `${method} ${status}`);

/** @param {Sandbox} sandbox @param {object} fault */
export async function fault({ sandbox }, fault) {
  const body = JSON.stringify({ method: "PUT", ...fault });
  await sandbox.fetch(new Request("http://sandbox/sandbox/faults", { method: "POST", body }));
}

/** A tracer in the form of `@opentelemetry/api` that keeps its spans. */
function tracer() {
  /** @type {Array<{ name: string, attributes: Record<string, unknown> }>} */
  const spans = [];
  const startSpan = (/** @type {string} */ name, /** @type {any} */ { attributes }) => ({
    setAttribute: (/** @type {string} */ key, /** @type {unknown} */ value) => {
      attributes[key] = value;
    },
    setStatus() {},
    end: () => spans.push({ name, attributes }),
  });
  return { spans, startSpan };
}

/** @param {Sandbox} sandbox @returns {Promise<Context>} */
export async function contextOf(sandbox) {
  const certcentral = new CertCentral({ apiKey: KEY, baseUrl: sandbox.url, retry: FAST_RETRY });
  const { certificate } = await certcentral.orders.get(ORDERS.issued);
  sandbox.sandbox.state.log.length = 0;
  /** @type {string[]} */
  const lines = [];
  const print = (/** @type {unknown[]} */ ...words) => lines.push(words.map(String).join(" "));
  return {
    same: (actual, stated) => assert.deepEqual(actual, stated),
    console: { log: print, warn: print, error: print },
    env: { DIGICERT_API_KEY: KEY },
    require: createRequire(import.meta.url),
    certcentral,
    orderId: String(ORDERS.issued),
    serialNumber: certificate?.serialNumber ?? "",
    revocationReason: "superseded",
    comment: "INC-4711",
    skipApproval: false,
    signal: new AbortController().signal,
    apiKey: KEY,
    tracer: tracer(),
    lines,
  };
}

/**
 * A setup of statements, with its own values in the context if it needs them.
 * @param {Setup["check"]} [check]
 * @param {Partial<Context> | ((sandbox: Sandbox) => Promise<Partial<Context>>)} [own] @returns {Setup}
 */
export const statements = (check, own = {}) => ({
  runs: "statements",
  async context(sandbox) {
    const common = await contextOf(sandbox);
    const made = typeof own === "function" ? await own(sandbox) : own;
    sandbox.sandbox.state.log.length = 0;
    return { ...common, ...made };
  },
  ...(check ? { check } : {}),
});

/** @param {Omit<Setup, "context">} setup @returns {Setup} */
export const other = (setup) => ({ context: contextOf, ...setup });
