// Stores jobs: their list, phase, settings, plan and results.

/** @import { PlanFigures, ReportHead, Snapshot, SurveyProgress } from "certcentral-revoke/mass" */
/** @typedef {"draft" | "planning" | "planned" | "rehearsing" | "rehearsed" | "started" | "ended"} Phase */

/**
 * @typedef {object} JobSettings
 * @property {string} [revocationReason]
 * @property {string} [comment]
 * @property {boolean} [skipApproval]
 * @property {number | null} [deadline] UTC milliseconds
 * @property {boolean} [onlyReplaced]
 * @property {number} [breaker]
 */

/** @typedef {{ id: string, how: string }} Starter an identity, as it is stored */
/**
 * @typedef {object} Facts
 * @property {string} name
 * @property {import("../auth/actor.js").Identity} by
 * @property {number} created
 * @property {number} orders
 * @property {number} mergedRows
 * @property {string[]} ignoredColumns
 * @property {JobSettings} [settings]
 * @property {SurveyProgress} [survey] progress of the plan in the making
 * @property {PlanFigures & { digest: string }} [plan]
 * @property {string[]} [held] orders on hold when it was planned
 * @property {ReportHead} [rehearsal]
 * @property {number} [proposal] number of the proposal to start it
 * @property {number} [approved] number of orders that may be sent
 * @property {{ by: Starter, approvedBy?: Starter }} [started] who started the run, and who approved it
 * @property {boolean} [isListed] the orders of the run are in the audit log
 * @property {Snapshot} [snapshot]
 * @property {ReportHead} [report]
 * @property {{ code: string, message: string }} [problem] why the last action failed
 */
/** @typedef {Facts & { id: string, phase: Phase }} Job */
/** @typedef {{ first: number, last: number, entry: number }} JournalDigest lines of a journal, and the audit log entry with their digest */

/** Characters of one row. A Durable Object limits rows to 2 MB, and a character has up to three bytes. */
const MAX_PART = 400_000;
const MAX_LISTED = 500;
const JOB_TABLES = ["job_texts", "job_digests", "job_holds"];

export class JobStore {
  /** @param {any} storage of a Durable Object */
  constructor(storage) {
    this.storage = storage;
    const { sql } = storage;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS jobs (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, phase TEXT NOT NULL, facts TEXT NOT NULL)",
    );
    sql.exec(
      "CREATE TABLE IF NOT EXISTS job_texts (job TEXT NOT NULL, what TEXT NOT NULL, part INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (job, what, part)) WITHOUT ROWID",
    );
    sql.exec(
      "CREATE TABLE IF NOT EXISTS job_digests (job TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (job, first)) WITHOUT ROWID",
    );
    sql.exec(
      'CREATE TABLE IF NOT EXISTS job_holds (job TEXT NOT NULL, "order" TEXT NOT NULL, PRIMARY KEY (job, "order")) WITHOUT ROWID',
    );
  }

  /** @param {string} id @param {Facts} facts @param {string} items the list as text */
  add(id, facts, items) {
    this.storage.transactionSync(() => {
      this.#exec(
        "INSERT INTO jobs (id, phase, facts) VALUES (?, 'draft', ?)",
        id,
        JSON.stringify(facts),
      );
      this.setText(id, "list", items);
    });
  }

  /** @param {string} id @returns {Job | undefined} */
  get(id) {
    return this.#exec("SELECT * FROM jobs WHERE id = ?", id).toArray().map(jobFrom)[0];
  }

  /** Newest first. @returns {Job[]} */
  list() {
    return this.#exec("SELECT * FROM jobs ORDER BY n DESC LIMIT ?", MAX_LISTED)
      .toArray()
      .map(jobFrom);
  }

  /** Changes fields of a job; `undefined` removes a field. @param {string} id @param {Partial<Record<keyof Job, unknown>>} changed */
  set(id, { phase, ...changed }) {
    const job = this.get(id);
    if (!job) return;
    const { id: _, phase: before, ...facts } = job;
    this.#exec(
      "UPDATE jobs SET phase = ?, facts = ? WHERE id = ?",
      ...[String(phase ?? before), JSON.stringify({ ...facts, ...changed }), id],
    );
  }

  /** @param {string} id */
  remove(id) {
    for (const table of ["jobs WHERE id", ...JOB_TABLES.map((name) => `${name} WHERE job`)])
      this.#exec(`DELETE FROM ${table} = ?`, id);
  }

  /** @param {string} id @param {"list" | "plan"} what @param {string} text */
  setText(id, what, text) {
    this.storage.transactionSync(() => {
      this.#exec("DELETE FROM job_texts WHERE job = ? AND what = ?", id, what);
      for (let part = 0; part * MAX_PART < text.length; part += 1) {
        const piece = text.slice(part * MAX_PART, (part + 1) * MAX_PART);
        this.#exec("INSERT INTO job_texts VALUES (?, ?, ?, ?)", id, what, part, piece);
      }
    });
  }

  /** @param {string} id @param {"list" | "plan"} what */
  text(id, what) {
    return this.#exec(
      "SELECT text FROM job_texts WHERE job = ? AND what = ? ORDER BY part",
      id,
      what,
    )
      .toArray()
      .map((/** @type {{ text: string }} */ { text }) => text)
      .join("");
  }

  /** @param {string} id @param {JournalDigest} digest */
  addDigest(id, { first, last, entry }) {
    this.#exec("INSERT INTO job_digests VALUES (?, ?, ?, ?)", id, first, last, entry);
  }

  /** Returns the digests of a job's journal in the audit log. @param {string} id @returns {JournalDigest[]} */
  digests(id) {
    return this.#exec(
      "SELECT first, last, entry FROM job_digests WHERE job = ? ORDER BY first",
      id,
    ).toArray();
  }

  /** Returns the orders that were put on hold since the start. @param {string} id @returns {Set<string>} */
  heldSinceStart(id) {
    const rows = this.#exec('SELECT "order" FROM job_holds WHERE job = ?', id).toArray();
    return new Set(rows.map((/** @type {{ order: string }} */ { order }) => order));
  }

  /** @param {string} id @param {string} orderId @param {boolean} isHeld */
  setHeld(id, orderId, isHeld) {
    if (isHeld) this.#exec("INSERT OR IGNORE INTO job_holds VALUES (?, ?)", id, orderId);
    else this.#exec('DELETE FROM job_holds WHERE job = ? AND "order" = ?', id, orderId);
  }

  /** @param {string} query @param {...(string | number)} values */
  #exec(query, ...values) {
    return this.storage.sql.exec(query, ...values);
  }
}

/** @param {Record<string, any>} row @returns {Job} */
function jobFrom({ id, phase, facts }) {
  return { id, phase, ...JSON.parse(facts) };
}
