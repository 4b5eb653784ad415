// Stores the proposals of the two-person rule. Each is decided once: its status changes from `pending` to another one in a
// single step.

/** @typedef {import("./rules/binding.js").Binding} Binding */
/** @typedef {import("./rules/two-person.js").Status} Status */
/** @typedef {{ id: string, how: string, name?: string }} Person */

/**
 * @typedef {object} Proposal
 * @property {number} n 1-based number
 * @property {string} subject the target; at most one proposal per subject is pending
 * @property {Binding} binding
 * @property {string} hash of `binding`
 * @property {unknown} work what its approval executes
 * @property {Person} by
 * @property {number} time
 * @property {Status} status
 * @property {{ by: Person, time: number }} [decided]
 * @property {string} [note] comment on the decision
 * @property {string} [outcome] the result of the execution; `unknown` from sending until a response arrives
 */

const MAX_LISTED = 500;

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

  /** @param {Pick<Proposal, "subject" | "binding" | "hash" | "work" | "by" | "time">} proposal @returns {Proposal} */
  add({ subject, binding, hash, work, by, time }) {
    const row = this.sql
      .exec(
        "INSERT INTO proposals (subject, bound, hash, work, by, time, expires) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
        ...[subject, JSON.stringify(binding), hash, JSON.stringify(work), JSON.stringify(by)],
        ...[time, binding.expires],
      )
      .one();
    return proposalFrom(row);
  }

  /** @param {number} n @returns {Proposal | undefined} */
  get(n) {
    return this.#all("WHERE n = ?", n)[0];
  }

  /** @param {string} subject @returns {Proposal | undefined} */
  pending(subject) {
    return this.#all("WHERE status = 'pending' AND subject = ?", subject)[0];
  }

  /** Newest first. */
  list() {
    return this.#all("ORDER BY n DESC LIMIT ?", MAX_LISTED);
  }

  /** Pending proposals whose time limit has passed. @param {number} nowMs */
  overdue(nowMs) {
    return this.#all("WHERE status = 'pending' AND expires <= ?", nowMs);
  }

  /**
   * Decides a pending proposal.
   * @param {number} n @param {Exclude<Status, "pending">} status
   * @param {{ by?: Person, time: number, note?: string | undefined }} decision
   * @returns {boolean} `false` if it is no longer pending
   */
  decide(n, status, { by, time, note }) {
    const decided = by ? JSON.stringify({ by, time }) : null;
    // Unknown until a response arrives, even if the gateway stops in between.
    const outcome = status === "approved" ? "unknown" : null;
    return (
      this.sql.exec(
        "UPDATE proposals SET status = ?, decided = ?, note = ?, outcome = ? WHERE n = ? AND status = 'pending'",
        ...[status, decided, note ?? null, outcome, n],
      ).rowsWritten > 0
    );
  }

  /** Makes an approved proposal pending again, because nothing was executed. @param {number} n */
  reopen(n) {
    this.sql.exec(
      "UPDATE proposals SET status = 'pending', decided = NULL, note = NULL, outcome = NULL WHERE n = ? AND status = 'approved'",
      n,
    );
  }

  /** @param {number} n @param {string} outcome */
  setOutcome(n, outcome) {
    this.sql.exec("UPDATE proposals SET outcome = ? WHERE n = ?", outcome, n);
  }

  /** A read shows that an order is revoked: a proposal whose response was lost has succeeded. @param {string} orderId */
  confirm(orderId) {
    this.sql.exec(
      "UPDATE proposals SET outcome = 'revoked' WHERE subject = ? AND status = 'approved' AND outcome = 'unknown'",
      `order ${orderId}`,
    );
  }

  /** @param {string} clause @param {...(string | number)} values */
  #all(clause, ...values) {
    return this.sql
      .exec(`SELECT * FROM proposals ${clause}`, ...values)
      .toArray()
      .map(proposalFrom);
  }
}

/** @param {Record<string, any>} row @returns {Proposal} */
function proposalFrom({ n, subject, bound, hash, work, by, time, status, decided, note, outcome }) {
  return {
    n,
    subject,
    binding: JSON.parse(bound),
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
