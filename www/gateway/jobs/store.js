// Stores jobs: their list, phase, settings, plan and results.

/** @import { PlanFigures, ReportHead, Snapshot, SurveyProgress } from "certcentral-revoke/mass" */
/** @import { CertificateFigures } from "certcentral-revoke/guard" */
/** @typedef {import("../auth/actor.js").Identity} Identity */
/** @typedef {"draft" | "planning" | "planned" | "rehearsing" | "rehearsed" | "starting" | "started" | "ended"} Phase */

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
 * @property {Identity} by
 * @property {number} created
 * @property {number} orders
 * @property {number} mergedRows
 * @property {string[]} ignoredColumns
 * @property {JobSettings} [settings]
 * @property {SurveyProgress} [survey] progress of the plan in the making
 * @property {PlanFigures & { digest: string }} [plan]
 * @property {string[]} [held] orders on hold when it was planned
 * @property {number} [plannedAt] when it was planned, UTC milliseconds
 * @property {CertificateFigures} [figures] the certificates that the plan revokes
 * @property {boolean} [isCounted] whether they were counted one by one
 * @property {Start} [start] while the certificates are counted again
 * @property {Identity[]} [people] who took part in the start
 * @property {number} [sentChange] the entry that the rules count
 * @property {ReportHead} [rehearsal]
 * @property {number} [approved] number of orders that may be sent
 * @property {{ by: Starter, approvedBy?: Starter }} [started] who started the run, and who approved it
 * @property {boolean} [isListed] the orders of the run are in the audit log
 * @property {Snapshot} [snapshot]
 * @property {ReportHead} [report]
 * @property {{ code: string, message: string }} [problem] why the last action failed
 */
/** @typedef {Facts & { id: string, phase: Phase }} Job */
/** @typedef {Job & Required<Pick<Job, "plan" | "figures" | "plannedAt" | "isCounted">>} PlannedJob */
/** @typedef {Pick<Job, "id" | "phase" | "name" | "by" | "created" | "orders" | "snapshot">} JobSummary */
/**
 * How a job starts.
 * @typedef {object} Start
 * @property {Identity} by who started or proposed it
 * @property {Identity} [approvedBy] who approved it last
 * @property {"approved" | "break-glass" | null} agreed how another person agreed to it
 * @property {number} count the confirmed number of orders
 * @property {"planned" | "rehearsed"} from the phase to return to
 * @property {number} [proposal] number of the proposal
 */
/** @typedef {{ first: number, last: number, entry: number }} JournalDigest lines of a journal, and the audit log entry with their digest */

/** Characters of one row. A Durable Object limits rows to 2 MB, and a character has up to three bytes. */
const MAX_PART = 400_000;
const JOB_TABLES = ["job_texts", "job_digests", "job_holds"];

export class JobStore {
  /** @param {any} storage of a Durable Object */
  constructor(storage) {
    this.storage = storage;
    const { sql } = storage;
    // The columns are what the list of jobs shows; `facts` can be large.
    sql.exec(
      `CREATE TABLE IF NOT EXISTS job_list (
        n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, phase TEXT NOT NULL, name TEXT NOT NULL, by TEXT NOT NULL,
        created INTEGER NOT NULL, changed INTEGER NOT NULL, orders INTEGER NOT NULL, snapshot TEXT, facts TEXT NOT NULL)`,
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
  add(id, { name, by, created, orders, ...facts }, items) {
    this.storage.transactionSync(() => {
      this.#exec(
        "INSERT INTO job_list (id, phase, name, by, created, changed, orders, facts) VALUES (?, 'draft', ?, ?, ?, ?, ?, ?)",
        ...[id, name, JSON.stringify(by), created, created, orders, JSON.stringify(facts)],
      );
      this.setText(id, "list", items);
    });
  }

  /** @param {string} id @returns {Job | undefined} */
  get(id) {
    return this.#exec("SELECT * FROM job_list WHERE id = ?", id).toArray().map(jobFrom)[0];
  }

  /** A page of the jobs, newest first. @param {{ offset: number, limit: number }} page @returns {{ jobs: JobSummary[], total: number }} */
  list({ offset, limit }) {
    const jobs = this.#exec(
      "SELECT id, phase, name, by, created, orders, snapshot FROM job_list ORDER BY n DESC LIMIT ? OFFSET ?",
      ...[limit, offset],
    )
      .toArray()
      .map(summaryFrom);
    return { jobs, total: this.#exec("SELECT COUNT(*) AS count FROM job_list").one().count };
  }

  /** The jobs in these phases, without their facts. @param {readonly Phase[]} phases @param {number} [changedBefore] UTC milliseconds @returns {JobSummary[]} */
  inPhases(phases, changedBefore = Number.MAX_SAFE_INTEGER) {
    return this.#exec(
      "SELECT id, phase, name, by, created, orders, snapshot FROM job_list WHERE phase IN (SELECT value FROM json_each(?)) AND changed < ?",
      ...[JSON.stringify(phases), changedBefore],
    )
      .toArray()
      .map(summaryFrom);
  }

  /** Changes fields of a job; `undefined` removes a field. @param {string} id @param {Partial<Record<keyof Job, unknown>>} changed */
  set(id, { phase, snapshot, ...changed }) {
    const job = this.get(id);
    if (!job) return;
    const { id: _, phase: before, name, by, created, orders, snapshot: last, ...facts } = job;
    this.#exec(
      "UPDATE job_list SET phase = ?, snapshot = ?, changed = ?, facts = ? WHERE id = ?",
      ...[String(phase ?? before), JSON.stringify(snapshot ?? last) ?? null, Date.now()],
      ...[JSON.stringify({ ...facts, ...changed }), id],
    );
  }

  /** @param {string} id */
  remove(id) {
    for (const table of ["job_list WHERE id", ...JOB_TABLES.map((name) => `${name} WHERE job`)])
      this.#exec(`DELETE FROM ${table} = ?`, id);
  }

  /** @param {string} id @param {"list" | "plan" | "certificates"} what @param {string} text */
  setText(id, what, text) {
    this.storage.transactionSync(() => {
      this.#exec("DELETE FROM job_texts WHERE job = ? AND what = ?", id, what);
      for (let part = 0; part * MAX_PART < text.length; part += 1) {
        const piece = text.slice(part * MAX_PART, (part + 1) * MAX_PART);
        this.#exec("INSERT INTO job_texts VALUES (?, ?, ?, ?)", id, what, part, piece);
      }
    });
  }

  /** @param {string} id @param {"list" | "plan" | "certificates"} what */
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

  /** Returns the certificates of each order, if the plan counted them one by one. @param {string} id @returns {import("./certificate-counts.js").Counts | undefined} */
  counts(id) {
    const text = this.text(id, "certificates");
    return text === "" ? undefined : JSON.parse(text);
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
function jobFrom({ facts, ...row }) {
  return { ...summaryFrom(row), ...JSON.parse(facts) };
}

/** @param {Record<string, any>} row @returns {JobSummary} */
function summaryFrom({ id, phase, name, by, created, orders, snapshot }) {
  const summary = { id, phase, name, by: JSON.parse(by), created, orders };
  return snapshot === null ? summary : { ...summary, snapshot: JSON.parse(snapshot) };
}
