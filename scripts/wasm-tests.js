// Runs the `wasm-bindgen-test` suites of `tests/wasm` for the modules that send requests, in Node, in a page of Chromium and in a dedicated
// worker. Fails if a host runs no test, or not as many as Node. `npm run test:wasm`, or
// `npm run test:wasm -- single` (or `mass`) for one module.

import { join } from "node:path";
import { CARGO_TARGET, fail, step } from "./run.js";
import { chromedriver, wasmTarget } from "./setup.js";

const TARGET = "wasm32-unknown-unknown";
const ALL = [
  { name: "single", module: "single calls", features: [] },
  { name: "mass", module: "bulk revocation", features: ["--features", "mass"] },
];
/** Environment variables select the host. */
const BROWSER = { CHROMEDRIVER: "chromedriver", WASM_BINDGEN_TEST_TIMEOUT: "180" };
const HOSTS = [
  { host: "Node", env: {} },
  { host: "a page of Chromium", env: { ...BROWSER, WASM_BINDGEN_USE_BROWSER: "1" } },
  {
    host: "a dedicated worker of Chromium",
    env: { ...BROWSER, WASM_BINDGEN_USE_DEDICATED_WORKER: "1" },
  },
];

/** Without debug information, the runner binds a module three times faster. Stack traces keep function names. */
const COMPILER = { CARGO_PROFILE_DEV_DEBUG: "false", CARGO_PROFILE_DEV_STRIP: "debuginfo" };

const names = process.argv.slice(2);
const modules = names.length === 0 ? ALL : ALL.filter(({ name }) => names.includes(name));
if (modules.length < names.length)
  fail(`unknown module: choose from ${ALL.map(({ name }) => name).join(", ")}`);

await wasmTarget();
await chromedriver();
const runner = ["--package", "xtask", "--features", "test-runner", "--bin", "wasm-test-runner"];
await step("build the WebAssembly test runner", "cargo", ["build", "--quiet", ...runner]);
const RUNNER = {
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: join(CARGO_TARGET, "debug/wasm-test-runner"),
};
for (const { module, features } of modules) {
  // Not `--quiet`: cargo passes it to the runner, which does not know it.
  const test = ["test", "--package", "certcentral-revoke", "--lib", "--target", TARGET];
  const compile = [...test, ...features, "--no-run"];
  await step(`compile the WebAssembly tests, ${module}`, "cargo", compile, {
    env: COMPILER,
    quiet: true,
  });
  const results = [];
  for (const { host, env } of HOSTS) {
    const title = `test: WebAssembly, ${module}, in ${host}`;
    const options = { env: { ...COMPILER, ...RUNNER, ...env }, quiet: true };
    results.push(passedTests(title, await step(title, "cargo", [...test, ...features], options)));
  }
  if (new Set(results).size > 1)
    fail(
      `${HOSTS.map(({ host }) => host).join(", ")} ran ${results.join(", ")} tests: each host must run the same tests`,
    );
}

/** Prints the result, and returns the number of passed tests. @param {string} title @param {string} output */
function passedTests(title, output) {
  const line = output.match(/^test result: .*$/m)?.[0];
  const count = Number(line?.match(/(\d+) passed/)?.[1] ?? 0);
  if (count === 0) fail(`${output}\n\n✗ ${title}: no test ran`);
  console.log(`  ${line}`);
  return count;
}
