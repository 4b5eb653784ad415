// What the examples need before they run, and what must be true after: by the name that stands in an example's mark.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ORDERS } from "../../www/sandbox/seed.js";
import { fault, given, log, other, statements } from "./prepare.js";
import { startProxy } from "./proxy.js";
import { KEY } from "./setup.js";

const { issued, openRevoke, codeSigning, reissuePending } = ORDERS;
const LIMITED = '{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}';
const DENIED = '{"errors":[{"code":"access_denied|x"}]}';

const post = (/** @type {unknown} */ body) => ({ method: "POST", body: JSON.stringify(body) });
/** Adds the key, as the worker behind a binding does. @param {(request: any) => Promise<Response>} reach */
const holdingTheKey = (reach) => (/** @type {any} */ request) => {
  const { method, headers, url } = request;
  const path = url.replace("https://gateway", "");
  return reach({
    url: `https://www.digicert.com${path}`,
    method,
    headers: [...headers, ["X-DC-DEVKEY", "sandbox-admin-key"]],
    text: () => request.text(),
  });
};

/** The list of the script for many, and what the script makes beside it. */
const LIST = join(tmpdir(), `certcentral-example-${process.pid}.csv`);
const forget = (/** @type {string[]} */ ...files) =>
  files.forEach((file) => {
    rmSync(file, { force: true });
  });

/** @type {Record<string, import("./setup.js").Setup>} */
export const SETUPS = {
  "": statements(),
  env: statements(),
  client: statements(),

  // Statements
  "readme-node": statements((_, sandbox, { lines }) => {
    assert.deepEqual(lines, ["requested "]);
    assert.deepEqual(log(sandbox), ["PUT 201"]);
  }),
  "readme-typescript": statements((_, __, { lines }) => {
    assert.equal(lines[0], "revokes 4 certificates");
    assert.match(lines[1] ?? "", /^approval request \d+$/);
  }),
  outcomes: statements(({ result }, _, { lines }) => {
    assert.equal(result.outcome, "requested");
    assert.match(lines.join(), new RegExp(`^${result.request.id} pending 20`));
  }),
  invalid: {
    ...statements((_, sandbox) => assert.deepEqual(log(sandbox), [])),
    wrongOnPurpose: true,
  },
  certificate: statements((_, sandbox) => assert.deepEqual(log(sandbox), ["PUT 204"])),
  life: statements(
    ({ certificates, seen }, sandbox) => {
      assert.deepEqual([certificates.length, seen.reached], [1, true]);
      assert.ok(log(sandbox).filter((line) => line === "PUT 204").length >= 2, "approved");
    },
    async (sandbox) => {
      const { certcentral } = await given(sandbox);
      const { certificate } = await certcentral.orders.get(openRevoke);
      return { orderId: String(openRevoke), serialNumber: certificate?.serialNumber ?? "" };
    },
  ),
  next: statements(async ({ POST }) => {
    const ask = (/** @type {unknown} */ body) =>
      POST(new Request("http://localhost/revoke", post(body)));
    const first = await ask({ orderId: issued, comment: "INC-4711" });
    assert.equal((await first.json()).request.comments, "INC-4711");
    const second = await ask({ orderId: issued });
    assert.deepEqual([second.status, (await second.json()).code], [409, "refused"]);
  }),
  revoked: statements(
    (_, __, { lines }) => assert.deepEqual(lines, ["123456793 is revoked already"]),
    { orderId: "123456793" },
  ),
  hooks: statements((_, __, { lines }) => {
    const [sent, ended] = lines.map((line) => JSON.parse(line));
    assert.deepEqual(JSON.parse(sent.sent.body), { comment: "INC-4711", skip_approval: true });
    assert.equal(ended.attempt.decision, "accepted");
    assert.ok(!lines.join().includes("sandbox-admin-key"));
  }),
  spans: statements(async ({ client, spans }, _, { tracer }) => {
    await client.me();
    const [{ name, attributes }] = tracer.spans;
    assert.deepEqual([name, spans.size, tracer.spans.length], ["certcentral me", 0, 1]);
    assert.equal(attributes["http.response.status_code"], 200);
    assert.equal(attributes["certcentral.decision"], "read");
  }),
  timeout: statements(
    (_, __, { lines }) => assert.deepEqual(lines, ["timeout unknown"]),
    async (sandbox) => {
      await fault(sandbox, { delayMs: 700 });
      await fault(sandbox, { method: "GET", times: 9, status: 500 });
      return {};
    },
  ),
  "wait-many": statements(undefined, async (sandbox) => {
    const { certcentral } = await given(sandbox);
    // Revoked now: a wait for several orders sees the changes of the last seven days only.
    for (const id of [issued, codeSigning])
      await certcentral.revokeOrder(id, { skipApproval: true });
    return { orderId: String(issued) };
  }),
  transport: statements(({ outcome }, sandbox) => {
    assert.equal(outcome.request.comments, "INC-4711");
    assert.deepEqual(log(sandbox), ["PUT 201"]);
  }),
  answers: statements(),
  handle: statements(
    (_, __, { lines }) => {
      assert.match(lines[0] ?? "", /"RefusedError"/);
      assert.equal(lines[1], "request_already_exists");
    },
    { orderId: String(openRevoke) },
  ),
  settle: statements((_, __, { lines }) => assert.match(lines.join(), /^issued 90001 pending 20/), {
    orderId: String(openRevoke),
  }),
  "from-curl": statements((_, sandbox) => assert.deepEqual(log(sandbox), ["PUT 201"])),
  rest: statements(),

  mass: statements(
    (_, sandbox, { lines }) => {
      forget("july.journal");
      assert.match(lines[0] ?? "", /^2 true [0-9a-f]{64}$/);
      const puts = log(sandbox).filter((line) => line.startsWith("PUT"));
      assert.deepEqual(puts, ["PUT 204", "PUT 204"]);
    },
    async () => {
      forget("july.journal", "july.journal.lock");
      return {};
    },
  ),
  "mass-journal": statements(),

  // Tests of users
  "test-fetch": statements(),
  "test-retry": statements(),
  "test-error": statements(),
  "test-sandbox": statements(),
  "test-mass": statements(),

  // Programs
  proxy: other({
    runs: "program",
    // The types of undici and of Node differ; the page shows the casts in TypeScript.
    wrongOnPurpose: true,
    async around(sandbox) {
      const { env, tunnels, close } = await startProxy(sandbox);
      const used = () => {
        close();
        assert.deepEqual(tunnels, ["www.digicert.com:443"]);
      };
      return { env, close: used };
    },
    runsOf: [
      {
        args: [],
        check: ({ code, stdout, stderr }) =>
          assert.deepEqual([code, stdout], [0, "[ 'Administrator' ]\n"], stderr),
      },
    ],
  }),
  "mass-script": other({
    runs: "program",
    runsOf: [
      {
        before: async () => writeFileSync(LIST, `order_id\n${issued}\n1e3\n`),
        args: [LIST],
        check({ code, stderr }) {
          assert.equal(code, 1);
          assert.match(stderr, /^line 3, order_id: /);
        },
      },
      {
        before: async () => writeFileSync(LIST, `order_id\n${issued}\n${codeSigning}\n999\n`),
        args: [LIST],
        check: ({ code, stdout }) =>
          assert.deepEqual(
            [code, stdout],
            [0, "to revoke 2, already revoked 0, not found 1; 4 calls\n"],
          ),
      },
      {
        args: [LIST, "3"],
        check: ({ code, stderr }) => assert.deepEqual([code, stderr.length > 0], [1, true]),
      },
      {
        args: [LIST, "2"],
        check({ code, stdout }) {
          const report = readFileSync(`${LIST}.report.csv`, "utf8");
          forget(LIST, `${LIST}.report.csv`, `${LIST}.journal`);
          assert.equal(code, 0);
          assert.match(stdout, /"revoked":2/);
          assert.match(report, /123456791/);
        },
      },
    ],
  }),
  script: other({
    runs: "program",
    runsOf: [
      {
        args: [String(issued)],
        check: ({ code, stdout }) =>
          assert.deepEqual([code, stdout], [0, "123456789: revoked comment-not-stored\n"]),
      },
      {
        args: [String(issued), String(codeSigning)],
        check({ code, stdout }) {
          assert.equal(code, 4);
          assert.match(stdout, /^123456789: RefusedError, effect none: .+\n123456791: revoked/);
        },
      },
      {
        before: (sandbox) => fault(sandbox, { times: 9, status: 502 }),
        args: [String(reissuePending)],
        check({ code, stdout }) {
          assert.equal(code, 5);
          assert.match(stdout, /UnknownOutcomeError, effect unknown/);
        },
      },
      {
        before: (sandbox) => fault(sandbox, { status: 429, body: LIMITED }),
        args: [String(openRevoke)],
        check({ code, stderr }) {
          assert.equal(code, 0);
          assert.match(stderr, /waits \d+ ms: rate-limited/);
        },
      },
      { args: ["1e3"], check: ({ code }) => assert.equal(code, 4) },
      { args: [], check: ({ code }) => assert.equal(code, 2) },
    ],
  }),

  // Workers
  worker: other({
    runs: "worker",
    bindings: () => ({ bindings: { DIGICERT_API_KEY: KEY, CALLER_TOKEN: "caller-token" } }),
    async asks(ask, sandbox) {
      const comment = "INC-4711: key found in a public repository";
      const by = (/** @type {string} */ token, /** @type {unknown} */ body) =>
        ask("/", { ...post(body), headers: { Authorization: token } });
      const revoke = (/** @type {unknown} */ orderId) =>
        by("Bearer caller-token", { orderId, comment });
      assert.equal((await ask("/")).status, 405);
      for (const token of ["", "Bearer undefined", "Bearer caller-toke"])
        assert.equal((await by(token, { orderId: issued })).status, 401, token);
      assert.deepEqual(log(sandbox), []);
      const { status, body } = await revoke(issued);
      assert.deepEqual([status, body.outcome, body.proof], [202, "requested", "accepted"]);
      assert.equal(body.request.comments, comment);
      const refused = await revoke(issued);
      assert.deepEqual([refused.status, refused.body.name], [409, "RefusedError"]);
      assert.equal((await revoke("1/../2")).status, 400);
      await fault(sandbox, { status: 400, body: "no" });
      await fault(sandbox, { method: "GET", status: 403, body: DENIED });
      const unknown = await revoke(issued);
      assert.deepEqual([unknown.status, unknown.body.effect], [502, "unknown"]);
    },
  }),
  "worker-route": other({
    runs: "worker",
    async asks(ask, sandbox) {
      const asked = await ask("/", post({ orderId: String(issued), skipApproval: true }));
      assert.deepEqual([asked.status, asked.body.outcome], [202, "requested"]);
      assert.equal((await ask("/")).status, 405);
      assert.equal((await ask("/", post({ orderId: "1/../2" }))).status, 400);
      assert.equal((await ask("/", post({ orderId: 5 }))).status, 404);
      assert.equal((await ask("/", post({ orderId: issued }))).status, 409);
      assert.deepEqual(log(sandbox), ["PUT 201", "PUT 404", "PUT 400"]);
    },
  }),
  "worker-binding": other({
    runs: "worker",
    bindings: (reach) => ({ serviceBindings: { GATEWAY: holdingTheKey(reach) } }),
    async asks(ask) {
      assert.deepEqual((await ask("/")).body, { status: "issued" });
    },
  }),
  "worker-object": other({
    runs: "worker",
    objects: { REVOKER: { className: "Revoker", useSQLite: true } },
    async asks(ask) {
      const both = [ask("/", post({ orderId: issued })), ask("/", post({ orderId: issued }))];
      const told = (await Promise.all(both)).map(
        ({ status, body }) => `${status} ${body.outcome ?? body.code}`,
      );
      assert.deepEqual(told.sort(), ["200 requested", "409 in-flight"]);
    },
  }),

  // Pages
  page: other({
    runs: "page",
    adds: `certcentral.revokeOrder(${issued}, { skipApproval: true }).then(
      ({ outcome }) => { document.title = outcome; }, (error) => { document.title = String(error); });`,
    seen(title, sandbox) {
      assert.equal(title, "revoked");
      // Before it, the gateway has read what it reaches, for the two-person rule.
      assert.deepEqual(
        log(sandbox).filter((line) => line.startsWith("PUT")),
        ["PUT 204"],
      );
    },
  }),
  "page-init": other({
    runs: "page",
    adds: reads(),
    seen: (title) => assert.equal(title, "issued"),
  }),
  "page-vite": other({
    runs: "page",
    bundler: "vite",
    adds: `import { CertCentral } from "certcentral-revoke";
      const certcentral = new CertCentral({ baseUrl: "/services/v2" });
      ${reads()}`,
    seen: (title) => assert.equal(title, "issued"),
  }),
  inline: other({
    needs: "./inline",
    runs: "page",
    adds: reads(),
    seen: (title) => assert.equal(title, "issued"),
  }),

  // Shells
  "curl-ask": other({
    runs: "shell",
    printed: (text) =>
      assert.match(text, /^HTTP\/1.1 201[\s\S]+"status":"pending"[\s\S]+"INC-4711"/),
  }),
  "curl-revoke": other({
    runs: "shell",
    printed: (text) => assert.match(text, /^HTTP\/1.1 204/),
  }),
  "curl-rest": other({
    runs: "shell",
    printed(text, sandbox) {
      assert.match(text, /"maySkip|Administrator/);
      assert.deepEqual(log(sandbox), [
        ...Array(4).fill("GET 200"),
        "PUT 204",
        "GET 200",
        "GET 200",
      ]);
    },
  }),
};

/** Reads an order and shows its status as the title. */
function reads() {
  return `certcentral.orders.get(${issued}).then(
    ({ status }) => { document.title = status; }, (error) => { document.title = String(error); });`;
}
