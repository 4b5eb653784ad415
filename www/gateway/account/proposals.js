// Stores the proposals of the two-person rule and their approvals. Each is decided once: its status changes from `pending` to
// another one in a single step.

import { isSamePerson } from "../auth/actor.js";

/** @import { Binding, ProposalStatus, Quorum } from "certcentral-revoke/guard" */
/** @typedef {Binding["kind"]} ProposalKind */
/** @typedef {import("../auth/actor.js").Identity} Identity */
/** @typedef {Identity & { name?: string }} NamedPerson */
/** @typedef {{ by: Identity, groups: string[], time: number, note?: string }} Approval */
/** @typedef {ProposalStatus} Status */

/**
 * What an approver sees of a proposal in the list.
 * @typedef {object} ProposalSummary
 * @property {Record<string, string>} target
 * @property {number} orders
 * @property {number | null} certificates
 * @property {boolean} isWhole
 * @property {Record<string, number>} byReason
 * @property {string | null} comment
 * @property {boolean} skipApproval
 * @property {number | null} deadline
 * @property {boolean} breakGlass
 * @property {string} demand why a second person is required
 */
/**
 * @typedef {object} Proposal
 * @property {number} n 1-based number
 * @property {ProposalKind} kind
 * @property {string} subject the target; at most one proposal per subject is pending
 * @property {string} hash of the binding
 * @property {string} rulesHash of the settings when it was proposed
 * @property {Quorum} quorum
 * @property {ProposalSummary} summary
 * @property {Record<string, any>} binding everything that the approval agrees to; the orders of a list are in its plan
 * @property {unknown} work what its approval executes
 * @property {NamedPerson} by
 * @property {number} time
 * @property {number} expires
 * @property {Status} status
 * @property {{ by: NamedPerson, time: number }} [decided]
 * @property {string} [note] comment on the decision, or why it ended without one
 * @property {string} [outcome] the result of the execution; `unknown` from sending until a response arrives
 */
/** @typedef {Omit<Proposal, "n" | "status" | "decided" | "note" | "outcome">} NewProposal */
/** @typedef {Omit<Proposal, "binding" | "work" | "quorum"> & { approvals: number, required: number }} ListedProposal */

const DAY_MS = 86_400_000;
/** Pending proposals of one person. */
export const MAX_PENDING = 50;
/** How long a closed proposal is kept. */
const KEEP_MS = 400 * DAY_MS;

export class Proposals {
  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS change_proposals (
        n INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL, hash TEXT NOT NULL,
        rules_hash TEXT NOT NULL, quorum TEXT NOT NULL, summary TEXT NOT NULL, binding TEXT NOT NULL, work TEXT NOT NULL,
        by TEXT NOT NULL, time INTEGER NOT NULL, expires INTEGER NOT NULL, required INTEGER NOT NULL,
        status TEXT NOT NULL DEFAULT 'pending', decided TEXT, note TEXT, outcome TEXT)`,
    );
    sql.exec(
      "CREATE INDEX IF NOT EXISTS change_proposals_status ON change_proposals (status, subject)",
    );
    sql.exec(
      "CREATE TABLE IF NOT EXISTS proposal_approvals (n INTEGER NOT NULL, nth INTEGER NOT NULL, approval TEXT NOT NULL, PRIMARY KEY (n, nth)) WITHOUT ROWID",
    );
  }

  /** @param {NewProposal} proposal @returns {Proposal} */
  add({ kind, subject, hash, rulesHash, quorum, summary, binding, work, by, time, expires }) {
    const json = [quorum, summary, binding, work, by].map((value) => JSON.stringify(value));
    const row = this.sql
      .exec(
        `INSERT INTO change_proposals (kind, subject, hash, rules_hash, quorum, summary, binding, work, by, time, expires, required)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
        ...[kind, subject, hash, rulesHash, ...json, time, expires, quorum.approvals],
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

  /** Returns how many proposals of a person are pending. @param {Identity} by */
  pendingOf(by) {
    const rows = this.sql.exec("SELECT by FROM change_proposals WHERE status = 'pending'");
    return rows
      .toArray()
      .filter((/** @type {{ by: string }} */ row) => isSamePerson(JSON.parse(row.by), by)).length;
  }

  /**
   * A page of the list: pending ones first, then newest first.
   * @param {{ offset: number, limit: number, status?: Status | undefined }} page
   * @returns {{ proposals: ListedProposal[], total: number, pending: number }}
   */
  list({ offset, limit, status }) {
    const [where, values] = status === undefined ? ["", []] : ["WHERE status = ?", [status]];
    const proposals = this.sql
      .exec(
        `SELECT n, kind, subject, hash, rules_hash, summary, by, time, expires, status, decided, note, outcome, required,
          (SELECT COUNT(*) FROM proposal_approvals WHERE n = p.n) AS approvals
          FROM change_proposals p ${where} ORDER BY status = 'pending' DESC, n DESC LIMIT ? OFFSET ?`,
        ...[...values, limit, offset],
      )
      .toArray()
      .map((/** @type {Record<string, any>} */ { required, approvals, ...row }) => ({
        ...summaryFrom(row),
        ...{ required, approvals },
      }));
    const count = (/** @type {string} */ clause, /** @type {string[]} */ ...bound) =>
      this.sql.exec(`SELECT COUNT(*) AS count FROM change_proposals ${clause}`, ...bound).one()
        .count;
    return {
      ...{ proposals, total: count(where, ...values) },
      pending: count("WHERE status = 'pending'"),
    };
  }

  /** Pending proposals whose time limit has passed. @param {number} nowMs */
  overdue(nowMs) {
    return this.#all("WHERE status = 'pending' AND expires <= ?", nowMs);
  }

  /** Removes proposals that were closed long ago. @param {number} nowMs */
  prune(nowMs) {
    const before = nowMs - KEEP_MS;
    this.sql.exec(
      "DELETE FROM proposal_approvals WHERE n IN (SELECT n FROM change_proposals WHERE status != 'pending' AND time < ?)",
      before,
    );
    this.sql.exec("DELETE FROM change_proposals WHERE status != 'pending' AND time < ?", before);
  }

  /** @param {number} n @returns {Approval[]} */
  approvals(n) {
    return this.sql
      .exec("SELECT approval FROM proposal_approvals WHERE n = ? ORDER BY nth", n)
      .toArray()
      .map((/** @type {{ approval: string }} */ { approval }) => JSON.parse(approval));
  }

  /** @param {number} n @param {Approval} approval */
  addApproval(n, approval) {
    this.sql.exec(
      "INSERT INTO proposal_approvals SELECT ?, COUNT(*) + 1, ? FROM proposal_approvals WHERE n = ?",
      ...[n, JSON.stringify(approval), n],
    );
  }

  /**
   * Decides a pending proposal.
   * @param {number} n @param {Exclude<Status, "pending">} status
   * @param {{ by?: NamedPerson, time: number, note?: string | undefined }} decision
   * @returns {boolean} `false` if it is no longer pending
   */
  decide(n, status, { by, time, note }) {
    const decided = by ? JSON.stringify({ by, time }) : null;
    // Unknown until a response arrives, even if the gateway stops in between.
    const outcome = status === "approved" ? "unknown" : null;
    return (
      this.sql.exec(
        "UPDATE change_proposals SET status = ?, decided = ?, note = ?, outcome = ? WHERE n = ? AND status = 'pending'",
        ...[status, decided, note ?? null, outcome, n],
      ).rowsWritten > 0
    );
  }

  /** Makes an approved proposal pending again, because nothing was executed. Its approvals stay, except the last. @param {number} n */
  reopen(n) {
    const changed = this.sql.exec(
      "UPDATE change_proposals SET status = 'pending', decided = NULL, note = NULL, outcome = NULL WHERE n = ? AND status = 'approved'",
      n,
    ).rowsWritten;
    if (changed > 0)
      this.sql.exec(
        "DELETE FROM proposal_approvals WHERE n = ? AND nth = (SELECT MAX(nth) FROM proposal_approvals WHERE n = ?)",
        ...[n, n],
      );
  }

  /** Voids an approved proposal whose execution did not begin. @param {number} n @param {string} note @returns {boolean} */
  revoke(n, note) {
    const { rowsWritten } = this.sql.exec(
      "UPDATE change_proposals SET status = 'void', note = ?, outcome = NULL WHERE n = ? AND status = 'approved' AND outcome = 'unknown'",
      ...[note, n],
    );
    return rowsWritten > 0;
  }

  /** @param {number} n @param {string} outcome */
  setOutcome(n, outcome) {
    this.sql.exec("UPDATE change_proposals SET outcome = ? WHERE n = ?", outcome, n);
  }

  /** A read shows that an order is revoked: a proposal whose response was lost has succeeded. @param {string} orderId */
  confirm(orderId) {
    this.sql.exec(
      "UPDATE change_proposals SET outcome = 'revoked' WHERE subject = ? AND status = 'approved' AND outcome = 'unknown'",
      `order ${orderId}`,
    );
  }

  /** @param {string} clause @param {...(string | number)} values @returns {Proposal[]} */
  #all(clause, ...values) {
    return this.sql
      .exec(`SELECT * FROM change_proposals ${clause}`, ...values)
      .toArray()
      .map(proposalFrom);
  }
}

/** @param {Record<string, any>} row @returns {Proposal} */
function proposalFrom({ binding, work, quorum, ...row }) {
  return {
    ...summaryFrom(row),
    ...{ binding: JSON.parse(binding), work: JSON.parse(work), quorum: JSON.parse(quorum) },
  };
}

/** @param {Record<string, any>} row @returns {Omit<Proposal, "binding" | "work" | "quorum">} */
function summaryFrom({ n, kind, subject, hash, rules_hash: rulesHash, summary, by, ...row }) {
  const { time, expires, status, decided, note, outcome } = row;
  return {
    ...{ n, kind, subject, hash, rulesHash, time, expires, status },
    ...{ summary: JSON.parse(summary), by: JSON.parse(by) },
    ...(decided === null ? {} : { decided: JSON.parse(decided) }),
    ...(note === null ? {} : { note }),
    ...(outcome === null ? {} : { outcome }),
  };
}
