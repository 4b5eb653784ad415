// The installed package runs the same scenario in Node, workerd and Chromium.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { startSandbox } from "../../www/sandbox/node.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { launchChromium } from "../support/chromium.js";
import { CANARY } from "../support/client.js";
import { installPackage } from "../support/installed-package.js";
import { closeServer, listen } from "../support/listen.js";
import { RESULTS, scenario } from "../support/scenario.js";
import { startWorker } from "../support/workerd.js";

/** @type {string} */
let project;
/** @type {string} */
let installed;
/** @type {() => void} */
let remove = () => {};
/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {string} */
let origin;

before(() => {
  ({ project, installed, remove } = installPackage());
});
after(() => remove());
// Each test has its own sandbox: an abandoned call may still take effect while the next test runs.
beforeEach(async () => {
  sandbox = await startSandbox();
  origin = new URL(sandbox.url).origin;
});
afterEach(() => sandbox?.close());

/** Runs a program asynchronously, because the sandbox lives in this process. @param {string} name @param {string} code */
async function run(name, code) {
  writeFileSync(join(project, name), code);
  const options = { cwd: project, timeout: 30_000 };
  const { stdout } = await promisify(execFile)(process.execPath, [name], options);
  return stdout;
}

/** Source text that runs the scenario. @param {string} [name] of the module */
const scenarioCall = (name = "module") =>
  `(${scenario})(${name}, ${JSON.stringify(origin)}, ${JSON.stringify(sandbox.url)}, ${JSON.stringify(ORDERS)})`;

test("the error of an unavailable module names the inline entry", async () => {
  const output = await run(
    "lost.mjs",
    `import { CoreUnavailableError, init } from "./node_modules/certcentral-revoke/pkg/dist/browser.min.js";
    const messageOf = async (source) => init(source).catch((error) => error instanceof CoreUnavailableError && error.message);
    console.log(JSON.stringify([await messageOf("${origin}/sandbox/log"), await messageOf("${origin}/nothing"), await messageOf(new Uint8Array(8)), await messageOf()]));`,
  );
  const [page, missing, bytes, file] = JSON.parse(output);
  assert.match(page, /the response of http.+log is not WebAssembly; .+certcentral-revoke\/inline/);
  assert.match(missing, /returned status 404; .+certcentral-revoke\/inline/);
  assert.match(bytes, /certcentral-revoke\/inline/);
  assert.match(file, /certcentral-revoke\/inline/);
});

test("Node runs the scenario with import", async () => {
  assert.deepEqual(
    JSON.parse(
      await run(
        "esm.mjs",
        `import * as module from "certcentral-revoke"; console.log(JSON.stringify(await ${scenarioCall()}))`,
      ),
    ),
    RESULTS,
  );
});

test("Node runs the scenario with require and the same classes", async () => {
  const code = `const api = require("certcentral-revoke");
    import("certcentral-revoke").then(async (other) => {
      if (other.CertCentralError !== api.CertCentralError) throw new Error("two copies");
      console.log(JSON.stringify(await ${scenarioCall("api")}));
    });`;
  assert.deepEqual(JSON.parse(await run("cjs.cjs", code)), RESULTS);
});

test("the module is ready at import, and exported", async () => {
  const code = `import { buildRevokeOrder } from "certcentral-revoke";
    import { statSync } from "node:fs";
    console.log(buildRevokeOrder(5).path, statSync(new URL(import.meta.resolve("certcentral-revoke/core.wasm"))).size > 1000);`;
  assert.equal((await run("ready.mjs", code)).trim(), "/order/certificate/5/revoke true");
});

test("workerd runs the scenario", async () => {
  const entry = join(project, "worker.js");
  writeFileSync(
    entry,
    `import * as module from "certcentral-revoke"; export default { fetch: async () => Response.json(await ${scenarioCall()}) }`,
  );
  const worker = await startWorker({ entryPoints: [entry] });
  try {
    const response = await worker.dispatchFetch("http://worker/");
    const text = await response.text();
    assert.equal(response.status, 200, text);
    assert.deepEqual(JSON.parse(text), RESULTS);
  } finally {
    await worker.dispose();
  }
});

test("Chromium, without a bundler, refuses a key in a page", async () => {
  const types = new Map([
    [".js", "text/javascript"],
    [".wasm", "application/wasm"],
  ]);
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith("/services/") || path.startsWith("/sandbox/"))
      return forward(request, response, path);
    const type = types.get(extname(path));
    if (path === "/")
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><title>page</title>");
    else if (type)
      response.writeHead(200, { "content-type": type }).end(readFileSync(join(installed, path)));
    else response.writeHead(404).end();
  });
  const port = await listen(server);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const results = await page.evaluate(
      `import("/pkg/dist/browser.min.js").then((module) => (${scenario})(module, location.origin, "/services/v2", ${JSON.stringify(ORDERS)}, { dangerouslyAllowBrowser: true }))`,
    );
    assert.deepEqual(results, RESULTS);
    const inPage = `import("/pkg/dist/browser.min.js").then(({ CertCentral, InvalidInputError }) => {
      try { new CertCentral({ apiKey: "${CANARY}" }); return "constructed"; }
      catch (error) { return error instanceof InvalidInputError && error.message; } })`;
    assert.match(
      String(await page.evaluate(inPage)),
      /must not be used in a browser.*gateway.*dangerouslyAllowBrowser/,
    );
    const inWorker = `new Promise((resolve) => {
      const code = ${JSON.stringify(`import("http://127.0.0.1:${port}/pkg/dist/browser.min.js").then(({ CertCentral }) => { try { new CertCentral({ apiKey: "${CANARY}" }); postMessage("constructed"); } catch (error) { postMessage(error.message); } }, (error) => postMessage(String(error)))`)};
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
      worker.onmessage = ({ data }) => resolve(data); })`;
    assert.match(String(await page.evaluate(inWorker)), /must not be used in a browser/);
  } finally {
    await browser.close();
    closeServer(server);
  }
});

/** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response @param {string} path */
async function forward(request, response, path) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const method = request.method ?? "GET";
  const headers = {
    "content-type": request.headers["content-type"] ?? "",
    "x-dc-devkey": String(request.headers["x-dc-devkey"] ?? ""),
  };
  try {
    const upstream = await fetch(origin + path, {
      method,
      headers,
      body: method === "GET" ? null : Buffer.concat(chunks),
    });
    response
      .writeHead(upstream.status, {
        "content-type": upstream.headers.get("content-type") ?? "text/plain",
      })
      .end(await upstream.text());
  } catch {
    response.writeHead(502).end();
  }
}
