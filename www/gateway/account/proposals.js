// Proposals as they are kept: what is asked of a second person, and what became of it. Each is decided once: its status
// changes from `pending` to another in one step, or not at all. Not here: who may decide (`two-person.js`).

/** @typedef {import("./rules/binding.js").Bound} Bound */
/** @typedef {import("./rules/two-person.js").Status} Status */
/** @typedef {{ id: string, how: string, name?: string }} Person */

/**
 * @typedef {object} Proposal
 * @property {number} n from 1 on
 * @property {string} subject what it is about; one proposal about it waits at a time
 * @property {Bound} bound
 * @property {string} hash of `bound`
 * @property {unknown} work what is to be done once it is approved
 * @property {Person} by
 * @property {number} time
 * @property {Status} status
 * @property {{ by: Person, time: number }} [decided]
 * @property {string} [note] of who decided
 * @property {string} [outcome] what came of it; `unknown` from the moment it is sent until an answer tells
 */

const MOST_LISTED = 500;

export class Proposals {
  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS proposals (
        n INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, bound TEXT NOT NULL, hash TEXT NOT NULL,
        work TEXT NOT NULL, by TEXT NOT NULL, time INTEGER NOT NULL, expires INTEGER NOT NULL,
        status TEXT NOT NULL DEFAULT 'pending', decided TEXT, note TEXT, outcome TEXT)`,
    );
    sql.exec("CREATE INDEX IF NOT EXISTS proposals_status ON proposals (status, subject)");
  }

  /** @param {Pick<Proposal, "subject" | "bound" | "hash" | "work" | "by" | "time">} made @returns {Proposal} */
  add({ subject, bound, hash, work, by, time }) {
    const row = this.sql
      .exec(
        "INSERT INTO proposals (subject, bound, hash, work, by, time, expires) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
        ...[subject, JSON.stringify(bound), hash, JSON.stringify(work), JSON.stringify(by)],
        ...[time, bound.expires],
      )
      .one();
    return proposalFrom(row);
  }

  /** @param {number} n @returns {Proposal | undefined} */
  get(n) {
    return this.#all("WHERE n = ?", n)[0];
  }

  /** @param {string} subject @returns {Proposal | undefined} */
  waiting(subject) {
    return this.#all("WHERE status = 'pending' AND subject = ?", subject)[0];
  }

  /** The newest first. */
  list() {
    return this.#all("ORDER BY n DESC LIMIT ?", MOST_LISTED);
  }

  /** Those whose time is over by now. @param {number} nowMs */
  overdue(nowMs) {
    return this.#all("WHERE status = 'pending' AND expires <= ?", nowMs);
  }

  /**
   * @param {number} n @param {Exclude<Status, "pending">} status
   * @param {{ by?: Person, time: number, note?: string | undefined }} how
   * @returns {boolean} `false`: somebody was faster
   */
  settle(n, status, { by, time, note }) {
    const decided = by ? JSON.stringify({ by, time }) : null;
    // Until an answer tells, nobody knows, whatever happens to us meanwhile.
    const outcome = status === "approved" ? "unknown" : null;
    return (
      this.sql.exec(
        "UPDATE proposals SET status = ?, decided = ?, note = ?, outcome = ? WHERE n = ? AND status = 'pending'",
        ...[status, decided, note ?? null, outcome, n],
      ).rowsWritten > 0
    );
  }

  /** It was approved, and nothing was done: it waits again. @param {number} n */
  release(n) {
    this.sql.exec(
      "UPDATE proposals SET status = 'pending', decided = NULL, note = NULL, outcome = NULL WHERE n = ? AND status = 'approved'",
      n,
    );
  }

  /** @param {number} n @param {string} outcome */
  told(n, outcome) {
    this.sql.exec("UPDATE proposals SET outcome = ? WHERE n = ?", outcome, n);
  }

  /** @param {string} which @param {...(string | number)} values */
  #all(which, ...values) {
    return this.sql
      .exec(`SELECT * FROM proposals ${which}`, ...values)
      .toArray()
      .map(proposalFrom);
  }
}

/** @param {Record<string, any>} row @returns {Proposal} */
function proposalFrom({ n, subject, bound, hash, work, by, time, status, decided, note, outcome }) {
  return {
    n,
    subject,
    bound: JSON.parse(bound),
    hash,
    work: JSON.parse(work),
    by: JSON.parse(by),
    time,
    status,
    ...(decided === null ? {} : { decided: JSON.parse(decided) }),
    ...(note === null ? {} : { note }),
    ...(outcome === null ? {} : { outcome }),
  };
}
