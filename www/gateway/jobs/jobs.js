// The jobs of one account, put together: everything that has to do with many orders, with the key's pace, holds, brake,
// two-person rule and record, which are the account's. Not here: any of it.

import { JobRecord } from "./audit.js";
import { JobKey } from "./connection.js";
import { Journals } from "./journal.js";
import { Planning } from "./planning.js";
import { Runner } from "./runner.js";
import { Runs } from "./runs.js";
import { Desk } from "./service.js";
import { Approval } from "./start.js";
import { JobStore } from "./store.js";

export class Jobs {
  /**
   * @param {object} account
   * @param {any} account.storage of a Durable Object
   * @param {import("../audit/log.js").Record} account.record
   * @param {import("../account/holds.js").Holds} account.holds
   * @param {import("../account/brake.js").Brake} account.brake
   * @param {import("../account/rules/settings.js").TwoPersonPolicy | null} account.policy
   * @param {import("../account/two-person.js").TwoPerson} account.twoPerson
   * @param {import("../account/schedule.js").Schedule} account.schedule
   * @param {import("../account/rate-limiter.js").Turns} account.turns
   * @param {(text: string) => string} account.redact
   * @param {import("./connection.js").Send} account.send
   * @param {import("../worker-env.js").GatewayEnv} account.env
   */
  constructor({ storage, record: log, schedule, turns, send, redact, env, ...account }) {
    const store = new JobStore(storage);
    const journals = new Journals(storage);
    const record = new JobRecord(log, store, journals);
    const key = new JobKey({ turns, send, redact, limits: env.LIMITS, pace: env.JOBS });
    const planning = new Planning(store, key, record, account.holds);
    const runs = new Runs(store, journals, key, account.holds);
    this.runner = new Runner({ store, planning, runs, record, schedule });
    this.approval = new Approval({ ...account, store, record, runner: this.runner });
    this.desk = new Desk({
      ...{ store, record, planning, runs, redact },
      ...{ runner: this.runner, approval: this.approval },
    });
    this.store = store;
    this.journals = journals;
    this.planning = planning;
    this.runs = runs;
  }
}
