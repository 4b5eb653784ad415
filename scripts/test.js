// `npm test`: sets everything up and runs every check and test. Two steps run at the same time where they do not depend on each
// other; the longest ones that others depend on come first. A table at the end shows what each step costs.

import { runSteps } from "./schedule.js";
import { chromedriver, dependencies, firefox, wasmTarget } from "./setup.js";

/** @typedef {import("./schedule.js").Step} Step */

const NODE = process.execPath;
const BUILD = "build the package";
/** Cargo's folder for debug builds. Two commands that compile there wait for each other. */
const CARGO = "target/debug";
/** Tests that start servers and browsers, and wait for them: two of these at the same time run into timeouts. */
const BROWSERS = "servers and browsers";
const HOSTS = "test: every host, from the packed package";

/** Once as shipped and once with the tests of `tests/wasm`, for each module. @type {Step[]} */
const WASM_LINTS = [[], ["--features", "mass"], ["--features", "gateway"]].flatMap((features) =>
  [[], ["--profile", "test"]].map((profile) => ({
    title: ["lint: Rust for WebAssembly", ...features, ...profile].join(" "),
    run: cargo(
      ...["clippy", "--quiet", "--package", "certcentral-revoke", "--lib"],
      ...["--target", "wasm32-unknown-unknown", ...features, ...profile, "--", "-D", "warnings"],
    ),
    uses: CARGO,
  })),
);

/** @type {Step[]} */
const STEPS = [
  {
    title: "compile the build tools",
    run: cargo("build", "--quiet", "--locked", "--package", "xtask", "--bin", "wasm-glue"),
    uses: CARGO,
  },
  { title: "format: Rust", run: cargo("fmt", "--all", "--check") },
  {
    title: "format and lint: JavaScript",
    run: ["npx", "biome", "ci", "--colors=off", "--error-on-warnings", "."],
  },
  {
    title: BUILD,
    run: [NODE, "scripts/build.js"],
    after: ["compile the build tools"],
    shows: /bytes gzip of|up to date/,
  },
  { title: "types", run: ["npx", "tsc", "-p", "."], after: [BUILD] },
  { title: "import cycles", run: [NODE, "scripts/cycles.js"], after: [BUILD] },
  { title: "check the package", run: ["npx", "publint", "--strict"], after: [BUILD] },
  {
    title: "test: sandbox, package, gateway, console",
    run: [NODE, "--test", "--test-concurrency=2", "--test-reporter=spec", "tests/"],
    after: [BUILD],
    uses: BROWSERS,
    shows: /^ℹ (tests|pass|fail|skipped|todo) /,
  },
  {
    title: HOSTS,
    run: [NODE, "tests/hosts/run.js"],
    after: [BUILD],
    uses: BROWSERS,
    shows: /^\||passed|^✓/,
  },
  {
    title: "lint: Rust",
    run: cargo("clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"),
    uses: CARGO,
  },
  {
    title: "test: Rust",
    run: cargo("test", "--quiet", "--package", "certcentral-revoke"),
    uses: CARGO,
    shows: /^test result/,
  },
  {
    title: "test: the glue generator",
    run: cargo("test", "--quiet", "--package", "xtask"),
    uses: CARGO,
    shows: /^test result/,
  },
  {
    title: "documentation: Rust",
    run: cargo("doc", "--quiet", "--no-deps", "--package", "certcentral-revoke"),
    env: { RUSTDOCFLAGS: "-D warnings" },
    uses: CARGO,
  },
  ...WASM_LINTS,
  {
    title: "test: WebAssembly, in Node and Chromium",
    run: [NODE, "scripts/wasm-tests.js"],
    uses: CARGO,
    shows: /test: WebAssembly|test result/,
  },
  {
    title: "a clean build elsewhere gives the same bytes",
    run: [NODE, "scripts/reproducible.js"],
    after: [BUILD],
    shows: /sha256/,
  },
  {
    title: "the gateway as it would be deployed",
    run: [NODE, "scripts/gateway-bundle.js"],
    // It uses wrangler, which the hosts install.
    after: [HOSTS],
    shows: /gzip/,
  },
];

await dependencies();
await wasmTarget();
await chromedriver();
await firefox();
await runSteps(STEPS);

/** @param {string[]} args @returns {Step["run"]} */
function cargo(...args) {
  return ["cargo", ...args];
}
