// The pure parts of notifications: settings, the event of each audit log entry, formats, signature, and times.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENT_TYPES, eventOf } from "../../www/gateway/notifications/events.js";
import { bodyOf } from "../../www/gateway/notifications/formats.js";
import { reminderAt } from "../../www/gateway/notifications/reminders.js";
import { backoffMs, EXPIRES_MS, expiryOf } from "../../www/gateway/notifications/retry.js";
import { signedHeaders } from "../../www/gateway/notifications/sender.js";
import { webhookSecrets, webhooksOf } from "../../www/gateway/notifications/settings.js";
import { settingsOf } from "../../www/gateway/settings.js";
import { CANARY } from "../support/client.js";
import { BASE } from "../support/gateway-account.js";

/** @typedef {import("../../www/gateway/notifications/events.js").NotificationEvent} NotificationEvent */

const URL_OK = "https://hooks.example.com/certificates";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const HOUR_MS = 3_600_000;

/** @param {unknown} webhooks @param {object} [more] */
const issueOf = async (webhooks, more = {}) => {
  const WEBHOOKS = typeof webhooks === "string" ? webhooks : JSON.stringify(webhooks);
  const env = /** @type {any} */ ({ CERTCENTRAL_BASE_URL: BASE, WEBHOOKS, ...more });
  const read = await settingsOf(env);
  return "issue" in read ? read.issue : undefined;
};

test("an invalid webhook is refused, and its value is not shown", async () => {
  const json = { url: URL_OK, secret: SECRET };
  for (const wrong of [
    CANARY,
    {},
    [{ url: URL_OK }],
    [{ ...json, secret: `whsec_${CANARY}` }],
    [{ ...json, secret: "whsec_c2hvcnQ=" }],
    [{ ...json, secret: SECRET.slice(6) }],
    [{ ...json, format: "mail" }],
    [{ ...json, events: ["approval"] }],
    [{ ...json, [CANARY]: 1 }],
    [{ ...json, name: "" }],
    [
      { ...json, name: "a" },
      { ...json, name: "a" },
    ],
    Array.from({ length: 6 }, (_, nth) => ({ ...json, name: `webhook ${nth}` })),
    ...[
      `http://${CANARY}.example/`,
      "http://127.0.0.1.example/",
      `https://user:${CANARY}@hooks.example.com/`,
      "https://hooks.example.com/#a",
      "https://localhost/",
      "https://a.localhost/",
      "https://intranet/",
      "https://10.0.0.1/",
      "https://0x7f000001/",
      "https://2130706433/",
      "https://[::1]/",
      "ftp://hooks.example.com/",
      "hooks.example.com",
    ].map((url) => [{ ...json, url }]),
  ]) {
    const issue = (await issueOf(wrong)) ?? "";
    assert.match(issue, /^WEBHOOKS is (invalid|not JSON)\. Expected: /, JSON.stringify(wrong));
    assert.ok(!issue.includes(CANARY));
  }
  assert.equal(await issueOf([json, { url: URL_OK, format: "slack" }, json]), undefined);
});

test("an http URL is allowed on loopback in development only", async () => {
  const webhooks = [{ url: "http://127.0.0.1:8788/hook", secret: SECRET }];
  assert.match((await issueOf(webhooks)) ?? "", /^WEBHOOKS is invalid: an http URL requires/);
  const DEVELOPMENT_IDENTITY = '{"id":"ada","roles":["admin"]}';
  assert.equal(await issueOf(webhooks, { DEVELOPMENT_IDENTITY }), undefined);
});

test("the secret of DigiCert's webhook has 32 characters or more", async () => {
  for (const wrong of ["", "short", "x".repeat(31), `${"x".repeat(32)}\n`, "ü".repeat(40)]) {
    const issue = (await issueOf([], { DIGICERT_WEBHOOK_SECRET: wrong })) ?? "";
    assert.match(issue, /^DIGICERT_WEBHOOK_SECRET is invalid\. Expected: 32/, wrong);
  }
  assert.equal(await issueOf([], { DIGICERT_WEBHOOK_SECRET: CANARY.padEnd(32, "x") }), undefined);
});

test("webhooks have different names, and every secret is known", () => {
  const WEBHOOKS = JSON.stringify([
    { url: URL_OK, secret: SECRET },
    { url: `${URL_OK}/2?sig=${"s".repeat(20)}`, secret: SECRET },
    { url: `https://hooks.slack.com/services/T0/${"x".repeat(24)}`, format: "slack", name: "pki" },
  ]);
  assert.deepEqual(
    webhooksOf({ WEBHOOKS }).map(({ name }) => name),
    ["json hooks.example.com", "json hooks.example.com 2", "pki"],
  );
  const secrets = webhookSecrets({ WEBHOOKS, DIGICERT_WEBHOOK_SECRET: "x".repeat(32) });
  for (const secret of [
    `${URL_OK}/2?sig=${"s".repeat(20)}`,
    "s".repeat(20),
    "x".repeat(24),
    SECRET,
    SECRET.slice(6),
    "x".repeat(32),
  ])
    assert.ok(secrets.includes(secret), secret);
  // They occur in paths of CertCentral.
  for (const folder of ["certificates", "services", "/services/T0/"])
    assert.ok(!secrets.includes(folder), folder);
});

const ACTOR = { id: "ada@example.com", how: "access" };
const ABOUT = { target: { order: "7" } };

test("each entry that notifies becomes its event; others do not", () => {
  /** @param {string} action @param {object} [more] */
  const event = (action, more = {}) => eventOf({ actor: ACTOR, action, ...more });
  const outcome = (/** @type {string} */ word) => ({ ...ABOUT, answer: { outcome: word } });
  const proposal = { request: "9000000000001", certificates: 30, expires: 5, hash: "ab" };
  const subject = { order: "7", request: "9000000000001" };
  const by = ACTOR.id;
  assert.deepEqual(event("revoke-order-answer", { ...outcome("proposed"), details: proposal }), {
    ...{ type: "approval-requested", subject, by, approval: "two-person" },
    ...{ certificates: 30, expires: 5 },
  });
  assert.deepEqual(event("revoke-order-answer", outcome("requested")), {
    ...{ type: "approval-requested", subject: { order: "7" }, by, approval: "digicert" },
  });
  assert.deepEqual(
    event("job-start-answer", { details: { ...proposal, outcome: "proposed", job: "j" } }),
    {
      ...{ type: "approval-requested", subject: { request: proposal.request, job: "j" }, by },
      ...{ approval: "two-person", certificates: 30, expires: 5 },
    },
  );
  for (const [word, decision] of [
    ["approved-revoked", "approved"],
    ["rejected", "rejected"],
    ["decided", "decided"],
    ["approved-partially", "partially-approved"],
  ])
    assert.deepEqual(event("decide-request-answer", outcome(String(word))), {
      ...{ type: "approval-decided", subject: { order: "7" }, by, decision, outcome: word },
    });
  for (const action of [
    "revoke-order-answer",
    "revoke-certificate-answer",
    "decide-request-answer",
  ])
    assert.equal(event(action, outcome("brake"))?.type, "brake-tripped");
  assert.equal(event("job-start-answer", { details: { outcome: "brake" } })?.type, "brake-tripped");
  for (const cause of ["expired", "void", "withdrawn"])
    assert.deepEqual(
      event(`proposal-${cause}`, { ...ABOUT, details: { reason: "list-changed" } }),
      {
        ...{ type: "approval-ended", subject: { order: "7" }, by, cause, reason: "list-changed" },
      },
    );
  const counts = { revoked: { accepted: 1, approved: 0, revoked: 3 }, requested: 1, held: 2 };
  assert.deepEqual(event("job-ended", { details: { job: "j", counts } }), {
    ...{ type: "run-ended", subject: { job: "j" }, revoked: 4, requested: 1 },
  });
  assert.deepEqual(event("job-paused", { details: { job: "j", reason: "unknown-outcomes" } }), {
    ...{ type: "run-paused", subject: { job: "j" }, reason: "unknown-outcomes" },
  });
  const lost = { ...ABOUT, answer: { outcome: "lost_response", effect: "unknown" } };
  assert.deepEqual(event("decide-request-answer", lost), {
    ...{ type: "approval-decided", subject: { order: "7" }, by },
    ...{ decision: "decided", outcome: "lost_response" },
  });
  assert.equal(event("withdraw-proposal-answer", outcome("withdrawn"))?.type, "approval-ended");
  assert.equal(
    event("freeze-release-answer", { details: { result: "released" } })?.type,
    "unfrozen",
  );
  assert.equal(event("frozen")?.type, "frozen");
  for (const action of ["break-glass", "job-break-glass"])
    assert.equal(event(action, ABOUT)?.type, "break-glass");
  const changed = { previous: "ab", changed: ["BRAKE"] };
  assert.deepEqual(event("settings-changed", { details: changed }), {
    ...{ type: "settings-changed", settings: ["BRAKE"] },
  });
  for (const quiet of [
    event("revoke-order", ABOUT),
    event("revoke-order-answer", outcome("revoked")),
    event("decide-request-answer", outcome("same-person")),
    event("decide-request-answer", outcome("request_limit_exceeded")),
    event("job-start-answer", { details: { outcome: "started" } }),
    event("hold-set", ABOUT),
    event("settings-changed", { details: { previous: null, changed: [] } }),
    event("withdraw-proposal-answer", outcome("not-yours")),
    event("freeze-release-answer", { details: { result: "second-person" } }),
  ])
    assert.equal(quiet, undefined);
});

test("text from a person is cut, and is no markup in any format", () => {
  const hostile = `<!channel> & [x](https://evil.example) *${"x".repeat(5000)}`;
  const event = /** @type {NotificationEvent} */ (
    eventOf({ actor: { ...ACTOR, id: hostile }, action: "hold-lifted", ...ABOUT })
  );
  const json = JSON.parse(bodyOf("json", event, 0));
  assert.deepEqual([json.type, json.timestamp], ["hold-ended", "1970-01-01T00:00:00.000Z"]);
  assert.ok(json.data.by.length <= 201);
  const slack = JSON.parse(bodyOf("slack", event, 0));
  assert.doesNotMatch(slack.text, /<!channel>/);
  const texts = slack.blocks.flatMap((/** @type {any} */ { text, fields = [] }) => [
    text,
    ...fields,
  ]);
  for (const { type } of texts.filter(Boolean)) assert.equal(type, "plain_text");
  const teams = JSON.parse(bodyOf("teams", event, 0));
  const [{ contentType, content }] = teams.attachments;
  assert.deepEqual(
    [teams.type, contentType, content.type],
    ["message", "application/vnd.microsoft.card.adaptive", "AdaptiveCard"],
  );
  for (const { type, inlines } of content.body) {
    assert.equal(type, "RichTextBlock");
    for (const inline of inlines) assert.equal(inline.type, "TextRun");
  }
});

test("every event type has a wording in every format", () => {
  const common = { subject: { order: "7" }, by: "ada", expires: 1, until: 1, settings: ["BRAKE"] };
  const more = { cause: "expired", decision: "approved", approval: "digicert", outcome: "revoked" };
  const last = { reason: "manual", code: "access_denied", witness: "https" };
  for (const type of EVENT_TYPES)
    for (const format of /** @type {const} */ (["json", "slack", "teams"])) {
      const event = /** @type {any} */ ({ type, ...common, ...more, ...last });
      assert.doesNotMatch(bodyOf(format, event, 0), /undefined|null,"text"/, `${type} ${format}`);
    }
});

test("a signature is that of the Standard Webhooks specification", async () => {
  const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  const headers = await signedHeaders(SECRET, id, '{"test": 2432232314}', 1_614_265_330_999);
  assert.deepEqual(headers, {
    "webhook-id": id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("the backoff grows to an hour and differs by a fifth", () => {
  assert.deepEqual(
    [1, 2, 3, 6, 20].map((failures) => backoffMs(failures, 0.5)),
    [...[5000, 20_000, 80_000, HOUR_MS, HOUR_MS]],
  );
  assert.deepEqual([backoffMs(1, 0), backoffMs(1, 1)], [4000, 6000]);
});

test("a reminder comes in the last quarter, an hour before at most", () => {
  assert.equal(reminderAt("approval-expiring", 0, HOUR_MS), 0.75 * HOUR_MS);
  assert.equal(reminderAt("approval-expiring", 0, 100 * HOUR_MS), 99 * HOUR_MS);
  assert.equal(reminderAt("hold-ending", 0, 1000 * HOUR_MS), 976 * HOUR_MS);
  assert.equal(reminderAt("hold-ending", 10, 0), 0, "an end in the past");
});

test("a notification expires after a day, or with its approval", () => {
  const expiring = (/** @type {number} */ expires) =>
    /** @type {NotificationEvent} */ ({
      type: "approval-expiring",
      subject: {},
      by: "ada",
      expires,
    });
  assert.equal(expiryOf({ type: "test", by: "ada" }, 5), 5 + EXPIRES_MS);
  assert.equal(expiryOf(expiring(HOUR_MS), 5), HOUR_MS);
  assert.equal(expiryOf(expiring(100 * HOUR_MS), 5), 5 + EXPIRES_MS);
});
