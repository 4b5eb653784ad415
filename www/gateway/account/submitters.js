// Stores who took part in each approval request that CertCentral created: CertCentral sees only the gateway's API key. A
// submission whose response was lost may have created a request as well; it is stored by its order.

import { identityOf } from "../auth/actor.js";

/** @typedef {import("../auth/actor.js").Identity} Identity */
/** @typedef {{ people: Identity[], kind: "order" | "certificate", id: string, reason: string | undefined }} Submitted */

/** DigiCert's requests do not stay pending longer. */
const KEEP_MS = 400 * 86_400_000;

export class SubmittedRequests {
  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS submissions (n INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT UNIQUE, people TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL)",
    );
    sql.exec("CREATE INDEX IF NOT EXISTS submissions_id ON submissions (kind, id)");
    sql.exec("CREATE INDEX IF NOT EXISTS submissions_at ON submissions (at)");
  }

  /** @param {string | null} requestId `null`: the response was lost @param {Submitted} submitted */
  add(requestId, { people, kind, id, reason }) {
    const now = Date.now();
    this.sql.exec("DELETE FROM submissions WHERE at < ?", now - KEEP_MS);
    this.sql.exec(
      "INSERT OR REPLACE INTO submissions (request, people, kind, id, reason, at) VALUES (?, ?, ?, ?, ?, ?)",
      ...[requestId, JSON.stringify(people.map(identityOf)), kind, id, reason ?? null, now],
    );
  }

  /**
   * Returns who may have submitted a request. For a request that is not known: everyone whose submission for its order was lost.
   * @param {string} requestId @param {string | undefined} orderId of the request @returns {Submitted | undefined}
   */
  of(requestId, orderId) {
    const [known] = this.#all("WHERE request = ?", requestId);
    if (known || orderId === undefined) return known;
    const lost = this.#all("WHERE request IS NULL AND kind = 'order' AND id = ?", orderId);
    const [first] = lost;
    return first && { ...first, people: lost.flatMap(({ people }) => people) };
  }

  /** @param {string} clause @param {...string} values @returns {Submitted[]} */
  #all(clause, ...values) {
    return this.sql
      .exec(`SELECT * FROM submissions ${clause} ORDER BY n`, ...values)
      .toArray()
      .map((/** @type {Record<string, any>} */ { people, kind, id, reason }) => ({
        ...{ people: JSON.parse(people), kind, id, reason: reason ?? undefined },
      }));
  }
}
