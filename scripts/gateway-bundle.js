// Builds the gateway as wrangler deploys it, without deploying it. Prints the files that would be uploaded, writes their bill of
// materials to `www/gateway/dist/sbom.json`, and fails if they exceed Cloudflare's size limit. `npm run gateway:bundle`

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { run, toolOf } from "../tests/hosts/project.js";
import { buildConsole } from "../www/gateway/local/local.js";
import { gatewaySbom } from "./gateway-sbom.js";
import { fail, ROOT } from "./run.js";
import { textOf } from "./sbom.js";

/** The size limit of a Worker on Cloudflare's free plan, compressed: https://developers.cloudflare.com/workers/platform/limits/#worker-size */
const MAX_BYTES = 3 * 1024 * 1024;
const OUT = join(ROOT, "www/gateway/dist");

const consoleModules = await buildConsole();
const wrangler = await toolOf("workers", "wrangler");
rmSync(OUT, { recursive: true, force: true });
const config = ["--config", "www/gateway/wrangler.jsonc"];
const env = { WRANGLER_SEND_METRICS: "false", CI: "true" };
const output = await run(ROOT, wrangler, ["deploy", "--dry-run", "--outdir", OUT, ...config], {
  env,
});
if (!/env\.ACCOUNT \(Account\)/.test(output))
  fail(`wrangler.jsonc does not bind the Durable Object ACCOUNT to the class Account:\n${output}`);

const modules = readdirSync(OUT).filter((name) => /\.(js|wasm)$/.test(name));
const uploaded = modules.map((name) => `www/gateway/dist/${name}`);
writeFileSync(join(OUT, "sbom.json"), textOf(await gatewaySbom(consoleModules, uploaded)));
const sizes = modules.map((name) => {
  const bytes = readFileSync(join(OUT, name));
  return { name, raw: bytes.length, gzip: gzipSync(bytes).length };
});
const total = sizes.reduce(
  (sum, { raw, gzip }) => ({ raw: sum.raw + raw, gzip: sum.gzip + gzip }),
  { raw: 0, gzip: 0 },
);
const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
for (const { name, raw, gzip } of [...sizes, { name: "total", ...total }])
  console.log(`  ${name.replace(/^[0-9a-f]{40}-/, "")}: ${kib(raw)}, gzip ${kib(gzip)}`);
if (total.gzip > MAX_BYTES)
  fail(
    `the gateway is ${kib(total.gzip - MAX_BYTES)} over Cloudflare's limit of ${kib(MAX_BYTES)}: remove dependencies or code`,
  );
