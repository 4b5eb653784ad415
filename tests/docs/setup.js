// How an example is prepared and checked.

/** @typedef {Awaited<ReturnType<typeof import("../../www/sandbox/node.js").startSandbox>>} Sandbox */
/** @typedef {{ code: number, stdout: string, stderr: string }} Ended */
/** @typedef {(path: string, init?: object) => Promise<{ status: number, body: any }>} Ask */
/**
 * @typedef {object} Given the names that examples may use without saying where they come from
 * @property {(told: unknown, claimed: unknown) => void} same
 * @property {any} console @property {any} env @property {any} require
 * @property {import("certcentral-revoke").CertCentral} certcentral @property {string} orderId @property {string} serialNumber
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
 * @property {Array<{ before?: (sandbox: Sandbox) => Promise<void>, args: string[], check: (told: Ended, sandbox: Sandbox) => unknown }>} [runsOf] of a program
 * @property {(sandbox: Sandbox) => Promise<{ env: Record<string, string>, close: () => void }>} [around] what a program needs meanwhile
 * @property {(reach: (request: any) => Promise<Response>) => object} [bindings] of a Worker, beside the key
 * @property {Record<string, object>} [objects] Durable Objects of a Worker
 * @property {(ask: Ask, sandbox: Sandbox) => unknown} [asks] of a Worker
 * @property {"esbuild" | "vite"} [bundler] of a page; esbuild if left out
 * @property {string} [adds] code behind a page's: it sets the title at its end
 * @property {(title: string, sandbox: Sandbox) => unknown} [seen] of a page
 * @property {(stdout: string, sandbox: Sandbox) => unknown} [printed] of a shell
 */

export const KEY = "sandbox-admin-key";
