// What people do with jobs, and when each is possible: give a list, set, plan, rehearse, start, pause, resume, cancel, remove.
// It is on the record before it is done. Not here: who may at all (`../auth/permissions.js`), and what starting takes
// (`approval.js`).

import { InvalidInputError } from "certcentral-revoke/mass";
import { refused } from "../account/change-result.js";
import { listFrom } from "./list.js";

/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").Phase} Phase */
/** @typedef {import("../upstream/account-client.js").From} From */
/** @typedef {"pause" | "resume" | "cancel"} Steer */

const DONE = 204;
/** @type {Phase[]} */
const NOT_STARTED = ["draft", "planning", "planned", "rehearsing", "rehearsed"];

export class Desk {
  /**
   * @param {object} jobs
   * @param {import("./store.js").JobStore} jobs.store
   * @param {import("./audit.js").JobRecord} jobs.record
   * @param {import("./planning.js").Planning} jobs.planning
   * @param {import("./runs.js").Runs} jobs.runs
   * @param {import("./runner.js").Runner} jobs.runner
   * @param {import("./start.js").Approval} jobs.approval
   * @param {(text: string) => string} jobs.redact
   */
  constructor({ store, record, planning, runs, runner, approval, redact }) {
    this.store = store;
    this.record = record;
    this.planning = planning;
    this.runs = runs;
    this.runner = runner;
    this.approval = approval;
    this.redact = redact;
  }

  /**
   * @param {ReadableStream<Uint8Array> | null} body @param {{ name: string, format?: string, from: From }} asked
   * @returns {Promise<Response | { id: string }>}
   */
  async give(body, { name, format, from }) {
    const given = await listFrom(body, format, this.redact);
    if ("refused" in given) return given.refused;
    const { items, orders, merged, ignored } = given.list;
    const id = crypto.randomUUID();
    await this.record.did("created", id, from, { name, orders, merged });
    const { id: who, how } = from.actor;
    const facts = { by: { id: who, how }, created: Date.now(), orders, merged };
    const texts = JSON.parse(this.redact(JSON.stringify({ name, ignored })));
    this.store.add(id, { ...facts, ...texts }, this.redact(items));
    return { id };
  }

  /** @param {string} id @param {{ settings: object, from: From }} asked */
  async set(id, { settings, from }) {
    return this.#change(id, from, NOT_STARTED, async () => {
      await this.record.did("set", id, from, { settings });
      return this.#put(id, { phase: "draft", ...NOTHING_PLANNED, settings: this.#shown(settings) });
    });
  }

  /** @param {string} id @param {From} from */
  async plan(id, from) {
    return this.#change(id, from, NOT_STARTED, async () => {
      await this.record.did("plan", id, from);
      const answer = this.#put(id, { phase: "planning", ...NOTHING_PLANNED });
      await this.runner.wake(id);
      return answer;
    });
  }

  /** @param {string} id @param {From} from */
  async rehearse(id, from) {
    return this.#change(id, from, ["planned", "rehearsed"], async () => {
      if (this.approval.waiting(id))
        return refused(409, "conflict|waits", "It waits for a second person.").answer;
      await this.record.did("rehearse", id, from);
      this.store.set(id, { phase: "rehearsing" });
      await this.runner.wake(id);
      return new Response(null, { status: DONE });
    });
  }

  /** @param {string} id @param {{ count: unknown, noSkip?: string, from: From }} asked */
  async start(id, { count, noSkip, from }) {
    return this.#change(id, from, ["planned", "rehearsed"], async (job) => {
      if (job.settings?.skipApproval && noSkip)
        return refused(403, "access_denied|skip_approval", noSkip).answer;
      const told = await this.approval.start(job, count, from);
      const { outcome, answer, details } = told;
      await this.record.did("start-answer", id, from, {
        outcome,
        status: answer.status,
        ...details,
      });
      return answer;
    });
  }

  /** Once it is answered, it is so: after a pause no revoke leaves. @param {string} id @param {Steer} act @param {From} from */
  async steer(id, act, from) {
    return this.#change(id, from, ["started"], async (job) => {
      await this.record.did(act, id, from);
      const run = await this.runs.open(job);
      try {
        await run[act]();
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        return refused(409, "conflict|state", error.message).answer;
      }
      await this.runner.note(id);
      await this.runner.wake(id);
      return new Response(null, { status: DONE });
    });
  }

  /** @param {string} id @param {From} from */
  async remove(id, from) {
    return this.#change(id, from, NOT_STARTED, async () => {
      await this.record.did("removed", id, from);
      this.approval.withdraw(id);
      this.planning.forget(id);
      this.store.remove(id);
      return new Response(null, { status: DONE });
    });
  }

  /** @param {string} id @param {From} from @param {Phase[]} phases @param {(job: Job) => Promise<Response>} act */
  async #change(id, { actor }, phases, act) {
    const job = this.store.get(id);
    if (!job) return notThere();
    if (job.by.id !== actor.id && !actor.roles.includes("admin")) {
      const message = `The list is ${job.by.id}'s: only ${job.by.id} or an admin may do that.`;
      return refused(403, "access_denied|not_yours", message).answer;
    }
    if (phases.includes(job.phase)) return act(job);
    const message = `That cannot be done to it now: it is ${job.phase}.`;
    return refused(409, "conflict|state", message).answer;
  }

  /** @param {string} id @param {Parameters<import("./store.js").JobStore["set"]>[1]} changed */
  #put(id, changed) {
    this.approval.withdraw(id);
    this.planning.forget(id);
    this.store.set(id, changed);
    return new Response(null, { status: DONE });
  }

  /** @param {object} value */
  #shown(value) {
    return JSON.parse(this.redact(JSON.stringify(value)));
  }
}

const NOTHING_PLANNED = {
  ...{ plan: undefined, held: undefined, rehearsal: undefined, survey: undefined },
  problem: undefined,
};

export function notThere() {
  return refused(404, "not_found|job", "There is no such list.").answer;
}
