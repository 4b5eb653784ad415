// Stores who submitted each approval request that CertCentral created. CertCentral sees only the gateway's API key.

/** @typedef {{ by: string, kind: "order" | "certificate", id: string, reason: string | undefined }} Submitted */

export class SubmittedRequests {
  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS submitted (request TEXT PRIMARY KEY, by TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, reason TEXT)",
    );
  }

  /** @param {string} requestId @param {Submitted} submitted */
  add(requestId, { by, kind, id, reason }) {
    this.sql.exec(
      "INSERT OR REPLACE INTO submitted VALUES (?, ?, ?, ?, ?)",
      ...[requestId, by, kind, id, reason ?? null],
    );
  }

  /** @param {string} requestId @returns {Submitted | undefined} */
  of(requestId) {
    const [row] = this.sql.exec("SELECT * FROM submitted WHERE request = ?", requestId).toArray();
    return row && { by: row.by, kind: row.kind, id: row.id, reason: row.reason ?? undefined };
  }
}
