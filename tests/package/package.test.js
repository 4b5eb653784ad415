// The packed tarball in a fresh project: what is in it, and the same story in Node, workerd and Chromium.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { homedir, tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { startSandbox } from "../../www/sandbox/node.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { launchChromium } from "../support/chromium.js";
import { RESULTS, scenario } from "../support/scenario.js";
import { startWorker } from "../support/workerd.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CANARY = "canary-key-Zq81xT5";
/** @type {string} */
let project;
/** @type {string} */
let installed;
/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {string} */
let origin;

before(async () => {
  project = mkdtempSync(join(tmpdir(), "certcentral-consumer-"));
  const tarball = execFileSync(
    "npm",
    ["pack", "--silent", "--ignore-scripts", "--pack-destination", project],
    {
      cwd: ROOT,
      encoding: "utf8",
    },
  ).trim();
  writeFileSync(
    join(project, "package.json"),
    '{"name":"consumer","private":true,"type":"module"}',
  );
  execFileSync(
    "npm",
    ["install", "--offline", "--no-audit", "--no-fund", "--silent", join(project, tarball)],
    { cwd: project },
  );
  installed = join(project, "node_modules/certcentral-revoke");
});
after(() => {
  if (project) rmSync(project, { recursive: true });
});
// One for each: a call that the story gave up waiting for may still be carried out when the next story begins.
beforeEach(async () => {
  sandbox = await startSandbox();
  origin = new URL(sandbox.url).origin;
});
afterEach(() => sandbox?.close());

/** @param {string} name @param {string} code */
function run(name, code) {
  writeFileSync(join(project, name), code);
  return execFileSync(process.execPath, [name], {
    cwd: project,
    encoding: "utf8",
    timeout: 30_000,
  });
}
/** Runs asynchronously, because the sandbox lives in this process. @param {string} name @param {string} code */
async function tell(name, code) {
  const { promisify } = await import("node:util");
  const { execFile } = await import("node:child_process");
  writeFileSync(join(project, name), code);
  const { stdout } = await promisify(execFile)(process.execPath, [name], {
    cwd: project,
    timeout: 30_000,
  });
  return JSON.parse(stdout);
}

const story = (name = "module") =>
  `(${scenario})(${name}, ${JSON.stringify(origin)}, ${JSON.stringify(sandbox.url)}, ${JSON.stringify(ORDERS)})`;

test("the tarball holds what is needed and nothing of the machine it was made on", () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const names = files
    .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1))
    .sort();
  // `package-links.test.js` looks at the documentation.
  const code = names.filter((name) => !/^docs\/.+\.(md|png)$/.test(name));
  assert.deepEqual(code, [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "package.json",
    ...[
      "dist/browser.min.js",
      "dist/browser.min.js.map",
      "dist/development.min.js",
      "dist/development.min.js.map",
      "dist/edge-light.min.js",
      "dist/edge-light.min.js.map",
      "dist/index.d.cts",
      "dist/inline.min.js",
      "dist/inline.min.js.map",
      "dist/mass/browser.min.js",
      "dist/mass/browser.min.js.map",
      "dist/mass/development.min.js",
      "dist/mass/development.min.js.map",
      "dist/mass/edge-light.min.js",
      "dist/mass/edge-light.min.js.map",
      "dist/mass/file.cjs",
      "dist/mass/file.d.cts",
      "dist/mass/file.mjs",
      "dist/mass/index.d.cts",
      "dist/mass/inline.min.js",
      "dist/mass/inline.min.js.map",
      "dist/mass/node.cjs",
      "dist/mass/node.mjs",
      "dist/mass/types.d.cts",
      "dist/mass/workerd.min.js",
      "dist/mass/workerd.min.js.map",
      "dist/node.cjs",
      "dist/node.mjs",
      "dist/pacing/browser.min.js",
      "dist/pacing/browser.min.js.map",
      "dist/pacing/development.min.js",
      "dist/pacing/development.min.js.map",
      "dist/pacing/edge-light.min.js",
      "dist/pacing/edge-light.min.js.map",
      "dist/pacing/index.d.cts",
      "dist/pacing/inline.min.js",
      "dist/pacing/inline.min.js.map",
      "dist/pacing/node.cjs",
      "dist/pacing/node.mjs",
      "dist/pacing/workerd.min.js",
      "dist/pacing/workerd.min.js.map",
      "dist/sbom.json",
      "dist/types.d.cts",
      "dist/wasm/core.base64.js",
      "dist/wasm/core.wasm",
      "dist/wasm/mass/mass.base64.js",
      "dist/wasm/mass/mass.wasm",
      "dist/workerd.min.js",
      "dist/workerd.min.js.map",
      "index.d.ts",
      "mass/file.d.ts",
      "mass/index.d.ts",
      "mass/types.d.ts",
      "pacing/index.d.ts",
      "types.d.ts",
      "verify/cli.js",
      "verify/journal.js",
      "verify/keys.js",
      "verify/lines.js",
      "verify/report.js",
      "verify/verify.js",
    ].map((name) => `pkg/${name}`),
  ]);
  for (const name of names) {
    const text = readFileSync(join(installed, name), "latin1");
    // The guides name the sandbox's key.
    const keys = name.startsWith("docs/") ? [CANARY] : [CANARY, 'sandbox-admin-key"'];
    for (const trace of [ROOT, join(homedir(), ".cargo"), ...keys]) {
      assert.ok(!text.includes(trace), `${name} holds ${trace}`);
    }
  }
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  assert.equal(manifest.dependencies, undefined);
  assert.ok(!Object.keys(manifest.scripts).some((name) => /install|prepare/.test(name)));
  const conditions = Object.keys(manifest.exports["."]);
  assert.deepEqual(conditions, ["workerd", "edge-light", "browser", "node", "default"]);
});

test("the command of the installed package checks a report, for which it loads the core", () => {
  const text = run(
    "verify.mjs",
    `
    import { verifyReport } from "./node_modules/certcentral-revoke/pkg/verify/report.js";
    const line = JSON.stringify({ begun: { version: 1, at: 1, total: 1, job: {} } });
    const report = { journalLines: 1, orders: [] };
    verifyReport(report, [line], { digests: [], first: 1 }).catch(({ message }) => console.log(message));
  `,
  );
  assert.match(text, /line 1 of the journal: this is not a journal entry/);
});

test("entries of browsers and workers take nothing of Node and evaluate nothing", async () => {
  const names = ["process", "Buffer", "require", "eval", "Function"];
  // What the bundler is told to replace is each name that no scope of the file defines, and no property of that name.
  const define = Object.fromEntries(names.map((name) => [name, `FREE_${name}`]));
  const free = async (/** @type {string} */ code) =>
    new Set((await transform(code, { define })).code.match(/FREE_\w+/g));
  for (const name of ["browser", "development", "edge-light", "inline", "workerd"]) {
    const code = readFileSync(join(installed, `pkg/dist/${name}.min.js`), "utf8");
    assert.deepEqual(await free(code), new Set(), name);
  }
  const each =
    "process.env; Buffer.of(1); require('x'); eval('1'); new Function('1'); host.process";
  assert.deepEqual([...(await free(each))].sort(), names.map((name) => `FREE_${name}`).sort());
});

test("the bill of materials names what is in the module", () => {
  const { metadata, components } = JSON.parse(
    readFileSync(join(installed, "pkg/dist/sbom.json"), "utf8"),
  );
  assert.match(metadata.component.purl, /^pkg:npm\/certcentral-revoke@/);
  const names = components.map((/** @type {{ name: string }} */ { name }) => name);
  for (const name of ["certcentral-revoke", "rlsf", "serde_json", "wasm-bindgen", "rust-std"])
    assert.ok(names.includes(name), name);
  // A macro writes code and a test stays at home.
  for (const name of ["serde_derive", "syn", "proptest", "wasm-bindgen-cli"])
    assert.ok(!names.includes(name), name);
  const module = readFileSync(join(installed, "pkg/dist/wasm/core.wasm"));
  assert.equal(components[0].hashes[0].content, createHash("sha256").update(module).digest("hex"));
  // What Rust notes of a place in a crate: each such crate has to be named.
  const noted = module.toString("latin1").matchAll(/crates\/([a-z\d_-]+?)-\d+\.\d+\.\d+\//g);
  const crates = new Set([...noted].map(([, name]) => name));
  assert.ok(crates.size > 0);
  for (const name of crates) assert.ok(names.includes(name), name);
});

test("where the module cannot be had, the error names the inlined entry", async () => {
  const told = await tell(
    "lost.mjs",
    `import { CoreUnavailableError, init } from "./node_modules/certcentral-revoke/pkg/dist/browser.min.js";
    const why = async (source) => init(source).catch((error) => error instanceof CoreUnavailableError && error.message);
    console.log(JSON.stringify([await why("${origin}/sandbox/log"), await why("${origin}/nothing"), await why(new Uint8Array(8)), await why()]));`,
  );
  const [page, missing, bytes, file] = told;
  assert.match(page, /the response of http.+log is not WebAssembly; .+certcentral-revoke\/inline/);
  assert.match(missing, /returned status 404; .+certcentral-revoke\/inline/);
  assert.match(bytes, /certcentral-revoke\/inline/);
  assert.match(file, /certcentral-revoke\/inline/);
});

test("Node, by import", async () => {
  assert.deepEqual(
    await tell(
      "esm.mjs",
      `import * as module from "certcentral-revoke"; console.log(JSON.stringify(await ${story()}))`,
    ),
    RESULTS,
  );
});

test("Node, by require, with the same classes as by import", async () => {
  const code = `const api = require("certcentral-revoke");
    import("certcentral-revoke").then(async (other) => {
      if (other.CertCentralError !== api.CertCentralError) throw new Error("two copies");
      console.log(JSON.stringify(await ${story("api")}));
    });`;
  assert.deepEqual(await tell("cjs.cjs", code), RESULTS);
});

test("the module is ready at import, and exported", () => {
  const code = `import { buildRevokeOrder } from "certcentral-revoke";
    import { statSync } from "node:fs";
    console.log(buildRevokeOrder(5).path, statSync(new URL(import.meta.resolve("certcentral-revoke/core.wasm"))).size > 1000);`;
  assert.equal(run("ready.mjs", code).trim(), "/order/certificate/5/revoke true");
});

test("workerd", async () => {
  const entry = join(project, "worker.js");
  writeFileSync(
    entry,
    `import * as module from "certcentral-revoke"; export default { fetch: async () => Response.json(await ${story()}) }`,
  );
  const worker = await startWorker({ entryPoints: [entry] });
  try {
    const answer = await worker.dispatchFetch("http://worker/");
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    assert.deepEqual(JSON.parse(text), RESULTS);
  } finally {
    await worker.dispose();
  }
});

test("Chromium, without a bundler; and a key in a page is refused", async () => {
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
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const told = await page.evaluate(
      `import("/pkg/dist/browser.min.js").then((module) => (${scenario})(module, location.origin, "/services/v2", ${JSON.stringify(ORDERS)}, { dangerouslyAllowBrowser: true }))`,
    );
    assert.deepEqual(told, RESULTS);
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
    server.closeAllConnections();
    server.close();
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
    const answer = await fetch(origin + path, {
      method,
      headers,
      body: method === "GET" ? null : Buffer.concat(chunks),
    });
    response
      .writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "text/plain",
      })
      .end(await answer.text());
  } catch {
    response.writeHead(502).end();
  }
}
