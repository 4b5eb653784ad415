// Assembles the services of bulk revocation from the account's rate limiter, rules and audit log.

import { JobAuditLog } from "./audit.js";
import { JobConnection } from "./connection.js";
import { JournalStore } from "./journal.js";
import { Planning } from "./planning.js";
import { Recount } from "./recount.js";
import { Runner } from "./runner.js";
import { Runs } from "./runs.js";
import { JobService } from "./service.js";
import { JobStarter } from "./start.js";
import { JobStore } from "./store.js";

export class Jobs {
  /**
   * @param {object} account
   * @param {any} account.storage of a Durable Object
   * @param {import("../audit/log.js").AuditLog} account.auditLog
   * @param {import("../account/approval-rules.js").ApprovalRules} account.rules
   * @param {import("../account/schedule.js").Schedule} account.schedule
   * @param {import("../account/rate-limiter.js").RateLimiter} account.rateLimiter
   * @param {(text: string) => string} account.redact
   * @param {import("./connection.js").Send} account.send
   * @param {import("../worker-env.js").GatewayEnv} account.env
   */
  constructor({ storage, auditLog, schedule, rateLimiter, send, redact, env, rules }) {
    const store = new JobStore(storage);
    const journals = new JournalStore(storage);
    const jobLog = new JobAuditLog(auditLog, store, journals);
    const connection = new JobConnection({
      ...{ rateLimiter, send, redact, isStopped: () => rules.freezer.isFrozen },
      runSettings: env.JOBS,
    });
    const planning = new Planning(store, connection, jobLog, rules);
    const runs = new Runs(store, journals, connection, rules.holds, jobLog);
    this.runner = new Runner({ store, planning, runs, jobLog, schedule });
    this.starter = new JobStarter({ store, jobLog, rules, runner: this.runner });
    this.startProposals = this.starter.proposals;
    this.runner.onEnded = (id, report) => giveBack(store.get(id), report, rules.sentChanges);
    this.runner.recount = new Recount({ store, jobLog, planning, starter: this.starter, rules });
    this.service = new JobService({
      ...{ store, jobLog, planning, runs, redact, rules },
      ...{ runner: this.runner, starter: this.starter },
    });
    this.store = store;
    this.journals = journals;
    this.planning = planning;
    this.runs = runs;
  }

  /** Brings the confirming read of a run in memory forward. @param {string} id */
  async confirmRun(id) {
    const run = this.runs.current(id);
    if (!run) return;
    run.confirmSoon();
    await this.runner.wake(id);
  }

  /** Pauses every run, for the stop button. A run that cannot be opened sends nothing either: `connection.js` refuses it. */
  async pauseRuns() {
    for (const { id } of this.store.inPhases(["started"])) await this.service.pauseForStop(id);
  }
}

/**
 * Gives back the orders of a run that were not sent, or that CertCentral refused.
 * @param {import("./store.js").Job | undefined} job @param {import("certcentral-revoke/mass").ReportHead} report
 * @param {import("../account/sent-changes.js").SentChanges} sentChanges
 */
function giveBack(job, { summary: { counts } }, sentChanges) {
  const { approved = 0, sentChange } = job ?? {};
  if (sentChange === undefined) return;
  const { requested, unknown, sending, revoked } = counts;
  const proven = Object.values(revoked).reduce((sum, count) => sum + count, 0);
  const effective = requested + unknown + sending + proven;
  if (effective < approved) sentChanges.refund(sentChange, approved - effective);
}
