// Notifications of the gateway on workerd: real changes, jobs and holds, and webhooks that work, fail, hang or redirect.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { CANARY } from "../support/client.js";
import { listOf, startJobs } from "../support/gateway-jobs.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";
import { startReceiver } from "../support/webhook-receiver.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SKIP = { skip_approval: true };
const TWO_PERSON = { certificates: 1, expiresMinutes: 60 };

/** @param {string} url @param {object} [more] */
const hook = (url, more = {}) => ({ url: `${url}/hook`, secret: SECRET, ...more });

/** The state of the only webhook, once the condition is true. @param {any} person @param {(state: any) => boolean} isReached */
async function stateOf(person, isReached) {
  for (;;) {
    const { json } = await person.send("GET", "/console/notifications");
    const [state] = json.webhooks;
    if (isReached(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("approvals, holds and the limit notify with a valid signature", async () => {
  const started = Math.floor(Date.now() / 1000);
  const receiver = await startReceiver();
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 2);
  certcentral.order(8, 1);
  certcentral.order(9, 1);
  const WEBHOOKS = [hook(receiver.url)];
  const { as } = await startGateway(certcentral, { TWO_PERSON, WEBHOOKS, BRAKE: { perHour: 1 } });

  const { json } = await as("ada").revoke(7, SKIP);
  const requested = await receiver.untilType("approval-requested");
  const { subject, by, approval, certificates, expires } = requested.data;
  assert.deepEqual(subject, { order: "7", request: String(json.id) });
  assert.deepEqual([by, approval, certificates], ["ada", "two-person", 2]);
  assert.equal(typeof expires, "number");
  await as("alex").approve(json.id);
  const decided = await receiver.untilType("approval-decided");
  assert.deepEqual([decided.data.by, decided.data.outcome], ["alex", "approved-revoked"]);
  assert.equal((await as("sam").revoke(8, SKIP)).code, "access_denied|brake");
  assert.equal((await receiver.untilType("brake-tripped")).data.by, "sam");
  await as("ada").hold(9, "INC-1");
  await as("ada").lift(9, "INC-1 is closed");
  assert.deepEqual((await receiver.untilType("hold-ended")).data.subject, { order: "9" });

  for (const { path, headers, body } of receiver.deliveries) {
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = headers;
    const key = Buffer.from(SECRET.slice(6), "base64");
    const expected = createHmac("sha256", key).update(`${id}.${time}.${body}`).digest("base64");
    assert.deepEqual([path, signature], ["/hook", `v1,${expected}`]);
    assert.ok(Number(time) >= started, "the time of the attempt, in seconds");
  }
});

test("a run that pauses and ends notifies, and its proposal does", async () => {
  const receiver = await startReceiver();
  const WEBHOOKS = [hook(receiver.url)];
  const { as } = await startJobs(40, { WEBHOOKS, TWO_PERSON: { certificates: 5 } });
  const sam = as("sam");
  const { id } = await sam.planned(listOf(40), {});
  const { json } = await sam.act(id, "start", { count: 40 });
  const { data } = await receiver.untilType("approval-requested");
  assert.deepEqual(data.subject, { request: String(json.id), job: id });
  await as("alex").approve(json.id);
  await sam.act(id, "pause");
  assert.deepEqual((await receiver.untilType("run-paused")).data, {
    ...{ subject: { job: id }, reason: "manual" },
  });
  await sam.act(id, "resume");
  await sam.ended(id);
  const ended = await receiver.untilType("run-ended");
  assert.deepEqual([ended.data.subject, ended.data.requested], [{ job: id }, 40]);
  const paused = receiver.deliveries.filter(({ body }) => body.includes('"run-paused"'));
  assert.equal(paused.length, 1, "once");
});

test("a run that stops because DigiCert rejects the key notifies", async () => {
  const receiver = await startReceiver();
  const WEBHOOKS = [hook(receiver.url)];
  const { as, sandbox } = await startJobs(40, {
    WEBHOOKS,
    TWO_PERSON: null,
    BRAKE: { perAction: 40 },
  });
  const ada = as("ada");
  const { id } = await ada.planned(listOf(40), { skipApproval: true });
  // The recount before the run has to succeed.
  await sandbox("faults", {
    ...{ method: "PUT", pathPrefix: "/services/v2/order" },
    times: 1000,
    status: 403,
    body: JSON.stringify({
      errors: [{ code: "access_denied|invalid_key", message: "The key is disabled." }],
    }),
    contentType: "application/json",
  });
  await ada.act(id, "start", { count: 40 });
  const stopped = await receiver.untilType("run-stopped");
  assert.deepEqual(stopped.data.subject, { job: id });
  assert.match(stopped.data.code, /access_denied/);
});

test("a webhook that fails, hangs or redirects fails no change", async () => {
  const elsewhere = await startReceiver();
  const answers = /** @type {const} */ ([
    ["status-500", { status: 500, body: "x".repeat(100_000) }],
    ["status-404", { status: 404 }],
    ["redirect", { status: 307, headers: { location: `${elsewhere.url}/stolen` } }],
    ["no-connection", "reset"],
  ]);
  for (const [problem, answer] of answers) {
    const receiver = await startReceiver(() => answer);
    const certcentral = await new CertCentral().start();
    const { as, close } = await startGateway(certcentral, {
      TWO_PERSON: null,
      WEBHOOKS: [hook(receiver.url)],
    });
    assert.equal((await as("ada").revoke(7)).status, 201, problem);
    const state = await stateOf(as("ada"), ({ failures }) => failures > 0);
    assert.deepEqual([state.problem, state.queued, state.delivered], [problem, 1, 0]);
    assert.equal(typeof state.retryAt, "number");
    await close();
  }
  assert.deepEqual(elsewhere.deliveries, []);
  const receiver = await startReceiver(() => "hang");
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral, {
    TWO_PERSON: null,
    WEBHOOKS: [hook(receiver.url)],
  });
  for (const order of [1, 2, 3]) assert.equal((await as("ada").revoke(order)).status, 201);
  assert.equal((await stateOf(as("ada"), () => true)).queued, 3);
});

test("a webhook that hangs delays no other webhook", async () => {
  const slow = await startReceiver(() => "hang");
  const receiver = await startReceiver();
  const certcentral = await new CertCentral().start();
  const WEBHOOKS = [hook(slow.url, { name: "slow" }), hook(receiver.url, { name: "other" })];
  const { as } = await startGateway(certcentral, { TWO_PERSON: null, WEBHOOKS });
  for (const order of [1, 2, 3]) {
    await as("ada").revoke(order);
    await receiver.until(({ body }) => body.includes(`"order":"${order}"`));
  }
  const { failures, queued } = await stateOf(as("ada"), () => true);
  assert.deepEqual([failures, queued], [0, 3], "its first attempt is still waiting");
});

test("an approval that expires notifies without any request", async () => {
  const receiver = await startReceiver();
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 2);
  const rules = { TWO_PERSON: { certificates: 1, expiresMinutes: 0.05 } };
  const { as } = await startGateway(certcentral, { ...rules, WEBHOOKS: [hook(receiver.url)] });
  await as("ada").revoke(7, SKIP);
  assert.equal((await receiver.untilType("approval-ended")).data.cause, "expired");
  const types = receiver.deliveries.map(({ body }) => JSON.parse(body).type);
  assert.equal(types[0], "approval-requested");
});

test("Slack and Teams receive their formats without a secret", async () => {
  const receiver = await startReceiver();
  const certcentral = await new CertCentral().start();
  const WEBHOOKS = ["slack", "teams"].map((format) => ({
    url: `${receiver.url}/${format}`,
    format,
  }));
  const { as } = await startGateway(certcentral, { TWO_PERSON: null, WEBHOOKS });
  await as("ada").revoke(7);
  const slack = await receiver.until(({ path }) => path === "/slack");
  assert.match(JSON.parse(slack.body).text, /^A revocation waits .*Order: 7; By: ada$/);
  assert.equal(slack.headers["webhook-signature"], undefined);
  const teams = await receiver.until(({ path }) => path === "/teams");
  assert.equal(JSON.parse(teams.body).attachments.length, 1);
});

test("no secret of a webhook reaches an answer, the log or a body", async () => {
  const receiver = await startReceiver(() => ({ status: 500, body: CANARY }));
  const certcentral = await new CertCentral().start();
  const bare = Buffer.from(`canary-of-a-webhook-${CANARY}`).toString("base64");
  const secret = `whsec_${bare}`;
  const url = `${receiver.url}/services/T0/B0/canary-of-a-secret-url`;
  const incoming = "canary-of-the-incoming-webhook-secret";
  const WEBHOOKS = [{ url, secret, name: "pki" }];
  const rules = { TWO_PERSON: null, WEBHOOKS, DIGICERT_WEBHOOK_SECRET: incoming };
  const { as } = await startGateway(certcentral, rules);
  const ada = as("ada");
  const comment = `${url} ${secret} ${bare} /services/T0/B0/canary-of-a-secret-url`;
  assert.equal((await ada.revoke(7, { comment })).status, 201);
  await ada.hold(8, comment);
  await ada.lift(8, comment);
  await stateOf(ada, ({ failures }) => failures > 0);
  const texts = [
    await ada.export(),
    (await ada.record()).text,
    (await ada.send("GET", "/console/notifications")).text,
    (await ada.send("POST", "/console/notifications/test", {})).text,
    (await ada.send("GET", "/console/holds")).text,
    ...receiver.deliveries.map(({ body }) => body),
  ];
  for (const text of texts)
    for (const canary of [bare, "canary-of-a-secret-url", CANARY, incoming])
      assert.ok(!text.includes(canary), `${canary} in ${text}`);
  assert.match(String(texts[0]), /\[secret\]/);
});

test("every role sees the state, admins send a test notification", async () => {
  const receiver = await startReceiver();
  const { as } = await startJobs(0, { WEBHOOKS: [hook(receiver.url, { name: "pki" })] });
  const denied = await as("alex").send("POST", "/console/notifications/test", {});
  assert.deepEqual([denied.status, denied.code], [403, "access_denied|role"]);
  const sent = await as("ada").send("POST", "/console/notifications/test", {});
  assert.equal(sent.status, 202);
  assert.deepEqual((await receiver.untilType("test")).data, { by: "ada" });
  const state = await stateOf(as("vera"), ({ delivered }) => delivered > 0);
  const { name, format, queued, failures, problem, lastSuccess } = state;
  assert.deepEqual([name, format, queued, failures, problem], ["pki", "json", 0, 0, null]);
  assert.equal(typeof lastSuccess, "number");
  assert.match(await as("ada").export(), /"id":"ada".+"action":"notification-test"/);
});
