// The queue of notifications in a Durable Object's SQLite on workerd: retries, limits, expiry, reminders, a restart. The test
// sets the clock and the result of each attempt.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { EXPIRES_MS, MAX_ATTEMPTS } from "../../www/gateway/notifications/retry.js";
import { startWorker } from "../support/workerd.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const HOUR_MS = 3_600_000;
const START = Date.UTC(2030, 0, 1);

/** A Durable Object for each path, which executes the posted command. */
const SCRIPT = `
import { Schedule } from "./www/gateway/account/schedule.js";
import { Notifications } from "./www/gateway/notifications/notifications.js";

export class Account {
  sent = [];
  constructor(ctx, env) {
    this.ctx = ctx;
    this.env = env;
  }
  async fetch(request) {
    const { restart, webhooks, now, entries = [], problems = {}, run } = await request.json();
    if (restart) this.ctx.abort("restart");
    this.now = now;
    this.problems = problems;
    this.schedule ??= new Schedule(this.ctx.storage);
    if (webhooks) this.notifications = new Notifications({
      sql: this.ctx.storage.sql, schedule: this.schedule, env: { WEBHOOKS: JSON.stringify(webhooks) },
      onEnd: async () => void (this.ended = (this.ended ?? 0) + 1), now: () => this.now, random: () => 0.5, send: (webhook, id, body) => this.send(webhook, id, body),
    });
    for (const entry of entries) this.notifications.onEntry(entry);
    if (run) await this.notifications.run();
    else await new Promise((resolve) => setTimeout(resolve));
    const sent = this.sent.splice(0);
    const task = this.ctx.storage.sql.exec("SELECT at FROM schedule WHERE what = 'notifications'").toArray()[0];
    const state = Object.fromEntries(this.notifications.state().map((each) => [each.name, each]));
    return Response.json({ sent, state, next: task ? task.at : null, ended: this.ended ?? 0 });
  }
  async send({ name }, id, body) {
    const { type, data } = JSON.parse(body);
    const problem = this.problems[name + " " + type] ?? this.problems[name];
    this.sent.push({ name, id, type, data, ...(problem ? { problem } : {}) });
    return problem;
  }
  async alarm() {}
}

export default {
  fetch(request, { ACCOUNT }) {
    return ACCOUNT.get(ACCOUNT.idFromName(new URL(request.url).pathname)).fetch(request);
  },
};`;

/** @typedef {{ name: string, id: string, type: string, data: any, problem?: string }} Sent */
/** @typedef {{ sent: Sent[], state: Record<string, any>, next: number | null, ended: number }} Result */
/** @type {Awaited<ReturnType<typeof startWorker>>} */
let worker;
before(async () => {
  worker = await startWorker(
    { stdin: { contents: SCRIPT, resolveDir: process.cwd() } },
    { durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } } },
  );
});
after(() => worker.dispose());

const actor = { id: "ada", how: "access" };
const hook = (/** @type {string} */ name, /** @type {object} */ more = {}) => ({
  ...{ name, url: `https://hooks.example.com/${name}`, secret: SECRET },
  ...more,
});
const lifted = (/** @type {number} */ order) => ({
  ...{ actor, action: "hold-lifted", target: { order: String(order) } },
});
const proposed = (/** @type {number} */ expires) => ({
  ...{ actor, action: "revoke-order-answer", target: { order: "7" } },
  ...{ answer: { outcome: "proposed" }, details: { request: "9", certificates: 30, expires } },
});

/** An account with webhooks. @param {string} name @param {object[]} [webhooks] */
async function accountOf(name, webhooks = [hook("a")]) {
  const post = async (/** @type {object} */ command) => {
    const init = { method: "POST", body: JSON.stringify(command) };
    return worker.dispatchFetch(`http://account/${name}`, init);
  };
  const act = async (/** @type {number} */ now, /** @type {object} */ command = {}) =>
    /** @type {Promise<Result>} */ (
      (await post({ now: START + now, run: true, ...command })).json()
    );
  const restart = async () => {
    await post({ restart: true }).catch(() => {});
    return act(0, { webhooks });
  };
  await act(0, { webhooks });
  return { act, restart };
}

test("an entry notifies every webhook that wants it, once", async () => {
  const { act } = await accountOf("fan-out", [hook("a"), hook("b", { events: ["brake-tripped"] })]);
  const { sent, state } = await act(1, { entries: [lifted(7)] });
  assert.deepEqual(
    sent.map(({ name, type, data }) => [name, type, data]),
    [["a", "hold-ended", { subject: { order: "7" }, by: "ada", cause: "lifted" }]],
  );
  assert.match(String(sent[0]?.id), /^msg_[\w-]{36}$/);
  assert.deepEqual([state.a.queued, state.a.delivered, state.a.lastSuccess], [0, 1, START + 1]);
  assert.equal(state.b.delivered, 0);
  const again = await act(2);
  assert.deepEqual([again.sent, again.next], [[], null], "nothing is left to do");
});

test("a test notification reaches a webhook with other events", async () => {
  const { act } = await accountOf("test-event", [hook("a", { events: ["brake-tripped"] })]);
  const { sent } = await act(1, { entries: [{ actor, action: "notification-test" }] });
  assert.deepEqual(
    sent.map(({ type }) => type),
    ["test"],
  );
});

test("a failure is retried with the same id after a backoff", async () => {
  const { act } = await accountOf("retry");
  const first = await act(0, { entries: [lifted(7)], problems: { a: "status-500" } });
  assert.deepEqual([first.state.a.failures, first.state.a.problem], [1, "status-500"]);
  assert.equal(first.next, START + 5000);
  assert.deepEqual((await act(4999)).sent, []);
  const second = await act(5000, { problems: { a: "timeout" } });
  assert.equal(second.next, START + 25_000);
  const third = await act(25_000);
  assert.deepEqual(
    [...second.sent, ...third.sent].map(({ id }) => id),
    [first.sent[0]?.id, first.sent[0]?.id],
  );
  const { queued, failures, delivered, dropped } = third.state.a;
  assert.deepEqual([queued, failures, delivered, dropped], [0, 0, 1, 0]);
});

test("a queue survives a restart", async () => {
  const { act, restart } = await accountOf("restart");
  await act(0, { entries: [lifted(7)], problems: { a: "no-connection" } });
  assert.equal((await restart()).state.a.queued, 1);
  assert.deepEqual(
    (await act(5000)).sent.map(({ type }) => type),
    ["hold-ended"],
  );
});

test("a webhook that fails does not delay another", async () => {
  const { act } = await accountOf("independent", [hook("a"), hook("b")]);
  const entries = [lifted(1), lifted(2)];
  const { sent, state } = await act(0, { entries, problems: { a: "timeout" } });
  const names = sent.map(({ name }) => name);
  assert.deepEqual(names.sort(), ["a", "b", "b"], "one attempt at the failing webhook");
  assert.deepEqual([state.a.queued, state.b.queued], [2, 0]);
});

test("a notification that is always refused blocks no other", async () => {
  const { act } = await accountOf("poison");
  const problems = { "a hold-ended": "status-400" };
  await act(0, { entries: [lifted(7)], problems });
  const { sent } = await act(5000, { entries: [proposed(START + HOUR_MS)], problems });
  assert.equal(sent[0]?.type, "approval-requested");
});

test("attempts are limited, and the state counts what was given up", async () => {
  const { act } = await accountOf("attempts");
  const problems = { a: "status-500" };
  let at = 0;
  let total = 0;
  for (let rounds = 0; rounds < 50; rounds += 1) {
    const { sent, next } = await act(at, { problems, entries: rounds === 0 ? [lifted(7)] : [] });
    total += sent.length;
    if (next === null) break;
    at = next - START;
  }
  const { state } = await act(at);
  assert.equal(total, MAX_ATTEMPTS);
  assert.deepEqual([state.a.queued, state.a.dropped, state.a.delivered], [0, 1, 0]);
  assert.ok(at < EXPIRES_MS);
});

test("a notification expires with the approval that it announces", async () => {
  const { act } = await accountOf("expiry");
  const problems = { a: "timeout" };
  await act(0, { entries: [lifted(7), proposed(START + HOUR_MS)], problems });
  const { sent, state } = await act(HOUR_MS, { problems: {} });
  assert.deepEqual(
    sent.map(({ type }) => type),
    ["hold-ended"],
  );
  assert.equal(state.a.dropped, 1);
  await act(HOUR_MS, { entries: [lifted(8)], problems });
  const late = await act(HOUR_MS + EXPIRES_MS);
  assert.deepEqual([late.sent, late.state.a.dropped, late.state.a.queued], [[], 2, 0]);
});

test("a flood of one type has its own limit and displaces no other", async () => {
  const { act } = await accountOf("flood");
  const problems = { a: "timeout" };
  await act(0, { entries: [proposed(START + HOUR_MS)], problems });
  const flood = Array.from({ length: 500 }, (_, nth) => lifted(nth + 1));
  const { state } = await act(1, { entries: flood, problems });
  assert.deepEqual([state.a.queued, state.a.dropped], [51, 450]);
  /** @type {Sent[]} */
  const sent = [];
  for (let at = HOUR_MS / 2; at < HOUR_MS; at += 60_000) sent.push(...(await act(at)).sent);
  const types = sent.map(({ type }) => type);
  assert.ok(types.includes("approval-requested"));
  const kept = sent.filter(({ type }) => type === "hold-ended");
  assert.deepEqual([kept.length, kept.at(-1)?.data.subject.order], [50, "500"], "the newest");
});

test("one round sends ten at most, and the schedule sends the rest", async () => {
  const { act } = await accountOf("rounds");
  const entries = Array.from({ length: 25 }, (_, nth) => lifted(nth + 1));
  await act(0, { entries, problems: { a: "timeout" } });
  const counts = [];
  for (let rounds = 0; rounds < 3; rounds += 1) {
    const { sent, next } = await act(10_000);
    counts.push([sent.length, next === null ? null : next <= START + 10_000]);
  }
  assert.deepEqual(counts, [
    [10, true],
    [10, true],
    [5, null],
  ]);
});

test("the limit notifies once for each person in ten minutes", async () => {
  const { act } = await accountOf("quiet");
  const braked = (/** @type {string} */ id) => ({
    ...{ actor: { id, how: "access" }, action: "revoke-order-answer", target: { order: "7" } },
    answer: { outcome: "brake" },
  });
  const first = await act(0, { entries: [braked("ada"), braked("ada"), braked("sam")] });
  assert.deepEqual(
    first.sent.map(({ data }) => data.by),
    ["ada", "sam"],
  );
  assert.deepEqual((await act(599_999, { entries: [braked("ada")] })).sent, []);
  assert.equal((await act(600_000, { entries: [braked("ada")] })).sent.length, 1);
});

test("an approval that expires soon notifies once, also restarted", async () => {
  const { act, restart } = await accountOf("reminder");
  const { next } = await act(0, { entries: [proposed(START + HOUR_MS)] });
  assert.equal(next, START + 0.75 * HOUR_MS);
  await restart();
  assert.deepEqual((await act(0.74 * HOUR_MS)).sent, []);
  const { sent } = await act(0.75 * HOUR_MS);
  assert.deepEqual(
    sent.map(({ type, data }) => [type, data.subject.request, data.expires]),
    [["approval-expiring", "9", START + HOUR_MS]],
  );
  const later = await act(0.8 * HOUR_MS);
  assert.deepEqual([later.sent, later.next, later.ended], [[], START + HOUR_MS, 0]);
  const end = await act(HOUR_MS);
  assert.deepEqual([end.sent, end.next, end.ended], [[], null, 1], "its end wakes the account");
});

test("a decided or ended approval is not announced as expiring", async () => {
  for (const [nth, ending] of [
    { action: "decide-request-answer", answer: { outcome: "approved-revoked" } },
    { action: "decide-request-answer", answer: { outcome: "rejected" } },
    { action: "proposal-void", details: { request: "9" } },
    { action: "proposal-withdrawn" },
  ].entries()) {
    const { act } = await accountOf(`ended-${nth}`);
    const end = { actor, target: { request: "9", order: "7" }, ...ending };
    await act(0, { entries: [proposed(START + HOUR_MS), end] });
    const { sent, next } = await act(0.9 * HOUR_MS);
    assert.deepEqual([sent, next], [[], null], JSON.stringify(ending));
  }
});

test("a hold that ends soon notifies, unless lifted or changed", async () => {
  const { act } = await accountOf("hold");
  const set = (/** @type {number} */ order, /** @type {object} */ details) => ({
    ...{ actor, action: "hold-set", target: { order: String(order) }, details },
  });
  const ends = START + 4 * HOUR_MS;
  await act(0, { entries: [set(1, { ends }), set(2, { ends }), set(3, { ends }), set(4, {})] });
  await act(1, { entries: [lifted(2), set(3, {})] });
  const { sent } = await act(3 * HOUR_MS);
  assert.deepEqual(
    sent.map(({ type, data }) => [type, data.subject.order, data.until]),
    [["hold-ending", "1", ends]],
  );
});

test("rows of a webhook that is no longer set are removed", async () => {
  const { act } = await accountOf("removed", [hook("a"), hook("b")]);
  await act(0, { entries: [lifted(7)], problems: { a: "timeout", b: "timeout" } });
  const { state } = await act(1, { webhooks: [hook("b")], problems: { b: "timeout" } });
  assert.deepEqual(Object.keys(state), ["b"]);
  assert.equal(state.b.queued, 1);
});
