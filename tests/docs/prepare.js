// What a preparation of an example is, and what examples may use without saying where it comes from.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { CertCentral } from "certcentral-revoke";
import { ORDERS } from "../../www/sandbox/seed.js";
import { KEY } from "./run.js";

/** @typedef {import("./run.js").Sandbox} Sandbox */
/** @typedef {(path: string, init?: object) => Promise<{ status: number, body: any }>} Ask */
/**
 * @typedef {object} Given the names that examples may use without saying where they come from
 * @property {(told: unknown, claimed: unknown) => void} same
 * @property {any} console @property {any} env @property {any} require
 * @property {CertCentral} certcentral @property {string} orderId @property {string} serialNumber
 * @property {"superseded"} revocationReason @property {string} comment @property {boolean} skipApproval
 * @property {AbortSignal} signal @property {string} apiKey @property {string[]} lines what was printed
 * @property {any} tracer of OpenTelemetry, as far as an example uses it; `tracer.spans` has the spans that ended
 */
/**
 * @typedef {object} Setup
 * @property {"statements" | "program" | "worker" | "page" | "shell"} runs
 * @property {(sandbox: Sandbox) => Promise<Given>} given
 * @property {string} [needs] an entry of the package that has to be there
 * @property {boolean} [wrongOnPurpose] its types are wrong, and that is what it shows
 * @property {(told: any, sandbox: Sandbox, given: Given) => unknown} [check] of statements
 * @property {Array<{ before?: (sandbox: Sandbox) => Promise<void>, args: string[], check: (told: import("./run.js").Ended, sandbox: Sandbox) => unknown }>} [runsOf] of a program
 * @property {(sandbox: Sandbox) => Promise<{ env: Record<string, string>, close: () => void }>} [around] what a program needs meanwhile
 * @property {(reach: (request: any) => Promise<Response>) => object} [bindings] of a Worker, beside the key
 * @property {Record<string, object>} [objects] Durable Objects of a Worker
 * @property {(ask: Ask, sandbox: Sandbox) => unknown} [asks] of a Worker
 * @property {"esbuild" | "vite"} [bundler] of a page; esbuild if left out
 * @property {string} [adds] code behind a page's: it sets the title at its end
 * @property {(title: string, sandbox: Sandbox) => unknown} [seen] of a page
 * @property {(stdout: string, sandbox: Sandbox) => unknown} [printed] of a shell
 */

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
