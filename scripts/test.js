// Sets everything up and runs every check and test: formats, lints, types, Rust, WebAssembly, the package, the console.

import { join } from "node:path";
import { ROOT, step } from "./run.js";
import { chromium, dependencies, wasmTarget } from "./setup.js";

const WASM = ["--target", "wasm32-unknown-unknown"];

await dependencies();
await wasmTarget();
await chromium();
await import("./build.js");
await step("format: Rust", "cargo", ["fmt", "--all", "--check"]);
await step("format and lint: JavaScript", "npx", [
  "biome",
  "ci",
  "--colors=off",
  "--error-on-warnings",
  ".",
]);
await step("types", "npx", ["tsc", "-p", "."]);
await step("lint: Rust", "cargo", [
  "clippy",
  "--quiet",
  "--workspace",
  "--all-targets",
  "--",
  "-D",
  "warnings",
]);
await step("lint: Rust for WebAssembly", "cargo", [
  "clippy",
  "--quiet",
  "--package",
  "certcentral-revoke",
  "--all-targets",
  ...WASM,
  "--",
  "-D",
  "warnings",
]);
await step("test: Rust", "cargo", ["test", "--quiet", "--package", "certcentral-revoke"]);
await step("build the WebAssembly test runner", "cargo", [
  "build",
  "--quiet",
  "--package",
  "xtask",
  "--bin",
  "wasm-test-runner",
]);
const runner = {
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: join(
    process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"),
    "debug/wasm-test-runner",
  ),
};
const boundary = ["test", "--package", "certcentral-revoke", "--lib", ...WASM];
await step("test: the boundary in Node", "cargo", boundary, { env: runner });
await step("test: the boundary in Chromium", "cargo", boundary, {
  env: { ...runner, WASM_BINDGEN_USE_BROWSER: "1", CHROMEDRIVER: "chromedriver" },
});
await step("check the package", "npx", ["publint", "--strict"]);
await step("test: sandbox, package, gateway, console", process.execPath, [
  "--test",
  "--test-concurrency=2",
  "tests/",
]);
