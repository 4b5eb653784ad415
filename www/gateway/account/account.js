// The Durable Object of one API key. Every request with that key passes through it, so that one rate limiter sees all
// clients. It assembles the account's services; `changes.js` decides what a change must pass.

import { createRedactor } from "../audit/bounds.js";
import { AuditLog } from "../audit/log.js";
import { denialReason, skipDenialReason } from "../auth/permissions.js";
import { problem } from "../http/problem.js";
import { Jobs } from "../jobs/jobs.js";
import { JOB_PREFIX } from "../jobs/runner.js";
import { settingsOf } from "../settings.js";
import { keyFor, requestAccount } from "../upstream/account-client.js";
import { send } from "../upstream/send.js";
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

export class Account {
  /** @type {RateLimiter} */
  #rateLimiter;
  #routes;

  /** @param {any} ctx @param {import("../worker-env.js").GatewayEnv} env */
  constructor(ctx, env) {
    this.env = env;
    this.storage = ctx.storage;
    const { sql } = ctx.storage;
    const { DIGICERT_API_KEY, DIGICERT_READ_KEY, AUDIT_SIGNING_KEY, AUDIT_RETENTION_DAYS } = env;
    this.redact = createRedactor([DIGICERT_API_KEY, DIGICERT_READ_KEY, AUDIT_SIGNING_KEY]);
    this.auditLog = new AuditLog(ctx.storage, {
      signingKey: AUDIT_SIGNING_KEY,
      retentionDays: AUDIT_RETENTION_DAYS === undefined ? undefined : Number(AUDIT_RETENTION_DAYS),
      redact: this.redact,
    });
    this.idempotencyKeys = new IdempotencyKeys(sql);
    this.schedule = new Schedule(ctx.storage);
    this.#rateLimiter = new RateLimiter(sql, env.LIMITS);
    this.rules = new ApprovalRules({
      ...{ sql, env, auditLog: this.auditLog, schedule: this.schedule, redact: this.redact },
      read: (path) => this.#read(path),
      send: (work, finalCheck) => this.#send(work, finalCheck),
      mayRevokeAlone: (actor) => mayRevokeAlone(actor, env),
      onHoldChange: (orderId) => this.jobs.runs.applyHold(orderId),
      pauseRuns: () => this.jobs.pauseRuns(),
      removeExpiredJobs: (nowMs) => this.jobs.service.removeExpired(nowMs),
    });
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
      ...{ jobs: this.jobs, redact: this.redact },
    });
    ctx.blockConcurrencyWhile(() => this.schedule.runNow(JOB_PREFIX));
  }

  /** @param {Request} request from `../upstream/account-client.js` @returns {Promise<Response>} */
  async fetch(request) {
    await this.rules.removeOverdue();
    return this.#routes.fetch(request);
  }

  /** Advances due jobs. Prunes the audit log a day after a change, if its retention is limited. */
  async alarm() {
    const due = await this.schedule.claimDue(Date.now());
    if (due.includes(HOLDS_TASK)) await this.rules.holdChanges.removeEnded();
    await this.jobs.runner.tick(due.flatMap(jobIdOf));
    if (due.includes(PRUNE)) {
      await this.auditLog.prune();
      this.schedule.remove(PRUNE);
    }
    await this.schedule.setAlarm();
  }

  /** Executes a call to CertCentral. Reads of a proposal are answered from the account's storage. @param {AccountCall} call */
  async respond({ call, lane, caller, maxBytes, seenHash = null, breakGlass }) {
    const { method, path, body = null } = call;
    if (caller === null) {
      const [, requestId = ""] = ONE_REQUEST.exec(path) ?? [];
      if (proposalNumber(requestId) !== undefined) return this.rules.twoPerson.read(requestId);
      return this.#send({ call, lane }, undefined, maxBytes);
    }
    const terms = [method, body, seenHash, breakGlass ?? null];
    const fingerprint = changeFingerprint(caller.actor, path, terms);
    return this.idempotencyKeys.respond(caller.idempotencyKey, fingerprint, async () => {
      const queued = { call, lane, seenHash, ...(breakGlass === undefined ? {} : { breakGlass }) };
      const result = await this.rules.changes.execute(queued, caller);
      if (this.env.AUDIT_RETENTION_DAYS)
        await this.schedule.setIfAbsent(PRUNE, Date.now() + DAY_MS);
      return result;
    });
  }

  /** Sends a read of the account itself with the read key, by way of that key's account. @param {string} path */
  async #read(path) {
    const call = { method: "GET", path };
    const key = keyFor(this.env, "GET");
    if (key === keyFor(this.env, "PUT")) return this.#send({ call, lane: "interactive" });
    return requestAccount(this.env, key, "/call", { call, lane: "interactive", caller: null });
  }

  /**
   * Sends a call of a job after the rate limiter admitted it. Stores who took part in each request that CertCentral creates.
   * @param {import("../upstream/account-client.js").Call} call @param {number} maxBytes @param {import("../jobs/store.js").Job} job
   */
  async #sendForJob(call, maxBytes, job) {
    const key = keyFor(this.env, call.method);
    if (key !== keyFor(this.env, "PUT"))
      return requestAccount(this.env, key, "/call", { call, lane: "bulk", caller: null, maxBytes });
    const response = await send(this.env, call, maxBytes);
    if (call.method === "PUT") await this.rules.storeSubmission(call, response, job);
    return response;
  }

  /**
   * Waits for the rate limiter, runs the final check, and sends.
   * @template {ChangeResult} [Denied=never]
   * @param {QueuedCall} queued @param {() => Denied | undefined} [finalCheck] @param {number} [maxBytes] size limit of the response
   * @returns {Promise<Response | Denied>}
   */
  async #send({ call, lane }, finalCheck, maxBytes) {
    const { issue } = this.#rateLimiter;
    if (issue) return problem(403, [{ code: "access_denied|gateway_set_up", message: issue }]);
    const { isAdmitted, waitMs } = await this.#rateLimiter.acquire(lane);
    if (!isAdmitted) return rateLimited(waitMs);
    const denied = finalCheck?.();
    if (denied) return denied;
    const response = await send(this.env, call, maxBytes);
    if (response.status === 429) this.#rateLimiter.onRejected(response.headers.get("retry-after"));
    return response;
  }
}

/** Returns whether a person may revoke without another one at DigiCert. @param {import("../auth/actor.js").Actor} actor @param {import("../worker-env.js").GatewayEnv} env */
function mayRevokeAlone(actor, env) {
  const read = settingsOf(env);
  if (!("settings" in read) || denialReason(actor, "revoke") !== undefined) return false;
  return skipDenialReason(actor, read.settings) === undefined;
}

/** @param {string} task a name in the schedule @returns {string[]} */
const jobIdOf = (task) => (task.startsWith(JOB_PREFIX) ? [task.slice(JOB_PREFIX.length)] : []);

/** DigiCert's error for a rate limit, which every client reads as "not processed". @param {number} waitMs */
function rateLimited(waitMs) {
  const message = "The rate limit of this API key is reached; nothing was sent.";
  const response = problem(429, [{ code: "request_limit_exceeded", message }]);
  response.headers.set("retry-after", String(Math.ceil(waitMs / 1000)));
  return response;
}
