// The setup of an example: its preparation and its checks.

/** @typedef {Awaited<ReturnType<typeof import("../../www/sandbox/node.js").startSandbox>>} Sandbox */
/** @typedef {{ code: number, stdout: string, stderr: string }} ProcessResult */
/** @typedef {(path: string, init?: object) => Promise<{ status: number, body: any }>} Send sends a request to the Worker */
/**
 * @typedef {object} Context the names that examples use without declaring them
 * @property {(actual: unknown, stated: unknown) => void} same
 * @property {any} console @property {any} env @property {any} require
 * @property {import("certcentral-revoke").CertCentral} certcentral @property {string} orderId @property {string} serialNumber
 * @property {"superseded"} revocationReason @property {string} comment @property {boolean} skipApproval
 * @property {AbortSignal} signal @property {string} apiKey @property {string[]} lines the printed lines
 * @property {any} tracer the part of OpenTelemetry that examples use; `tracer.spans` has the ended spans
 */
/**
 * @typedef {object} Setup
 * @property {"statements" | "program" | "worker" | "page" | "shell"} runs
 * @property {(sandbox: Sandbox) => Promise<Context>} context
 * @property {string} [needs] an entry of the package that must exist
 * @property {boolean} [wrongOnPurpose] the example shows wrong types
 * @property {(declared: any, sandbox: Sandbox, context: Context) => unknown} [check] of statements
 * @property {Array<{ before?: (sandbox: Sandbox) => Promise<void>, args: string[], check: (result: ProcessResult, sandbox: Sandbox) => unknown }>} [runsOf] of a program
 * @property {(sandbox: Sandbox) => Promise<{ env: Record<string, string>, close: () => void }>} [around] the environment of a program
 * @property {(reach: (request: any) => Promise<Response>) => object} [bindings] of a Worker, in addition to the key
 * @property {Record<string, object>} [objects] Durable Objects of a Worker
 * @property {(send: Send, sandbox: Sandbox) => unknown} [checkWorker]
 * @property {"esbuild" | "vite"} [bundler] of a page; esbuild by default
 * @property {string} [adds] code after a page's own, which sets the title at its end
 * @property {(title: string, sandbox: Sandbox) => unknown} [checkTitle] of a page
 * @property {(stdout: string, sandbox: Sandbox) => unknown} [checkOutput] of a shell
 */

export const KEY = "sandbox-admin-key";
