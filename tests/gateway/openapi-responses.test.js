// The gateway gives the responses of its description, and every documented status exists. The harnesses compare the responses of
// all other gateway tests with it as well.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PLAIN } from "../../www/sandbox/seed.js";
import { gatewayInProcess, PAGE } from "../support/gateway-account.js";
import { listOf, startJobs } from "../support/gateway-jobs.js";
import { described, operationFor } from "../support/openapi.js";

const SECRET = "x".repeat(32);
const NO_JOB = "01234567-89ab-cdef-0123-456789abcdef";

/** Operations with the statuses that this file has seen. @type {Set<string>} */
const seen = new Set();

/** Records and returns a response, which its harness has checked. @param {string} method @param {string} url @param {number} status */
function record(method, url, status) {
  const found = operationFor(method, new URL(url, "http://localhost").pathname);
  assert.ok(found, `${method} ${url}`);
  seen.add(`${found.operation.operationId} ${status}`);
  return status;
}

test("every operation has the refusals of its kind", async () => {
  for (const { method, template, operation } of described) {
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name) => {
      const { schema } = operation.parameters.find((/** @type {any} */ one) => one.name === name);
      return schema.examples[0];
    });
    const url = `http://localhost${path}`;
    /** @param {Record<string, unknown>} settings @param {Record<string, string>} headers @param {{ query?: string, body?: string }} [more] */
    const send = async (settings, headers, { query = "", body = "{}" } = {}) => {
      const { call, env } = gatewayInProcess(settings);
      if (settings.isDown)
        env.ACCOUNT.get = () => ({ fetch: () => Promise.reject(new Error("down")) });
      const init = {
        method,
        headers: { ...PAGE, ...headers },
        ...(method === "GET" ? {} : { body }),
      };
      return record(method, url, (await call(url + query, init)).status);
    };
    if (path !== template) {
      // An id of another form matches no route.
      const odd = `http://localhost${template.replace(/\{\w+\}/, "!")}`;
      const init = { method, headers: PAGE, ...(method === "GET" ? {} : { body: "{}" }) };
      assert.equal((await gatewayInProcess().call(odd, init)).code, "not_found|route", odd);
      seen.add(`${operation.operationId} 404`);
    }
    assert.equal(await send({ ROLES: "[" }, {}), 403, path);
    assert.equal(await send({}, {}, { query: `?x=${"x".repeat(2100)}` }), 414, path);
    if (operation["x-permission"] === "public") {
      // DigiCert's webhook does not exist without its secret.
      const status = method === "GET" ? 200 : 404;
      assert.equal(await send({ DEVELOPMENT_IDENTITY: undefined }, {}), status, path);
      continue;
    }
    assert.equal(await send({}, { "x-certcentral-identity": "eve" }), 401, path);
    if (operation["x-permission"] === "signed-in") continue;
    assert.equal(await send({}, { "x-certcentral-identity": "noel" }), 403, path);
    const isList = operation.operationId === "createJob";
    if (method !== "GET" && !isList)
      assert.equal(await send({}, {}, { body: "x".repeat(64 * 1024 + 1) }), 413, path);
    const bodies = {
      ...{ setHold: '{"reason":"x"}', liftHold: '{"reason":"x"}', startJob: '{"count":1}' },
      ...{ decideRequest: '{"status":"approved"}', freeze: '{"reason":"x"}' },
      ...{ releaseFreeze: '{"reason":"x"}', breakGlass: '{"order":"7","justification":"x"}' },
    };
    const body = bodies[/** @type {keyof typeof bodies} */ (operation.operationId)] ?? "{}";
    assert.equal(await send({ isDown: true }, {}, { body }), 500, path);
  }
});

/** People who send, and whose responses are recorded. @param {Awaited<ReturnType<typeof startJobs>>} jobs */
function recorderOf({ as }) {
  /** @typedef {ReturnType<typeof as>} Person */
  /** @param {Person} who @param {string} method @param {string} path @param {unknown} [body] @param {string} [key] @param {Record<string, string>} [headers] */
  const send = async (who, method, path, body, key, headers = {}) => {
    const response = await who.send(method, path, body, key, headers);
    record(method, path, response.status);
    return response;
  };
  /** @param {number} status @param {Parameters<typeof send>} sent */
  const expect = async (status, ...sent) => {
    const response = await send(...sent);
    assert.equal(response.status, status, `${sent[1]} ${sent[2]}: ${response.text}`);
    return response;
  };
  return { ada: as("ada"), sam: as("sam"), alex: as("alex"), vera: as("vera"), send, expect };
}

test("the responses of a session are those of the description", async () => {
  const rules = { certificates: 12, always: ["keyCompromise"], expiresMinutes: 60 };
  const jobs = await startJobs(60, { TWO_PERSON: rules, DIGICERT_WEBHOOK_SECRET: SECRET });
  const { ada, sam, alex, vera, send, expect } = recorderOf(jobs);
  const [first, held, unknown] = [PLAIN, PLAIN + 1, 999_999_999];
  const orders = "/services/v2/order/certificate";
  for (const path of ["?limit=2", `/${first}`, `/${first}/duplicate`, `/${first}/reissue`])
    await expect(200, vera, "GET", orders + path);
  await expect(200, vera, "GET", `${orders}/status-changes?minutes=5`);
  for (const path of [`/${unknown}`, `/${unknown}/duplicate`, `/${unknown}/reissue`])
    await expect(404, vera, "GET", orders + path);
  for (const path of [`/${first}/duplicate?x=1`, `/${first}/reissue?x=1`, "/status-changes?x=1"])
    await expect(400, vera, "GET", orders + path);
  await expect(200, vera, "GET", "/services/v2/request");
  await expect(404, vera, "GET", "/services/v2/request/1");
  await expect(200, vera, "GET", "/services/v2/user/me");
  for (const path of ["/openapi.json", "/console/config", "/console/me"])
    await expect(200, vera, "GET", path);

  const hold = `/console/holds/${held}`;
  await expect(204, ada, "PUT", hold, { reason: "INC-1" }, "hold-0001");
  await expect(422, ada, "PUT", hold, { reason: "INC-2" }, "hold-0001");
  await expect(400, ada, "PUT", hold, {});
  await expect(200, vera, "GET", "/console/holds");
  await expect(403, ada, "PUT", `${orders}/${held}/revoke`, {});
  await expect(204, ada, "DELETE", hold, { reason: "INC-1" }, "hold-0002");
  await expect(404, ada, "DELETE", hold, { reason: "INC-1" });
  await expect(422, ada, "DELETE", hold, { reason: "other" }, "hold-0002");
  await expect(400, ada, "DELETE", hold, {});

  const revoke = `${orders}/${first}/revoke`;
  await expect(400, sam, "PUT", revoke, { x: 1 });
  const { json: requested } = await expect(201, sam, "PUT", revoke, {}, "revoke-01");
  await expect(422, sam, "PUT", revoke, { comments: "x" }, "revoke-01");
  await expect(404, sam, "PUT", `${orders}/${unknown}/revoke`, {});
  const status = `/services/v2/request/${requested.id}/status`;
  await expect(200, vera, "GET", `/services/v2/request/${requested.id}`);
  await expect(400, alex, "PUT", status, {});
  await expect(404, alex, "PUT", "/services/v2/request/1/status", { status: "rejected" });
  await expect(204, alex, "PUT", status, { status: "rejected" }, "decide-01");
  await expect(422, alex, "PUT", status, { status: "approved" }, "decide-01");
  await expect(204, ada, "PUT", `${orders}/${PLAIN + 2}/revoke`, { skip_approval: true });
  const read = await send(vera, "GET", `${orders}/${PLAIN + 3}`);
  const certificate = `/services/v2/certificate/${read.json.certificate.id}/revoke`;
  await expect(201, sam, "PUT", certificate, {}, "revoke-02");
  await expect(422, sam, "PUT", certificate, { comments: "x" }, "revoke-02");
  await expect(400, sam, "PUT", certificate, { x: 1 });
  await expect(404, sam, "PUT", "/services/v2/certificate/999999999/revoke", {});
  const other = await send(vera, "GET", `${orders}/${PLAIN + 4}`);
  const skipped = `/services/v2/certificate/${other.json.certificate.id}/revoke`;
  await expect(204, ada, "PUT", skipped, { skip_approval: true });

  // A proposal of another person for the same target waits.
  const compromised = { revocation_reason: "keyCompromise" };
  for (const path of [`${orders}/${PLAIN + 5}/revoke`, "/services/v2/certificate/77777/revoke"]) {
    await expect(201, sam, "PUT", path, compromised);
    await expect(409, ada, "PUT", path, compromised);
  }

  await expect(422, sam, "POST", "/console/jobs", "order_id\nnone");
  await expect(400, sam, "POST", "/console/jobs?x=1", listOf(2, 5));
  const { json: job } = await expect(201, sam, "POST", "/console/jobs", listOf(20, 10));
  const at = (/** @type {string} */ path = "") => `/console/jobs/${job.id}${path}`;
  const none = (/** @type {string} */ path = "") => `/console/jobs/${NO_JOB}${path}`;
  await expect(200, vera, "GET", "/console/jobs");
  await expect(200, vera, "GET", at());
  await expect(404, vera, "GET", none());
  for (const path of ["/orders", "/report.csv", "/report.json", "/journal.jsonl"])
    await expect(404, vera, "GET", none(path));
  for (const path of ["/report.csv", "/report.json"]) await expect(409, vera, "GET", at(path));
  await expect(400, vera, "GET", at("/orders?limit=x"));
  await expect(200, sam, "PUT", at("/settings"), { comment: "INC-1" }, "settings-1");
  await expect(422, sam, "PUT", at("/settings"), { comment: "INC-2" }, "settings-1");
  await expect(400, sam, "PUT", at("/settings"), { x: 1 });
  await expect(404, sam, "PUT", none("/settings"), {});
  for (const act of ["plan", "rehearse", "pause", "resume", "cancel"]) {
    await expect(404, sam, "POST", none(`/${act}`), {});
    await expect(400, sam, "POST", at(`/${act}`), { x: 1 });
    await expect(422, sam, "POST", at(`/${act}`), {}, "hold-0001");
    if (act !== "plan") await expect(409, sam, "POST", at(`/${act}`), {});
  }
  await expect(404, sam, "POST", none("/start"), { count: 1 });
  await expect(400, sam, "POST", at("/start"), {});
  await expect(409, sam, "POST", at("/start"), { count: 20 });
  await expect(202, sam, "POST", at("/plan"), {});
  await sam.until(job.id, ({ state }) => state === "planned");
  await expect(202, sam, "POST", at("/rehearse"), {});
  await sam.until(job.id, ({ state }) => state === "rehearsed");
  for (const path of ["/orders", "/report.csv", "/report.json", "/journal.jsonl"])
    await expect(200, vera, "GET", at(path));
  const { json: proposed } = await expect(
    201,
    sam,
    "POST",
    at("/start"),
    { count: 20 },
    "start-001",
  );
  await expect(422, sam, "POST", at("/start"), { count: 4 }, "start-001");
  await expect(200, vera, "GET", "/console/proposals");
  const decide = `/services/v2/request/${proposed.id}/status`;
  const proposal = `/console/proposals/${proposed.id}`;
  for (const path of ["", "/orders"]) {
    await expect(200, vera, "GET", proposal + path);
    await expect(404, vera, "GET", `/console/proposals/9000000000000099${path}`);
  }
  await expect(400, vera, "GET", `${proposal}/orders?limit=x`);
  await expect(400, vera, "GET", "/console/proposals?limit=x");
  await expect(400, vera, "GET", "/console/jobs?limit=x");
  await expect(428, alex, "PUT", decide, { status: "approved" });
  await expect(412, alex, "PUT", decide, { status: "approved", hash: "0".repeat(64) });
  const long = { status: "rejected", processor_comment: "x".repeat(1001) };
  await expect(422, alex, "PUT", decide, long);
  await expect(204, alex, "PUT", decide, { status: "rejected" });
  const withdraw = "/console/proposals/9000000000000099/withdraw";
  await expect(404, vera, "POST", withdraw, {});
  await expect(400, vera, "POST", withdraw, { x: 1 });
  await expect(422, sam, "POST", `${proposal}/withdraw`, {}, "start-001");
  await expect(409, sam, "POST", `${proposal}/withdraw`, {});
  const own = await send(sam, "PUT", `${orders}/${PLAIN + 6}/revoke`, compromised);
  await expect(204, sam, "POST", `/console/proposals/${own.json.id}/withdraw`, {});
  await expect(422, sam, "PUT", `${orders}/${PLAIN + 6}/revoke`, { comment: "x".repeat(1001) });
  await expect(409, alex, "PUT", decide, { status: "approved" });
  await expect(404, sam, "DELETE", none(), {});
  await expect(400, sam, "DELETE", at(), {}, "short");
  await expect(422, sam, "DELETE", at(), {}, "start-001");
  await expect(204, sam, "DELETE", at(), {});
  await expect(409, vera, "GET", `${proposal}/orders`);

  await expect(404, ada, "PUT", "/console/holds/999999999", { reason: "INC-1" });
  await expect(422, ada, "PUT", `/console/holds/${PLAIN + 8}`, { reason: "INC-1", ends: 1 });
  await expect(204, ada, "PUT", hold, { reason: "INC-3" });
  await expect(409, ada, "PUT", hold, { reason: "INC-4" });
  await expect(200, vera, "GET", `${hold}/history`);
  await expect(400, vera, "GET", `${hold}/history?limit=x`);
  await expect(204, ada, "DELETE", hold, { reason: "replaced" });

  const urgent = { order: String(PLAIN + 7), justification: "INC-1" };
  await expect(201, sam, "POST", "/console/break-glass", urgent, "glass-001");
  await expect(422, sam, "POST", "/console/break-glass", { ...urgent, order: "1" }, "glass-001");
  await expect(409, ada, "POST", "/console/break-glass", urgent);
  await expect(400, sam, "POST", "/console/break-glass", { order: "1" });
  await expect(404, sam, "POST", "/console/break-glass", { ...urgent, order: "999999999" });
  const reason = { reason: "INC-1" };
  await expect(200, vera, "GET", "/console/freeze");
  await expect(200, vera, "POST", "/console/freeze", reason, "freeze-01");
  await expect(422, vera, "POST", "/console/freeze", { reason: "INC-2" }, "freeze-01");
  await expect(400, vera, "POST", "/console/freeze", {});
  await expect(202, ada, "POST", "/console/freeze/release", reason, "release-1");
  await expect(422, ada, "POST", "/console/freeze/release", { reason: "x" }, "release-1");
  await expect(400, alex, "POST", "/console/freeze/release", {});
  await expect(200, alex, "POST", "/console/freeze/release", reason);
  await expect(409, alex, "POST", "/console/freeze/release", reason);

  const notify = "/console/notifications/test";
  await expect(200, vera, "GET", "/console/notifications");
  await expect(202, ada, "POST", notify, {}, "notify-01");
  await expect(422, ada, "POST", notify, {}, "hold-0001");
  await expect(400, ada, "POST", notify, {}, "short");
  const webhook = "/webhooks/digicert";
  const receive = async (/** @type {string} */ body) => {
    const headers = { "x-webhook-key": JSON.stringify(SECRET) };
    const { status } = await fetch(jobs.url + webhook, { method: "POST", headers, body });
    return record("POST", webhook, status);
  };
  assert.equal(await receive('{"event":"certificate_issued"}'), 204);
  assert.equal(await receive("{}"), 400);
  assert.equal(await receive("x".repeat(64 * 1024 + 1)), 413);

  await expect(200, ada, "GET", "/console/audit-log?limit=5");
  await expect(400, ada, "GET", "/console/audit-log?limit=x");
  await expect(200, ada, "GET", "/console/audit-log/export");
  await expect(200, ada, "GET", "/console/audit-log/status");
});

test("the responses of a run are those of the description", async () => {
  const jobs = await startJobs(60, { TWO_PERSON: null });
  const { sam, send, expect } = recorderOf(jobs);
  const { json: small } = await send(sam, "POST", "/console/jobs", listOf(2, 40));
  const of = (/** @type {string} */ path = "") => `/console/jobs/${small.id}${path}`;
  await send(sam, "POST", of("/plan"), {});
  await sam.until(small.id, ({ state }) => state === "planned");
  // The run lasts until it is canceled.
  await jobs.sandbox("faults", { method: "PUT", pathPrefix: "/services", status: 503, times: 100 });
  await expect(202, sam, "POST", of("/start"), { count: 2 });
  for (const act of ["pause", "resume", "cancel"]) {
    await expect(202, sam, "POST", of(`/${act}`), {});
  }
  await expect(409, sam, "POST", of("/plan"), {});
  await expect(409, sam, "PUT", of("/settings"), {});
  await expect(409, sam, "DELETE", of(), {});
});

test("every documented status is reached above, or listed here", () => {
  const unseen = described.flatMap(({ method, operation }) =>
    Object.keys(operation.responses)
      .filter((status) => !seen.has(`${operation.operationId} ${status}`))
      .filter((status) => !isReachedElsewhere(method, operation, status))
      .map((status) => `${operation.operationId} ${status}`),
  );
  assert.deepEqual(unseen, [
    // jobs.test.js has a list over its maximum; a repetition that meets a refused upload needs exact timing.
    "createJob 409",
    "createJob 413",
    // Someone else's hold: holds.test.js.
    "liftHold 201",
    "liftHold 409",
  ]);
});

/** @param {string} method @param {any} operation @param {string} status */
function isReachedElsewhere(method, operation, status) {
  // `fetch` sends no body with a GET.
  if (method === "GET" && status === "413") return true;
  // What has no account behind it does not fail: failures.test.js.
  if (
    !/^(read|revoke|decide|mass|hold|auditLog|notify|freeze|release)$/.test(
      operation["x-permission"],
    )
  )
    return status === "500";
  // CertCentral's own errors: gateway.test.js, account.test.js.
  if (operation["x-forwards-certcentral"])
    return ["429", "502", "503", ...(method === "GET" ? ["400", "404"] : [])].includes(status);
  // A gateway that is killed during a change: holds.test.js.
  return method !== "GET" && status === "502";
}
