// The bill of materials of the gateway: every npm package that its code imports, with the version and hash of the lockfile.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { packagesOf, workerModules } from "../../scripts/gateway-sbom.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));

test("the bill of materials has each package of the Worker", async () => {
  const sources = readdirSync(join(ROOT, "www/gateway"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js") && !/^(local|dist)\b/.test(path))
    .map((path) => readFileSync(join(ROOT, "www/gateway", path), "utf8"));
  const imported = sources.flatMap((text) =>
    [...text.matchAll(/^(?:import|\} from|export .+ from) .*?"([^."][^"]*)";$/gm)].map(([, name]) =>
      String(name).replace(/^((?:@[^/]+\/)?[^/]+).*$/, "$1"),
    ),
  );
  const listed = packagesOf(await workerModules());
  const names = listed.map(({ name }) => name);
  for (const name of new Set(imported))
    if (name !== "certcentral-revoke") assert.ok(names.includes(name), name);
  assert.ok(names.includes("@peculiar/utils"), "a package of a package");
  for (const { name, version, purl, hashes = [], licenses } of listed) {
    const locked = packages[`node_modules/${name}`];
    assert.equal(version, locked.version);
    assert.equal(purl, `pkg:npm/${name.replace("@", "%40")}@${version}`);
    const digest = Buffer.from(String(hashes[0]?.content), "hex").toString("base64");
    assert.deepEqual([hashes[0]?.alg, `sha512-${digest}`], ["SHA-512", locked.integrity]);
    assert.ok(licenses);
  }
});

test("modules without a package, and unknown packages", () => {
  assert.deepEqual(packagesOf(["www/gateway/app.js", "\0vite/preload-helper.js"]), []);
  assert.deepEqual(
    packagesOf(["/x/node_modules/hono/a.js?v=1", "../node_modules/hono/b.js"]).map(
      ({ name }) => name,
    ),
    ["hono"],
  );
  assert.throws(() => packagesOf(["node_modules/unknown-package/a.js"]), /has no package unknown/);
});
