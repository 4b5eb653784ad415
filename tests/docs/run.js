// Runs an example in its environment: as statements in Node, as a program, in a Worker, in a page, or in a shell.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium } from "../support/chromium.js";
import { startWorker } from "../support/workerd.js";
import { BUNDLERS } from "./bundle.js";
import { ROOT, rejectionOf } from "./examples.js";
import { divert, toSandbox } from "./network.js";
import { KEY } from "./setup.js";

/** @typedef {import("./examples.js").Example} Example */
/** @typedef {import("./setup.js").ProcessResult} ProcessResult */
/** @typedef {import("./setup.js").Sandbox} Sandbox */
/** @typedef {import("./setup.js").Setup} Setup */

/** Node loads a module once for each URL. */
let imported = 0;
const NETWORK = join(ROOT, "tests/docs/network.js");

/** @type {Record<Setup["runs"], (example: Example, file: string, setup: Setup, sandbox: Sandbox) => Promise<void>>} */
export const RUNNERS = {
  /** In this process, so that the check can read the declared names and the printed lines. */
  async statements(example, file, setup, sandbox) {
    const undo = divert(sandbox.url);
    process.env.DIGICERT_API_KEY = KEY;
    try {
      const context = await setup.context(sandbox);
      imported += 1;
      const module = await import(`${file}?${imported}`);
      const rejection = rejectionOf(example.code);
      if (rejection) return await assert.rejects(() => module.default(context), rejection);
      // Not an argument of the optional call: an example without a check runs too.
      const declared = module.default ? await module.default(context) : module;
      await setup.check?.(declared, sandbox, context);
    } finally {
      undo();
    }
  },

  async program(_, file, setup, sandbox) {
    const around = await setup.around?.(sandbox);
    const known = { DIGICERT_API_KEY: KEY, EXAMPLE_SANDBOX: sandbox.url };
    const env = { ...process.env, ...known, ...around?.env };
    try {
      for (const { before, args, check } of setup.runsOf ?? []) {
        await before?.(sandbox);
        await check(
          await execute(process.execPath, ["--import", NETWORK, file, ...args], env),
          sandbox,
        );
        sandbox.sandbox.state.faults.length = 0;
      }
    } finally {
      around?.close();
    }
  },

  async worker(example, _, setup, sandbox) {
    /** @param {any} request */
    const reach = async (request) => {
      const { method, headers } = request;
      const body = method === "GET" ? null : await request.text();
      return fetch(toSandbox(request.url, sandbox.url), { method, headers: [...headers], body });
    };
    const worker = await startWorker(
      { stdin: { contents: example.code, resolveDir: ROOT }, external: ["cloudflare:workers"] },
      /** @type {any} */ ({
        bindings: { DIGICERT_API_KEY: KEY },
        outboundService: reach,
        durableObjects: setup.objects ?? {},
        ...setup.bindings?.(reach),
      }),
    );
    try {
      const send = async (/** @type {string} */ path, /** @type {any} */ init) => {
        const response = await worker.dispatchFetch(`http://worker${path}`, init);
        return { status: response.status, body: /** @type {any} */ (await response.json()) };
      };
      await setup.checkWorker?.(send, sandbox);
    } finally {
      await worker.dispose();
    }
  },

  /** Behind the gateway, under the gateway's content security policy. */
  async page(example, file, setup, sandbox) {
    const bundle = BUNDLERS[setup.bundler ?? "esbuild"];
    const script = await bundle(`${example.code}\n${setup.adds ?? ""}`, file);
    const gateway = await startWorker(
      { entryPoints: [join(ROOT, "www/gateway/worker.js")] },
      /** @type {any} */ ({
        bindings: {
          DIGICERT_API_KEY: KEY,
          CERTCENTRAL_BASE_URL: sandbox.url,
          ENVIRONMENT: "sandbox",
          DEVELOPMENT_IDENTITY: '{"id":"ada","roles":["admin"]}',
        },
        durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
        serviceBindings: {
          ASSETS: (/** @type {any} */ request) => asset(request.url, script),
        },
      }),
    );
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      /** @type {string[]} */
      const wrong = [];
      page.on("pageerror", (error) => wrong.push(String(error)));
      page.on("console", (line) => line.type() === "error" && wrong.push(line.text()));
      await page.goto(String(await gateway.ready));
      await page
        .waitForFunction(() => document.title !== "", undefined, { timeout: 5000 })
        .catch(() => {});
      assert.deepEqual(wrong, []);
      await setup.checkTitle?.(await page.title(), sandbox);
    } finally {
      await browser.close();
      await gateway.dispose();
    }
  },

  /** The command unchanged, except that it calls the sandbox. */
  async shell(example, _, setup, sandbox) {
    const script = example.code.replaceAll("https://www.digicert.com/services/v2", sandbox.url);
    assert.ok(!script.includes("digicert.com"), "the command calls another machine");
    const env = { ...process.env, DIGICERT_API_KEY: KEY };
    const { code, stdout, stderr } = await execute("bash", ["-euc", script], env);
    assert.equal(code, 0, stderr);
    await setup.checkOutput?.(stdout, sandbox);
  },
};

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<ProcessResult>} */
function execute(command, args, env) {
  return new Promise((resolve) => {
    execFile(command, args, { env, cwd: ROOT, timeout: 20_000 }, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === "number" ? error.code : error ? 1 : 0,
        stdout,
        stderr,
      }),
    );
  });
}

/** Serves the page, its script, and the module at the path that the script requests. @param {string} url @param {string} script */
function asset(url, script) {
  const { pathname } = new URL(url);
  const [type, body] =
    pathname === "/"
      ? ["text/html", '<!doctype html><script type="module" src="/assets/page.js"></script>']
      : pathname === "/assets/page.js"
        ? ["text/javascript", script]
        : pathname.endsWith("/core.wasm")
          ? ["application/wasm", readFileSync(join(ROOT, "pkg/dist/wasm/core.wasm"))]
          : ["text/plain", ""];
  return new Response(body ?? null, { headers: { "content-type": String(type) } });
}
