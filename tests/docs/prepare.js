// What a preparation of an example is, and what examples may use without saying where it comes from.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { CertCentral } from "certcentral-revoke";
import { ORDERS } from "../../www/sandbox/seed.js";
import { KEY } from "./setup.js";

/** @typedef {import("./setup.js").Sandbox} Sandbox */
/** @typedef {import("./setup.js").Given} Given */
/** @typedef {import("./setup.js").Setup} Setup */

/** The names of what is given, beside `same`. */
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
/** Waits too short to be noticed. */
const BRISK = { settleMs: 5, backoffMs: 1, maxBackoffMs: 2, reads: 2 };

/** Methods and statuses of what reached the sandbox. @param {Sandbox} sandbox */
export const log = ({ sandbox }) =>
  sandbox.state.log.map(({ method, status }) => `${method} ${status}`);

/** @param {Sandbox} sandbox @param {object} fault */
export async function fault({ sandbox }, fault) {
  const body = JSON.stringify({ method: "PUT", ...fault });
  await sandbox.fetch(new Request("http://sandbox/sandbox/faults", { method: "POST", body }));
}

/** Keeps what it is given, in the form of `@opentelemetry/api`. */
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

/** @param {Sandbox} sandbox @returns {Promise<Given>} */
export async function given(sandbox) {
  const certcentral = new CertCentral({ apiKey: KEY, baseUrl: sandbox.url, retry: BRISK });
  const { certificate } = await certcentral.orders.get(ORDERS.issued);
  sandbox.sandbox.state.log.length = 0;
  /** @type {string[]} */
  const lines = [];
  const print = (/** @type {unknown[]} */ ...words) => lines.push(words.map(String).join(" "));
  return {
    same: (told, claimed) => assert.deepEqual(told, claimed),
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
 * Statements, with what is given as it is or with some of it otherwise.
 * @param {Setup["check"]} [check]
 * @param {Partial<Given> | ((sandbox: Sandbox) => Promise<Partial<Given>>)} [own] @returns {Setup}
 */
export const statements = (check, own = {}) => ({
  runs: "statements",
  async given(sandbox) {
    const common = await given(sandbox);
    const made = typeof own === "function" ? await own(sandbox) : own;
    sandbox.sandbox.state.log.length = 0;
    return { ...common, ...made };
  },
  ...(check ? { check } : {}),
});

/** @param {Omit<Setup, "given">} setup @returns {Setup} */
export const other = (setup) => ({ given, ...setup });
