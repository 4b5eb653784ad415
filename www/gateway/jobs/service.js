// The actions on jobs, and the phases in which each is possible: create, configure, plan, rehearse, start, pause, resume,
// cancel, remove. Each action is logged before it is performed.

import { CertCentralError, InvalidInputError } from "certcentral-revoke/mass";
import { deniedResult } from "../account/change-result.js";
import { identityOf, isSamePerson } from "../auth/actor.js";
import { listFrom } from "./list.js";

/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").Phase} Phase */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {"pause" | "resume" | "cancel"} ControlAction */

/** @type {Phase[]} */
export const NOT_STARTED = ["draft", "planning", "planned", "rehearsing", "rehearsed"];
/** @type {Phase[]} */
const NOT_ENDED = [...NOT_STARTED, "starting", "started"];

/** Lists of one person that have not ended. */
export const MAX_OPEN_JOBS = 20;
const DAY_MS = 86_400_000;
/** A list that was not started is removed after this time without a change. */
const KEEP_DRAFT_MS = 14 * DAY_MS;
/** A list that has ended is removed, with its journal and report, after this time. */
const KEEP_ENDED_MS = 400 * DAY_MS;

export class JobService {
  /**
   * @param {object} jobs
   * @param {import("./store.js").JobStore} jobs.store
   * @param {import("./audit.js").JobAuditLog} jobs.jobLog
   * @param {import("./planning.js").Planning} jobs.planning
   * @param {import("./runs.js").Runs} jobs.runs
   * @param {import("./runner.js").Runner} jobs.runner
   * @param {import("./start.js").JobStarter} jobs.starter
   * @param {(text: string) => string} jobs.redact
   * @param {Pick<import("../account/approval-rules.js").ApprovalRules, "freezer" | "sentChanges">} jobs.rules
   */
  constructor({ store, jobLog, planning, runs, runner, starter, redact, rules }) {
    this.store = store;
    this.jobLog = jobLog;
    this.planning = planning;
    this.runs = runs;
    this.runner = runner;
    this.starter = starter;
    this.redact = redact;
    this.rules = rules;
  }

  /**
   * Creates a job from an uploaded list.
   * @param {ReadableStream<Uint8Array> | null} body @param {{ name: string, format?: string, caller: Caller }} options
   * @returns {Promise<Response | { id: string }>}
   */
  async create(body, { name, format, caller }) {
    const { actor } = caller;
    const tooMany = () => this.#tooMany(actor);
    const denied = tooMany();
    if (denied) return denied;
    const read = await listFrom(body, format, this.redact);
    if ("rejected" in read) return read.rejected;
    const { items, orders, mergedRows, ignoredColumns } = read.list;
    const id = crypto.randomUUID();
    await this.jobLog.logAction("created", id, caller, { name, orders, mergedRows });
    // Other lists may have been uploaded in the meantime.
    const deniedNow = tooMany();
    if (deniedNow) return deniedNow;
    const facts = { by: identityOf(actor), created: Date.now(), orders, mergedRows };
    const texts = JSON.parse(this.redact(JSON.stringify({ name, ignoredColumns })));
    this.store.add(id, { ...facts, ...texts }, this.redact(items));
    return { id };
  }

  /** @param {string} id @param {{ settings: object, caller: Caller }} input */
  async configure(id, { settings, caller }) {
    return this.#perform("set", id, caller, NOT_STARTED, async () => {
      await this.jobLog.logAction("set", id, caller, { settings });
      const redacted = JSON.parse(this.redact(JSON.stringify(settings)));
      return this.#reset(id, caller, { phase: "draft", ...NOTHING_PLANNED, settings: redacted });
    });
  }

  /** @param {string} id @param {Caller} caller */
  async plan(id, caller) {
    return this.#perform("plan", id, caller, NOT_STARTED, async () => {
      await this.jobLog.logAction("plan", id, caller);
      const response = await this.#reset(id, caller, { phase: "planning", ...NOTHING_PLANNED });
      if (response.ok) await this.runner.wake(id);
      return response;
    });
  }

  /** @param {string} id @param {Caller} caller */
  async rehearse(id, caller) {
    return this.#perform("rehearse", id, caller, ["planned", "rehearsed"], async () => {
      if (this.starter.pendingProposal(id))
        return deniedResult(409, "conflict|waits", "Its start is pending approval.").response;
      await this.jobLog.logAction("rehearse", id, caller);
      const started = this.#startedNow(id);
      if (started) return started;
      this.store.set(id, { phase: "rehearsing" });
      await this.runner.wake(id);
      return noContent();
    });
  }

  /** @param {string} id @param {{ count: unknown, breakGlass?: string, skipDenied?: string, caller: Caller }} input */
  async start(id, { count, breakGlass, skipDenied, caller }) {
    return this.#perform("start", id, caller, ["planned", "rehearsed"], async (job) => {
      if (job.settings?.skipApproval && skipDenied) {
        await this.jobLog.logDenial("start", id, caller, "skip-approval");
        return deniedResult(403, "access_denied|skip_approval", skipDenied).response;
      }
      const confirmed = { count, breakGlass };
      const { outcome, response, details } = await this.starter.start(job, confirmed, caller);
      await this.jobLog.logAction("start-answer", id, caller, {
        outcome,
        status: response.status,
        ...details,
      });
      return response;
    });
  }

  /** Controls a run. No revocation is sent after the response to a pause. @param {string} id @param {ControlAction} action @param {Caller} caller */
  async control(id, action, caller) {
    return this.#perform(action, id, caller, ["started"], async (job) => {
      await this.jobLog.logAction(action, id, caller);
      const stopped = action === "resume" ? this.rules.freezer.check() : undefined;
      if (stopped) return stopped.response;
      try {
        await this.runs.perform(job, action);
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        return deniedResult(409, "conflict|state", error.message).response;
      }
      await this.runner.saveProgress(id);
      await this.runner.wake(id);
      return noContent();
    });
  }

  /** @param {string} id @param {Caller} caller */
  async remove(id, caller) {
    return this.#perform("remove", id, caller, NOT_STARTED, async () => {
      await this.jobLog.logAction("removed", id, caller);
      const started = this.#startedNow(id);
      if (started) return started;
      const logged = this.starter.void(id, "list-removed", caller);
      this.planning.forget(id);
      this.store.remove(id);
      await logged;
      return noContent();
    });
  }

  /** Pauses a run because of the stop button. @param {string} id */
  async pauseForStop(id) {
    const job = this.store.get(id);
    if (!job) return;
    try {
      await this.runs.perform(job, "pause");
    } catch (error) {
      // It is paused or over already, or its journal cannot be read.
      if (!(error instanceof CertCentralError)) throw error;
      return;
    }
    await this.jobLog.logEvent("stopped", id, {});
    await this.runner.saveProgress(id);
  }

  /** Removes lists that were never started, and lists that ended long ago. @param {number} nowMs */
  async removeExpired(nowMs) {
    const expired = [
      ...this.store.inPhases(NOT_STARTED, nowMs - KEEP_DRAFT_MS),
      ...this.store.inPhases(["ended"], nowMs - KEEP_ENDED_MS),
    ];
    for (const { id, name, phase, by } of expired) {
      await this.jobLog.logEvent("expired", id, { name, phase, by: by.id });
      const logged = this.starter.void(id, "list-expired");
      this.planning.forget(id);
      this.store.remove(id);
      await logged;
    }
  }

  /**
   * Performs an action of the job's creator or an admin, if the phase allows it.
   * @param {string} action @param {string} id @param {Caller} caller @param {Phase[]} phases @param {(job: Job) => Promise<Response>} act
   */
  async #perform(action, id, caller, phases, act) {
    const { actor } = caller;
    const job = this.store.get(id);
    if (!job) return jobNotFound();
    if (!isSamePerson(job.by, actor) && !actor.roles.includes("admin")) {
      await this.jobLog.logDenial(action, id, caller, "not-yours");
      const message = `The list belongs to ${job.by.id}. Only ${job.by.id} or an admin may do this.`;
      return deniedResult(403, "access_denied|not_yours", message).response;
    }
    return phases.includes(job.phase) ? act(job) : wrongPhase(job.phase);
  }

  /** Changes a job whose plan and proposal become invalid. @param {string} id @param {Caller} caller @param {Parameters<import("./store.js").JobStore["set"]>[1]} changed */
  async #reset(id, caller, changed) {
    const started = this.#startedNow(id);
    if (started) return started;
    // The proposal is void, and the job changed, before anything else can run.
    const logged = this.starter.void(id, "list-changed", caller);
    this.planning.forget(id);
    this.store.set(id, changed);
    await logged;
    return noContent();
  }

  /** An approval may have started the job while the action was logged. @param {string} id */
  #startedNow(id) {
    const job = this.store.get(id);
    if (!job) return jobNotFound();
    return NOT_STARTED.includes(job.phase) ? undefined : wrongPhase(job.phase);
  }

  /** @param {import("../auth/actor.js").Actor} actor */
  #tooMany(actor) {
    const open = this.store.inPhases(NOT_ENDED).filter(({ by }) => isSamePerson(by, actor));
    if (open.length < MAX_OPEN_JOBS) return undefined;
    const message = `${actor.id} has ${MAX_OPEN_JOBS} lists that have not ended, the maximum. Remove lists that are no longer needed.`;
    return deniedResult(409, "conflict|too_many_jobs", message).response;
  }
}

const NOTHING_PLANNED = {
  ...{ plan: undefined, held: undefined, rehearsal: undefined, survey: undefined },
  ...{ figures: undefined, isCounted: undefined, plannedAt: undefined },
  problem: undefined,
};

/** @param {Phase} phase */
function wrongPhase(phase) {
  const message = `This action is not possible while the list is ${phase}.`;
  return deniedResult(409, "conflict|state", message).response;
}

const noContent = () => new Response(null, { status: 204 });

export function jobNotFound() {
  return deniedResult(404, "not_found|job", "There is no such list.").response;
}
