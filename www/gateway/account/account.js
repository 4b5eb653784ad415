// One key of DigiCert's: everything that is sent with it passes here, one Durable Object for each key, so that the limits
// are kept whoever calls from wherever. Not here: what may be asked at all (`../routes/reads.js`, `../routes/changes.js`), and what a
// change must pass (`changes.js`).

import { redactorOf } from "../audit/bounds.js";
import { Record } from "../audit/log.js";
import { refusal } from "../http/problem.js";
import { Jobs } from "../jobs/jobs.js";
import { JOB } from "../jobs/runner.js";
import { askAccount, keyFor } from "../upstream/account-client.js";
import { send } from "../upstream/send.js";
import { changeOf } from "./audit-entries.js";
import { Reach } from "./blast-radius.js";
import { Brake } from "./brake.js";
import { revokeTold } from "./change-result.js";
import { Changes } from "./changes.js";
import { Stops } from "./guards.js";
import { Holds } from "./holds.js";
import { Once } from "./idempotency.js";
import { Proposals } from "./proposals.js";
import { Turns } from "./rate-limiter.js";
import { routesOf } from "./routes.js";
import { proposalOf } from "./rules/approval-request.js";
import { rulesFrom } from "./rules/settings.js";
import { Schedule } from "./schedule.js";
import { SubmittedRequests } from "./submitters.js";

/** @typedef {import("../upstream/account-client.js").Asked} Asked */
/** @typedef {import("./changes.js").Work} Work */
/** @typedef {import("./change-result.js").Told} Told */

const DAY_MS = 86_400_000;
const ONE_REQUEST = /^\/request\/(\d+)$/;
const PRUNE = "prune";

export class Account {
  /** @type {Turns} */
  #turns;
  #routes;

  /** @param {any} ctx @param {import("../worker-env.js").GatewayEnv} env */
  constructor(ctx, env) {
    this.env = env;
    this.storage = ctx.storage;
    const { sql } = ctx.storage;
    const { DIGICERT_API_KEY, DIGICERT_READ_KEY, RECORD_SIGNING_KEY, RECORD_DAYS } = env;
    this.redact = redactorOf([DIGICERT_API_KEY, DIGICERT_READ_KEY, RECORD_SIGNING_KEY]);
    this.record = new Record(ctx.storage, {
      signingKey: RECORD_SIGNING_KEY,
      retentionDays: RECORD_DAYS === undefined ? undefined : Number(RECORD_DAYS),
      redact: this.redact,
    });
    const { brake: most, twoPerson: policy } = rulesFrom(env);
    const brake = new Brake(sql, most);
    const submitted = new SubmittedRequests(sql);
    const reach = new Reach((path) => this.#read(path));
    this.once = new Once(sql);
    this.holds = new Holds(sql);
    this.proposals = new Proposals(sql);
    this.changes = new Changes({
      stops: new Stops(this.holds, brake, reach),
      reach,
      submitted,
      proposals: this.proposals,
      record: this.record,
      policy,
      send: (work, gate) => this.#send(work, gate),
    });
    this.#turns = new Turns(sql, env.LIMITS);
    this.schedule = new Schedule(ctx.storage);
    this.jobs = new Jobs({
      ...{ storage: ctx.storage, record: this.record, holds: this.holds, brake, policy, env },
      ...{ twoPerson: this.changes.twoPerson, schedule: this.schedule, redact: this.redact },
      turns: this.#turns,
      send: (call, most, job) => this.#sendOfJob(call, most, job, submitted),
    });
    this.#routes = routesOf(this);
    ctx.blockConcurrencyWhile(() => this.schedule.hasten(JOB));
  }

  /** @param {Request} request from `../upstream/account-client.js` @returns {Promise<Response>} */
  async fetch(request) {
    await this.changes.twoPerson.expire();
    return this.#routes.fetch(request);
  }

  /** Jobs go on; and once a day, while changes are made, what is older than it may be goes from the record. */
  async alarm() {
    const due = await this.schedule.take(Date.now());
    await this.jobs.runner.tick(due.flatMap(jobOf));
    if (due.includes(PRUNE)) {
      await this.record.prune();
      this.schedule.drop(PRUNE);
    }
    await this.schedule.arm();
  }

  /** A call of CertCentral's: carried out, or answered here where it is about a proposal. @param {Asked} asked */
  async answer({ call, lane, from, mostBytes }) {
    const { method, path, body = null } = call;
    if (from === null) {
      const [, requestId = ""] = ONE_REQUEST.exec(path) ?? [];
      if (proposalOf(requestId) !== undefined) return this.changes.twoPerson.read(requestId);
      return this.#send({ call, lane }, undefined, mostBytes);
    }
    // Somebody else's key is another one: nobody is answered with what another did.
    const asked = JSON.stringify([from.actor.id, method, path, body]);
    return this.once.answer(from.idempotencyKey, asked, async () => {
      const told = await this.changes.make({ call, lane }, from);
      if (this.env.RECORD_DAYS) await this.schedule.setOnce(PRUNE, Date.now() + DAY_MS);
      return told;
    });
  }

  /** What the account has to know itself: with the key for reads, and so through that key's account. @param {string} path */
  async #read(path) {
    const call = { method: "GET", path };
    const key = keyFor(this.env, "GET");
    if (key === keyFor(this.env, "PUT")) return this.#send({ call, lane: "interactive" });
    return askAccount(this.env, key, "/call", { call, lane: "interactive", from: null });
  }

  /**
   * A call of a job, whose turn it is. Who asked for what waits at CertCentral is remembered, as for single calls.
   * @param {import("../upstream/account-client.js").Call} call @param {number} mostBytes @param {import("../jobs/store.js").Job} job
   * @param {SubmittedRequests} submitted
   */
  async #sendOfJob(call, mostBytes, job, submitted) {
    const key = keyFor(this.env, call.method);
    if (key !== keyFor(this.env, "PUT"))
      return askAccount(this.env, key, "/call", { call, lane: "bulk", from: null, mostBytes });
    const answer = await send(this.env, call, mostBytes);
    if (answer.status !== 201) return answer;
    const { requestId } = await revokeTold(answer);
    const { kind, id, body } = changeOf(call);
    if (requestId !== undefined && kind === "order")
      submitted.remember(requestId, { by: job.by.id, kind, id, reason: body.revocation_reason });
    return answer;
  }

  /**
   * Waits for its turn, takes the last look, and sends.
   * @template {Told} [Refused=never]
   * @param {Work} work @param {() => Refused | undefined} [gate] @param {number} [mostBytes] of the answer
   * @returns {Promise<Response | Refused>}
   */
  async #send({ call, lane }, gate, mostBytes) {
    const { fault } = this.#turns;
    if (fault) return refusal(403, [{ code: "access_denied|gateway_set_up", message: fault }]);
    const { may, waitMs } = await this.#turns.take(lane);
    if (!may) return notSent(waitMs);
    const refused = gate?.();
    if (refused) return refused;
    const answer = await send(this.env, call, mostBytes);
    if (answer.status === 429) this.#turns.refused(answer.headers.get("retry-after"));
    return answer;
  }
}

/** @param {string} what is due @returns {string[]} */
const jobOf = (what) => (what.startsWith(JOB) ? [what.slice(JOB.length)] : []);

/** DigiCert's own words for it: every client reads them as "not processed", and so it is. @param {number} waitMs */
function notSent(waitMs) {
  const message = "The gateway keeps to the limits of this key; nothing was sent.";
  const response = refusal(429, [{ code: "request_limit_exceeded", message }]);
  response.headers.set("retry-after", String(Math.ceil(waitMs / 1000)));
  return response;
}
