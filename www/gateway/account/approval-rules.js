// Assembles everything that a revocation must pass: the stop button, holds, the revocation limit and two-person approval.

import { parseChange } from "./audit-entries.js";
import { BlastRadiusReader } from "./blast-radius.js";
import { revokeResult } from "./change-result.js";
import { Changes } from "./changes.js";
import { Freezer } from "./freezer.js";
import { Guards } from "./guards.js";
import { HoldChanges } from "./hold-changes.js";
import { Holds } from "./holds.js";
import { Proposals } from "./proposals.js";
import { RequestDecisions } from "./request-decisions.js";
import { RevocationScopes, reasonOf } from "./revocation-scope.js";
import { DEFAULT_TWO_PERSON, rulesFrom, rulesHash } from "./rule-settings.js";
import { SentChanges } from "./sent-changes.js";
import { StopButton } from "./stop-button.js";
import { SubmittedRequests } from "./submitters.js";
import { TwoPerson } from "./two-person.js";

/** @typedef {import("../upstream/account-client.js").QueuedCall} QueuedCall */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export class ApprovalRules {
  #prunedMs = 0;

  /**
   * @param {object} account
   * @param {any} account.sql of a Durable Object
   * @param {import("../worker-env.js").GatewayEnv} account.env
   * @param {import("../audit/log.js").AuditLog} account.auditLog
   * @param {import("./schedule.js").Schedule} account.schedule
   * @param {(text: string) => string} account.redact
   * @param {(path: string, person: string) => Promise<Response>} account.read
   * @param {(queued: QueuedCall, finalCheck?: () => ChangeResult | undefined) => Promise<Response | ChangeResult>} account.send
   * @param {(actor: import("../auth/actor.js").Actor) => boolean} account.mayRevokeAlone
   * @param {(orderId: string) => Promise<void>} account.onHoldChange
   * @param {() => Promise<void>} account.pauseRuns
   * @param {(nowMs: number) => Promise<void>} account.removeExpiredJobs
   */
  constructor({ sql, env, auditLog, schedule, redact, read, send, ...account }) {
    this.settings = rulesFrom(env);
    this.removeExpiredJobs = account.removeExpiredJobs;
    const { twoPerson: policy, brake, decide } = this.settings;
    const { windowMinutes } = policy ?? DEFAULT_TWO_PERSON;
    this.blastRadius = new BlastRadiusReader(read);
    this.holds = new Holds(sql);
    this.freezer = new Freezer(sql, { servicesDecide: decide.services });
    this.sentChanges = new SentChanges(sql, windowMinutes * MINUTE_MS);
    this.submitted = new SubmittedRequests(sql);
    this.proposals = new Proposals(sql);
    const rules = this.settings;
    const shared = { blastRadius: this.blastRadius, sentChanges: this.sentChanges, rules };
    this.guards = new Guards({
      ...{ ...shared, holds: this.holds, freezer: this.freezer, limit: brake },
    });
    this.scopes = new RevocationScopes(shared);
    this.twoPerson = new TwoPerson(this.proposals, auditLog, rules, () => rulesHash(env));
    const { mayRevokeAlone, onHoldChange: onChange, pauseRuns } = account;
    const deciding = { guards: this.guards, scopes: this.scopes, submitted: this.submitted, send };
    const decisions = new RequestDecisions({ ...shared, ...deciding, mayRevokeAlone });
    this.changes = new Changes({
      ...{ ...shared, ...deciding, decisions, twoPerson: this.twoPerson, auditLog },
    });
    this.holdChanges = new HoldChanges({
      ...{ ...shared, holds: this.holds, twoPerson: this.twoPerson, auditLog },
      ...{ schedule, redact, onChange },
    });
    this.stopButton = new StopButton(this.freezer, auditLog, redact, pauseRuns);
  }

  /** Closes proposals whose time limit has passed, and removes what was closed long ago. */
  async removeOverdue() {
    await this.twoPerson.expire();
    const now = Date.now();
    if (now - this.#prunedMs < HOUR_MS) return;
    this.#prunedMs = now;
    this.proposals.prune(now);
    await this.removeExpiredJobs(now);
  }

  /**
   * Stores who took part in the request that a call of a job created, or may have created.
   * @param {import("../upstream/account-client.js").Call} call @param {Response} response @param {import("../jobs/store.js").Job} job
   */
  async storeSubmission(call, response, job) {
    const { kind, id, body } = parseChange(call);
    if (kind === "request" || body.skip_approval === true) return;
    const { requestId, effect } = await revokeResult(response);
    if (requestId === undefined && effect !== "unknown") return;
    const people = [job.by, ...(job.people ?? [])];
    this.submitted.add(requestId ?? null, { people, kind, id, reason: reasonOf(body) });
  }
}
