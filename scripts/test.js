// Sets everything up and runs every check and test: formats, lints, types, Rust, WebAssembly, the package, the console.

import { step } from "./run.js";
import { chromium, dependencies, firefox, wasmTarget } from "./setup.js";

const WASM = ["--target", "wasm32-unknown-unknown"];

await dependencies();
await wasmTarget();
await chromium();
await firefox();
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
await step("import cycles", process.execPath, ["scripts/cycles.js"]);
await step("lint: Rust", "cargo", [
  "clippy",
  "--quiet",
  "--workspace",
  "--all-targets",
  "--",
  "-D",
  "warnings",
]);
await step(
  "documentation: Rust",
  "cargo",
  ["doc", "--quiet", "--no-deps", "--package", "certcentral-revoke"],
  {
    env: { RUSTDOCFLAGS: "-D warnings" },
  },
);
for (const features of [[], ["--features", "mass"]]) {
  // Once as it ships and once with the tests of `tests/wasm`.
  for (const profile of [[], ["--profile", "test"]]) {
    await step(["lint: Rust for WebAssembly", ...features, ...profile].join(" "), "cargo", [
      ...["clippy", "--quiet", "--package", "certcentral-revoke", "--lib", ...WASM],
      ...features,
      ...profile,
      ...["--", "-D", "warnings"],
    ]);
  }
}
await step("test: Rust", "cargo", ["test", "--quiet", "--package", "certcentral-revoke"]);
await step("test: the glue's generator", "cargo", ["test", "--quiet", "--package", "xtask"]);
await import("./wasm-tests.js");
await step("check the package", "npx", ["publint", "--strict"]);
await step("test: sandbox, package, gateway, console", process.execPath, [
  "--test",
  "--test-concurrency=2",
  "tests/",
]);
await step("test: every host, from the packed package", process.execPath, ["tests/hosts/run.js"]);
await step("the gateway as it would be deployed", process.execPath, ["scripts/gateway-bundle.js"]);
await step("a clean build elsewhere gives the same bytes", process.execPath, [
  "scripts/reproducible.js",
]);
