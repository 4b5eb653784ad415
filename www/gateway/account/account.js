// The Durable Object of one account. Every request with its API key passes through it, so that one rate limiter sees all
// clients. Holds, jobs and the audit log stay when the key is rotated; the state of the rate limiter belongs to the key. It
// assembles the account's services; `changes.js` decides what a change must pass.

import { createRedactor } from "../audit/bounds.js";
import { AuditLog } from "../audit/log.js";
import { Startup } from "../audit/startup.js";
import { createPublisher } from "../audit/witness/create.js";
import { PUBLISH } from "../audit/witness/publisher.js";
import { mainKey } from "../auth/actor.js";
import { denialReason, skipDenialReason } from "../auth/permissions.js";
import { problem } from "../http/problem.js";
import { Jobs } from "../jobs/jobs.js";
import { JOB_PREFIX } from "../jobs/runner.js";
import { webhookSecrets } from "../notifications/settings.js";
import { settingsOf } from "../settings.js";
import { isNamedAccount, keyFor, requestAccount } from "../upstream/account-client.js";
import { send } from "../upstream/send.js";
import { Webhooks } from "../webhooks/webhooks.js";
import { proposalNumber } from "./approval-request.js";
import { ApprovalRules } from "./approval-rules.js";
import { HOLDS_TASK } from "./hold-changes.js";
import { IdempotencyKeys } from "./idempotency.js";
import { changeFingerprint, idempotentChanges } from "./idempotent-changes.js";
import { RateLimiter } from "./rate-limiter.js";
import { accountRoutes } from "./routes.js";
import { Schedule } from "./schedule.js";

/** @typedef {import("../upstream/account-client.js").AccountCall} AccountCall */
/** @typedef {import("../upstream/account-client.js").QueuedCall} QueuedCall */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */

const DAY_MS = 86_400_000;
const ONE_REQUEST = /^\/request\/(\d+)$/;
const PRUNE = "prune";
const FLUSH = "flush-repeated";

export class Account {
  /** @type {RateLimiter} */
  #rateLimiter;
  #routes;
  /** Set unless they are invalid. @type {import("../settings.js").Settings | undefined} */
  #settings;

  /** @param {any} ctx @param {import("../worker-env.js").GatewayEnv} env */
  constructor(ctx, env) {
    this.env = env;
    this.storage = ctx.storage;
    const { sql } = ctx.storage;
    const { AUDIT_SIGNING_KEY, AUDIT_RETENTION_DAYS } = env;
    this.redact = createRedactor([...secretsOf(env), ...webhookSecrets(env)]);
    this.auditLog = new AuditLog(ctx.storage, {
      signingKey: AUDIT_SIGNING_KEY,
      retentionDays: AUDIT_RETENTION_DAYS === undefined ? undefined : Number(AUDIT_RETENTION_DAYS),
      redact: this.redact,
    });
    this.idempotencyKeys = new IdempotencyKeys(sql);
    this.schedule = new Schedule(ctx.storage);
    this.#rateLimiter = new RateLimiter(sql, env.LIMITS, env.LANES);
    this.rules = new ApprovalRules({
      ...{ sql, env, auditLog: this.auditLog, schedule: this.schedule, redact: this.redact },
      read: (path, person) => this.#read(path, person),
      send: (work, finalCheck) => this.#send(work, finalCheck),
      mayRevokeAlone: (actor) => mayRevokeAlone(actor, this.#settings),
      onHoldChange: (orderId) => this.jobs.runs.applyHold(orderId),
      pauseRuns: () => this.jobs.pauseRuns(),
      removeExpiredJobs: (nowMs) => this.jobs.service.removeExpired(nowMs),
    });
    this.webhooks = new Webhooks({
      ...{ sql, env, schedule: this.schedule, auditLog: this.auditLog, redact: this.redact },
      read: (path) => this.#read(path, "gateway", "interactive"),
      onEnd: () => this.rules.removeOverdue(),
      onConfirmed: (order) => this.rules.proposals.confirm(order),
      confirmRun: (job) => this.jobs.confirmRun(job),
    });
    this.auditLog.repeated.onDue = (at) => this.schedule.setIfAbsent(FLUSH, at);
    this.startup = new Startup(sql, this.auditLog, env);
    this.publisher = createPublisher(sql, this.auditLog, this.schedule, env);
    this.jobs = new Jobs({
      ...{ storage: ctx.storage, auditLog: this.auditLog, rules: this.rules, env },
      ...{ schedule: this.schedule, redact: this.redact, rateLimiter: this.#rateLimiter },
      send: (call, maxBytes, job) => this.#sendForJob(call, maxBytes, job),
    });
    const { holds, holdChanges, stopButton, twoPerson } = this.rules;
    this.#routes = accountRoutes({
      respond: (call) => this.respond(call),
      idempotent: idempotentChanges(this.idempotencyKeys),
      ...{ auditLog: this.auditLog, holds, holdChanges, stopButton, twoPerson },
      ...{ jobs: this.jobs, redact: this.redact, publisher: this.publisher },
      webhooks: this.webhooks,
    });
    ctx.blockConcurrencyWhile(() => this.#wake(isNamedAccount(ctx.id, env)));
  }

  /** The account of the read key has no log of its own: it only sends. @param {boolean} isNamed */
  async #wake(isNamed) {
    const read = await settingsOf(this.env);
    this.#settings = "settings" in read ? read.settings : undefined;
    if (isNamed) {
      const { api } = await this.startup.log();
      this.#rateLimiter.useKey(api ?? "");
      await this.publisher.resume();
    }
    await this.schedule.runNow(JOB_PREFIX);
  }

  /** @param {Request} request from `../upstream/account-client.js` @returns {Promise<Response>} */
  async fetch(request) {
    await this.rules.removeOverdue();
    return this.#routes.fetch(request);
  }

  /** Advances due jobs, and what is due of the audit log. Prunes the log a day after a change, if its retention is limited. */
  async alarm() {
    const due = await this.schedule.claimDue(Date.now());
    if (due.includes(HOLDS_TASK)) await this.rules.holdChanges.removeEnded();
    await Promise.all([
      this.jobs.runner.tick(due.flatMap(jobIdOf)),
      this.webhooks.tick(due),
      this.#keepLog(due),
    ]);
    await this.schedule.setAlarm();
  }

  /** @param {string[]} due */
  async #keepLog(due) {
    if (due.includes(FLUSH)) {
      this.schedule.remove(FLUSH);
      await this.auditLog.repeated.flush();
    }
    if (due.includes(PRUNE)) {
      await this.auditLog.prune();
      await this.startup.log();
      this.schedule.remove(PRUNE);
    }
    if (due.includes(PUBLISH)) await this.publisher.publish();
  }

  /** Executes a call to CertCentral. Reads of a proposal are answered from the account's storage. @param {AccountCall} call */
  async respond({ call, lane, person, job, caller, maxBytes, seenHash = null, breakGlass }) {
    const { method, path, body = null } = call;
    if (caller === null) {
      const [, requestId = ""] = ONE_REQUEST.exec(path) ?? [];
      if (proposalNumber(requestId) !== undefined) return this.rules.twoPerson.read(requestId);
      return this.#send({ call, lane, person, job }, undefined, maxBytes);
    }
    const terms = [method, body, seenHash, breakGlass ?? null];
    const fingerprint = changeFingerprint(caller.actor, path, terms);
    return this.idempotencyKeys.respond(caller.idempotencyKey, fingerprint, async () => {
      const terms = { seenHash, ...(breakGlass === undefined ? {} : { breakGlass }) };
      const result = await this.rules.changes.execute({ call, lane, person, ...terms }, caller);
      if (this.env.AUDIT_RETENTION_DAYS)
        await this.schedule.setIfAbsent(PRUNE, Date.now() + DAY_MS);
      return result;
    });
  }

  /**
   * Sends a read of the gateway with the read key, by way of that key's account. A read that decides about a change is in the
   * lane of writes.
   * @param {string} path @param {string} person the person who makes the change @param {AccountCall["lane"]} [lane]
   */
  async #read(path, person, lane = "write") {
    /** @type {AccountCall} */
    const read = { call: { method: "GET", path }, lane, person, caller: null };
    const key = keyFor(this.env, "GET");
    if (key === keyFor(this.env, "PUT")) return this.#send(read);
    return requestAccount(this.env, key, "/call", read);
  }

  /**
   * Sends a call of a job after the rate limiter admitted it. Stores who took part in each request that CertCentral creates.
   * @param {import("../upstream/account-client.js").Call} call @param {number} maxBytes @param {import("../jobs/store.js").Job} job
   */
  async #sendForJob(call, maxBytes, job) {
    const key = keyFor(this.env, call.method);
    if (key !== keyFor(this.env, "PUT")) {
      /** @type {AccountCall} */
      const read = {
        call,
        lane: "bulk",
        person: mainKey(job.by),
        job: job.id,
        caller: null,
        maxBytes,
      };
      return requestAccount(this.env, key, "/call", read);
    }
    const response = await send(this.env, call, maxBytes);
    if (call.method === "PUT") await this.rules.storeSubmission(call, response, job);
    return response;
  }

  /**
   * Waits for the rate limiter, runs the final check, and sends.
   * @template {ChangeResult} [Denied=never]
   * @param {Omit<AccountCall, "caller">} queued @param {() => Denied | undefined} [finalCheck] @param {number} [maxBytes] size limit of the response
   * @returns {Promise<Response | Denied>}
   */
  async #send({ call, lane, person, job }, finalCheck, maxBytes) {
    const { issue } = this.#rateLimiter;
    if (issue) return problem(403, [{ code: "access_denied|gateway_set_up", message: issue }]);
    const { isAdmitted, waitMs } = await this.#rateLimiter.acquire({ lane, person, job });
    if (!isAdmitted) return rateLimited(waitMs);
    const denied = finalCheck?.();
    if (denied) return denied;
    const response = await send(this.env, call, maxBytes);
    if (response.status === 429) {
      const retryAfter = response.headers.get("retry-after");
      const pauseMs = this.#rateLimiter.onRejected(retryAfter);
      if (retryAfter === null) setRetryAfter(response, pauseMs);
    }
    return response;
  }
}

/** @param {import("../worker-env.js").GatewayEnv} env */
function secretsOf({
  DIGICERT_API_KEY,
  DIGICERT_READ_KEY,
  AUDIT_SIGNING_KEY,
  AUDIT_WITNESS_TOKEN,
}) {
  return [DIGICERT_API_KEY, DIGICERT_READ_KEY, AUDIT_SIGNING_KEY, AUDIT_WITNESS_TOKEN];
}

/** Returns whether a person may revoke without another one at DigiCert. @param {import("../auth/actor.js").Actor} actor @param {import("../settings.js").Settings | undefined} settings */
function mayRevokeAlone(actor, settings) {
  if (!settings || denialReason(actor, "revoke") !== undefined) return false;
  return skipDenialReason(actor, settings) === undefined;
}

/** @param {string} task a name in the schedule @returns {string[]} */
const jobIdOf = (task) => (task.startsWith(JOB_PREFIX) ? [task.slice(JOB_PREFIX.length)] : []);

/** DigiCert's error for a rate limit, which every client reads as "not processed". @param {number} waitMs */
function rateLimited(waitMs) {
  const message = "The rate limit of this API key is reached; nothing was sent.";
  const response = problem(429, [{ code: "request_limit_exceeded", message }]);
  setRetryAfter(response, waitMs);
  return response;
}

/** @param {Response} response @param {number} waitMs */
function setRetryAfter(response, waitMs) {
  response.headers.set("retry-after", String(Math.max(1, Math.ceil(waitMs / 1000))));
}
