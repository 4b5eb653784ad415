// Assembles the services of bulk revocation from the account's rate limiter, holds, revocation limit, two-person rule and
// audit log.

import { JobAuditLog } from "./audit.js";
import { JobConnection } from "./connection.js";
import { JournalStore } from "./journal.js";
import { Planning } from "./planning.js";
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
   * @param {import("../account/holds.js").Holds} account.holds
   * @param {import("../account/brake.js").Brake} account.brake
   * @param {import("../account/rules/settings.js").TwoPersonPolicy | null} account.policy
   * @param {import("../account/two-person.js").TwoPerson} account.twoPerson
   * @param {import("../account/schedule.js").Schedule} account.schedule
   * @param {import("../account/rate-limiter.js").RateLimiter} account.rateLimiter
   * @param {(text: string) => string} account.redact
   * @param {import("./connection.js").Send} account.send
   * @param {import("../worker-env.js").GatewayEnv} account.env
   */
  constructor({ storage, auditLog, schedule, rateLimiter, send, redact, env, ...account }) {
    const store = new JobStore(storage);
    const journals = new JournalStore(storage);
    const jobLog = new JobAuditLog(auditLog, store, journals);
    const connection = new JobConnection({
      ...{ rateLimiter, send, redact },
      runSettings: env.JOBS,
    });
    const planning = new Planning(store, connection, jobLog, account.holds);
    const runs = new Runs(store, journals, connection, account.holds, jobLog);
    this.runner = new Runner({ store, planning, runs, jobLog, schedule });
    this.starter = new JobStarter({ ...account, store, jobLog, runner: this.runner });
    this.service = new JobService({
      ...{ store, jobLog, planning, runs, redact },
      ...{ runner: this.runner, starter: this.starter },
    });
    this.store = store;
    this.journals = journals;
    this.planning = planning;
    this.runs = runs;
  }
}
