// The runs in the memory of this instance, one for each started job: started from a plan, or resumed from a journal, and
// synchronized with the account's holds. The run of an ended job is not in memory: its journal is read, without a lock.

import { InvalidInputError, JournalError, readJournal } from "certcentral-revoke/mass";

/** @import { Run, RunView } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */

/** How long the view of an ended job stays in memory, for the next page of its orders. */
const VIEW_MS = 30_000;
/** Maximum length of a hold reason in a run, in characters. */
const MAX_REASON = 1000;
/** Rows in one read. */
const PAGE = 1_000;
/** All states but those of orders that the plan excludes. @type {Array<import("certcentral-revoke/mass").StateName>} */
const REVOCABLE = ["waiting", "sending", "revoked", "requested", "refused", "unknown"];

export class Runs {
  /** @type {Map<string, Promise<Run>>} */
  #opening = new Map();
  /** @type {Map<string, Run>} */
  #open = new Map();
  /** Runs that end their requests. Until then their journal is locked. @type {Map<string, Promise<void>>} */
  #closing = new Map();
  /** The last view of an ended job. @type {{ id: string, view: Promise<RunView> } | undefined} */
  #ended;

  /**
   * @param {import("./store.js").JobStore} store @param {import("./journal.js").JournalStore} journals
   * @param {import("./connection.js").JobConnection} connection @param {import("../account/holds.js").Holds} holds
   * @param {import("./audit.js").JobAuditLog} jobLog
   */
  constructor(store, journals, connection, holds, jobLog) {
    this.store = store;
    this.journals = journals;
    this.connection = connection;
    this.holds = holds;
    this.jobLog = jobLog;
  }

  /** Returns the run of a started job. @param {Job} job @returns {Promise<Run>} */
  open(job) {
    const known = this.#opening.get(job.id);
    if (known) return known;
    const opening = this.#start(job);
    this.#opening.set(job.id, opening);
    opening.catch(() => {
      if (this.#opening.get(job.id) === opening) this.#opening.delete(job.id);
    });
    return opening;
  }

  /** Returns the orders and the report of a started or ended job. @param {Job} job @returns {Promise<RunView>} */
  view(job) {
    return job.phase === "ended" ? this.#endedView(job.id) : this.open(job);
  }

  /** Performs a command. A run that an alarm closes at the same time is opened again. @param {Job} job @param {"pause" | "resume" | "cancel"} command */
  async perform(job, command) {
    const run = await this.open(job);
    try {
      await run[command]();
    } catch (error) {
      if (!(error instanceof JournalError) || this.#open.get(job.id) === run) throw error;
      await (await this.open(job))[command]();
    }
  }

  /** Returns whether the journal of a job has lines. @param {string} id */
  hasJournal(id) {
    return this.journals.length(id) > 0;
  }

  /** Returns the run if it is in memory. @param {string} id */
  current(id) {
    return this.#open.get(id);
  }

  /** Closes a run after its requests in flight. `open` resumes it from its journal. @param {string} id @returns {Promise<void>} */
  async close(id) {
    const opening = this.#opening.get(id);
    if (!opening) return this.#closing.get(id);
    this.#opening.delete(id);
    this.#open.delete(id);
    const closing = opening
      .then(
        (run) => run.close(),
        () => {},
      )
      .finally(() => {
        if (this.#closing.get(id) === closing) this.#closing.delete(id);
      });
    this.#closing.set(id, closing);
    return closing;
  }

  /** Applies a hold that was set or lifted to every run in memory. @param {string} orderId */
  async applyHold(orderId) {
    for (const [id, run] of [...this.#open])
      if (this.store.get(id)?.phase === "started") await this.#syncHold(id, run, orderId);
  }

  /** @param {Job} job */
  async #start(job) {
    const { id, name, plan, approved = 0 } = job;
    await this.#closing.get(id)?.catch(() => {});
    const client = this.connection.client(job);
    const journal = this.journals.journalOf(id);
    const digest = plan?.digest ?? "";
    const run = this.hasJournal(id)
      ? await client.resume(journal, { digest, byTicks: true })
      : await client.start(
          { text: this.store.text(id, "plan"), digest },
          { journal, confirm: approved, name, byTicks: true },
        );
    // Before the run is in the map, so before it can send anything.
    await this.#logOrders(job, run);
    // Closed meanwhile: the next `open` resumes it.
    if (!this.#opening.has(id)) return run;
    this.#open.set(id, run);
    const held = this.holds.list().map(({ orderId }) => orderId);
    for (const orderId of new Set([...held, ...this.store.heldSinceStart(id)]))
      await this.#syncHold(id, run, orderId);
    return run;
  }

  /** Logs the orders that the run may revoke, once. @param {Job} job @param {Run} run */
  async #logOrders(job, run) {
    if (this.store.get(job.id)?.isListed) return;
    const orders = [];
    for (let offset = 0; ; offset += PAGE) {
      const { rows } = run.orders({ states: REVOCABLE, offset, limit: PAGE });
      orders.push(...rows.map(({ orderId }) => String(orderId)));
      if (rows.length < PAGE) break;
    }
    await this.jobLog.logOrders(job, orders);
    this.store.set(job.id, { isListed: true });
  }

  /**
   * Holds or releases an order of a run. An order that the plan excluded for a hold stays excluded after the hold is lifted,
   * because its revocation was not approved.
   * @param {string} id @param {Run} run @param {string} orderId
   */
  async #syncHold(id, run, orderId) {
    if (this.store.get(id)?.held?.includes(orderId)) return;
    const hold = this.holds.of(orderId);
    try {
      if (hold) await run.hold(orderId, cut(`${hold.reason} (${hold.owner.id})`));
      else if (this.store.heldSinceStart(id).has(orderId)) await run.release(orderId);
      this.store.setHeld(id, orderId, hold !== undefined);
    } catch (error) {
      // The order is not on this list, or it was already sent.
      if (!(error instanceof InvalidInputError)) throw error;
    }
  }

  /** @param {string} id @returns {Promise<RunView>} */
  #endedView(id) {
    if (this.#ended?.id === id) return this.#ended.view;
    const ended = { id, view: readJournal(this.journals.lines(id)) };
    this.#ended = ended;
    const drop = () => {
      if (this.#ended === ended) this.#ended = undefined;
    };
    ended.view.catch(drop);
    /** @type {{ unref?: () => void }} */ (setTimeout(drop, VIEW_MS)).unref?.();
    return ended.view;
  }
}

/** @param {string} reason */
const cut = (reason) => [...reason].slice(0, MAX_REASON).join("");
