// The publication of heads on workerd: to R2, files, HTTPS and a time stamp authority; how often, and what a failure does.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Response } from "miniflare";
import { headFrom, verifyHead } from "../../pkg/verify/head.js";
import { publicKeyFrom } from "../../pkg/verify/keys.js";
import { authorityFrom } from "../../pkg/verify/timestamp.js";
import { verifyLog } from "../../pkg/verify/verify.js";
import { importSigner } from "../../www/gateway/audit/signing.js";
import { newSecret } from "../support/audit-log.js";
import { CANARY } from "../support/client.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";
import { createAuthority } from "../support/tsa.js";
import { startWorker } from "../support/workerd.js";

const CLI = fileURLToPath(new URL("../../pkg/verify/cli.js", import.meta.url));
const SECRET = await newSecret();
const KEYS = [publicKeyFrom((await importSigner(SECRET)).publicKey)];
const HTTPS = { kind: "https", url: "https://witness.example/heads" };
const TSA = { kind: "rfc3161", url: "http://tsa.example/stamp" };
const MINUTE_MS = 60_000;

/** An account's audit log and publisher, whose clock and alarm the test drives. */
const SCRIPT = `
import { createRedactor } from "./www/gateway/audit/bounds.js";
import { AuditLog } from "./www/gateway/audit/log.js";
import { createPublisher } from "./www/gateway/audit/witness/create.js";
import { Schedule } from "./www/gateway/account/schedule.js";

export class Account {
  constructor(ctx, env) {
    this.ctx = ctx;
    this.env = env;
    this.schedule = new Schedule(ctx.storage);
    this.log = new AuditLog(ctx.storage, { signingKey: env.AUDIT_SIGNING_KEY, redact: createRedactor([]) });
  }
  async alarm() {}
  async fetch(request) {
    const { witness, now = 0, append = 0, meanwhile = 0, publish, resume, restart } = await request.json();
    if (restart) this.ctx.abort("restart");
    this.publisher ??= createPublisher(this.ctx.storage.sql, this.log, this.schedule, {
      ...this.env,
      AUDIT_WITNESS: witness && JSON.stringify(witness),
    });
    this.publisher.now = () => now;
    const actor = { id: "ada", how: "access" };
    for (let nth = 0; nth < append; nth += 1) await this.log.append({ actor, action: "hold-set" });
    if (resume) await this.publisher.resume();
    if (publish) {
      const publishing = this.publisher.publish();
      for (let nth = 0; nth < meanwhile; nth += 1) await this.log.append({ actor, action: "hold-set" });
      await publishing;
    }
    const due = this.ctx.storage.sql.exec("SELECT at FROM schedule").toArray().map(({ at }) => at);
    await this.ctx.storage.deleteAlarm();
    return Response.json({ due, status: this.publisher.status(), log: await new Response(await this.log.export()).text() });
  }
}

export default {
  fetch: (request, { ACCOUNT }) => ACCOUNT.get(ACCOUNT.idFromName(request.url)).fetch(request),
};`;

/** @typedef {{ url: string, headers: Headers, body: Buffer }} Seen */
/** @type {import("miniflare").Miniflare} */
let worker;
/** @type {Seen[]} */
let seen = [];
/** @type {(request: Seen) => Response} */
let respond = () => new Response(null, { status: 200 });
/** @type {Map<string, string>} */
let files = new Map();
let accounts = 0;
before(async () => {
  const resolveDir = new URL("../..", import.meta.url).pathname;
  worker = await startWorker(
    { stdin: { contents: SCRIPT, resolveDir } },
    {
      bindings: { AUDIT_SIGNING_KEY: SECRET, AUDIT_WITNESS_TOKEN: CANARY },
      durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
      r2Buckets: ["AUDIT_BUCKET"],
      serviceBindings: {
        AUDIT_FILES: async (/** @type {any} */ request) => {
          files.set(new URL(request.url).pathname, await request.text());
          return new Response(null, { status: files.size > 10 ? 507 : 204 });
        },
      },
      outboundService: async (/** @type {any} */ request) => {
        const body = Buffer.from(await request.arrayBuffer());
        const one = { url: request.url, headers: request.headers, body };
        seen.push(one);
        return respond(one);
      },
    },
  );
});
after(() => worker.dispose());
beforeEach(() => {
  accounts += 1;
  seen = [];
  files = new Map();
  respond = () => new Response(null, { status: 200 });
});

/** @param {object} command @returns {Promise<{ due: number[], status: any[], log: string, entries: any[] }>} */
async function run(command) {
  const init = { method: "POST", body: JSON.stringify(command) };
  const response = await worker.dispatchFetch(`http://x/${accounts}`, init);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  const result = JSON.parse(text);
  const entries = result.log.trim().split("\n").map(JSON.parse);
  return { ...result, entries };
}
/** @param {any[]} entries */
const own = (entries) => entries.filter(({ actor }) => actor?.id === "gateway");

test("a head is posted, signed, with the token; the log verifies", async () => {
  const { status, log, due } = await run({ witness: { to: [HTTPS] }, append: 3, publish: true });
  const [{ url, headers, body }] = /** @type {[Seen]} */ (seen);
  assert.equal(url, HTTPS.url);
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("authorization"), `Bearer ${CANARY}`);
  const line = body.toString().trimEnd();
  verifyHead(line, KEYS);
  const head = headFrom(line);
  assert.deepEqual([status[0].seq, status[0].hash, status[0].failures], [3, head.hash, 0]);
  assert.deepEqual(due, []);
  const result = await verifyLog([Buffer.from(log)], { publicKeys: KEYS, published: [head] });
  assert.ok(result.ok && result.witnessed.found === 1);
  assert.ok(!log.includes(CANARY));
});

test("an R2 object has the name of its head and is never replaced", async () => {
  const witness = { to: [{ kind: "r2" }] };
  const { log } = await run({ witness, append: 2, publish: true });
  const bucket = /** @type {any} */ (await worker.getR2Bucket("AUDIT_BUCKET"));
  const [{ log: id, hash }] = log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .slice(-1);
  const key = `${id}/000000000002-${hash.slice(0, 16)}.json`;
  const text = await (await bucket.get(key))?.text();
  assert.equal(headFrom(String(text)).hash, hash);
  await bucket.put(key, "kept");
  await run({ witness, publish: true });
  await run({ witness: { to: [{ kind: "r2" }, { kind: "file" }] }, publish: true });
  assert.equal(await (await bucket.get(key))?.text(), "kept");
});

test("a time stamp is of the head, and an entry", async () => {
  const authority = createAuthority();
  respond = ({ body }) => new Response(new Uint8Array(authority.respond(body)));
  const { entries, log, status, due } = await run({
    witness: { to: [TSA] },
    append: 2,
    publish: true,
  });
  assert.equal(seen[0]?.headers.get("content-type"), "application/timestamp-query");
  const [{ action, details }] = own(entries);
  assert.deepEqual([action, details.seq, status[0].seq], ["head-timestamped", 2, 2]);
  const authorities = [authorityFrom(authority.certificate)];
  const result = await verifyLog([Buffer.from(log)], { publicKeys: KEYS, authorities });
  assert.ok(result.ok);
  assert.equal(result.stamped.valid, 1);
  assert.deepEqual(due, [], "its own entry causes no further publication");
});

test("a time stamp of something else is a failure", async () => {
  const authority = createAuthority();
  const wrong = [
    (/** @type {Buffer} */ body) => authority.respond(body, { status: 2 }),
    (/** @type {Buffer} */ body) => authority.respond(body, { digest: Buffer.alloc(32, 1) }),
    () => Buffer.from("30030201", "hex"),
    () => Buffer.from("not found"),
    () => Buffer.alloc(0),
    () => Buffer.alloc(100_000),
  ];
  const witness = { to: [TSA] };
  await run({ witness, append: 1 });
  for (const [nth, make] of wrong.entries()) {
    respond = ({ body }) => new Response(new Uint8Array(make(body)));
    const { status } = await run({ witness, publish: true });
    assert.deepEqual([status[0].seq, status[0].failures], [0, nth + 1]);
    assert.match(status[0].error, /no time stamp of this head|size limit/);
  }
});

test("heads are due by entries or by minutes", async () => {
  const witness = { everyEntries: 5, everyMinutes: 2, to: [{ kind: "file" }] };
  assert.deepEqual((await run({ witness, append: 1, now: 1_000 })).due, [1_000 + 2 * MINUTE_MS]);
  assert.deepEqual((await run({ append: 3, now: 2_000 })).due, [1_000 + 2 * MINUTE_MS]);
  assert.deepEqual((await run({ append: 1, now: 3_000 })).due, [3_000]);
  assert.deepEqual((await run({ publish: true, now: 3_000 })).due, []);
  assert.deepEqual((await run({ append: 4, now: 4_000 })).due, [4_000 + 2 * MINUTE_MS]);
  assert.equal(files.size, 1);
  await assert.rejects(run({ restart: true }));
  const { due, status } = await run({ witness, resume: true, now: 5_000 });
  assert.deepEqual([due, status[0].seq], [[4_000 + 2 * MINUTE_MS], 5]);
  assert.equal((await run({ publish: true })).status[0].seq, 9);
});

test("entries written during a publication are due again", async () => {
  const witness = { everyEntries: 3, everyMinutes: 2, to: [{ kind: "file" }] };
  await run({ witness, append: 3, now: 1_000 });
  const { due, status } = await run({ publish: true, meanwhile: 2, now: 5_000 });
  assert.deepEqual([due, status[0].seq], [[5_000 + 2 * MINUTE_MS], 3]);
  assert.deepEqual((await run({ publish: true, meanwhile: 3, now: 6_000 })).due, [6_000]);
  assert.deepEqual((await run({ publish: true, now: 7_000 })).due, []);
});

test("a failure is one entry, is retried later each time, and ends", async () => {
  const witness = { everyEntries: 2, to: [HTTPS, { kind: "file" }] };
  respond = () => new Response(`secret ${CANARY}`, { status: 503 });
  await run({ witness, append: 2 });
  const delays = [];
  for (let nth = 0; nth < 9; nth += 1) {
    const { due, status } = await run({ publish: true, append: 1, now: 0 });
    delays.push(Number(due[0]) / MINUTE_MS);
    assert.equal(status[1].failures, 0, "the other witness has the head");
  }
  assert.deepEqual(delays, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
  const failing = await run({});
  assert.equal(failing.status[0].error, "it responded with status 503");
  assert.deepEqual(
    own(failing.entries).map(({ action, details }) => [action, details.error]),
    [["witness-failed", "it responded with status 503"]],
  );
  respond = () => new Response(null, { status: 204 });
  const { entries, status, due, log } = await run({ publish: true, now: 7 });
  assert.deepEqual([status[0].failures, status[0].error, due], [0, undefined, []]);
  const [, recovered] = own(entries);
  assert.deepEqual([recovered.action, recovered.details.failures], ["witness-recovered", 9]);
  assert.ok(!log.includes(CANARY));
  // Another status, a redirect, and no response at all.
  respond = () => new Response(null, { status: 302, headers: { location: "http://x/" } });
  assert.match((await run({ publish: true, append: 1 })).status[0].error, /status 302/);
});

test("a gateway publishes to a witness; verify accepts its log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heads-"));
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 1);
  const variables = {
    DEVELOPMENT_IDENTITY: '[{"id":"ada","roles":["admin"]},{"id":"vera","roles":["viewer"]}]',
    AUDIT_SIGNING_KEY: SECRET,
    AUDIT_WITNESS: '{"everyEntries":1,"to":[{"kind":"file"}]}',
  };
  const { as } = await startGateway(certcentral, {}, { witness: folder, variables });
  await as("ada").revoke(7, { skip_approval: true });
  /** @type {any} */
  let status;
  for (;;) {
    status = (await as("ada").send("GET", "/console/audit-log/status")).json;
    if (status.witnesses[0].seq >= 3) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(status.key, KEYS[0]?.id);
  assert.deepEqual([status.witnesses[0].kind, status.witnesses[0].failures], ["file", 0]);
  assert.equal((await as("vera").send("GET", "/console/audit-log/status")).status, 403);
  const [log = ""] = readdirSync(folder);
  const names = readdirSync(join(folder, log)).sort();
  assert.match(String(names.at(-1)), /^\d{12}-[0-9a-f]{16}\.json$/);
  const file = join(folder, "log.jsonl");
  writeFileSync(file, await as("ada").export());
  writeFileSync(join(folder, "key"), String((await importSigner(SECRET)).publicKey));
  const verify = () =>
    spawnSync(process.execPath, [
      ...[CLI, "verify", file, "--public-key", join(folder, "key")],
      ...["--witness", join(folder, log), "--not-older-than", "1h"],
    ]);
  const { status: code, stdout, stderr } = verify();
  assert.equal(code, 0, `${stdout}${stderr}`);
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [...lines.slice(0, -4), String(lines.at(-2)), ""].join("\n"));
  assert.equal(verify().status, 1);
  rmSync(folder, { recursive: true });
});

test("a missing witness never stops a revocation", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 1);
  const { as } = await startGateway(
    certcentral,
    {},
    {
      variables: {
        DEVELOPMENT_IDENTITY: '[{"id":"ada","roles":["admin"]}]',
        AUDIT_WITNESS: '{"everyEntries":1,"to":[{"kind":"rfc3161","url":"http://127.0.0.1:9/"}]}',
      },
    },
  );
  assert.equal((await as("ada").revoke(7, { skip_approval: true })).status, 204);
  for (;;) {
    const { json } = await as("ada").record("?action=witness-failed");
    if (json.entries.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal((await as("ada").revoke(7, { skip_approval: true })).status, 204);
});
