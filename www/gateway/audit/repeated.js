// Entries that a person can cause any number of times, such as denials. The first of a kind is written in full; those of the
// next ten minutes are counted, and one entry with the count follows. The size of the log does not depend on the number of
// requests.

/** @typedef {import("./chain.js").Entry} Entry */

export const WINDOW_MS = 600_000;

export class RepeatedEntries {
  /** Is called with the time at which `flush` is due next. @type {(atMs: number) => void} */
  onDue = () => {};

  /**
   * @param {import("./schema.js").Sql} sql @param {(entry: Entry) => Promise<unknown>} append writes to the audit log
   * @param {() => number} now
   */
  constructor(sql, append, now) {
    this.sql = sql;
    this.append = append;
    this.now = now;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS audit_repeated (
        kind TEXT PRIMARY KEY, since INTEGER NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID`,
    );
  }

  /**
   * Writes an entry, or counts it if one of its kind was written in the last ten minutes.
   * @param {Entry} entry @param {Record<string, string>} about what makes it the same kind, besides actor and action: a small set of values
   */
  async add(entry, about) {
    const kind = JSON.stringify([entry.actor, entry.action, about]);
    const time = this.now();
    const [row] = this.sql.exec("SELECT * FROM audit_repeated WHERE kind = ?", kind).toArray();
    if (row && time < row.since + WINDOW_MS) {
      this.sql.exec(
        "UPDATE audit_repeated SET count = count + 1, last = ? WHERE kind = ?",
        ...[time, kind],
      );
      return;
    }
    this.sql.exec("INSERT OR REPLACE INTO audit_repeated VALUES (?, ?, 0, ?)", kind, time, time);
    this.onDue(time + WINDOW_MS);
    if (row && row.count > 0) await this.append(countEntry(row));
    await this.append(entry);
  }

  /** Writes the counts whose ten minutes are over. @returns {Promise<void>} */
  async flush() {
    const rows = this.sql
      .exec("DELETE FROM audit_repeated WHERE since <= ? RETURNING *", this.now() - WINDOW_MS)
      .toArray();
    for (const row of rows) if (row.count > 0) await this.append(countEntry(row));
    const [next] = this.sql.exec("SELECT MIN(since) AS since FROM audit_repeated").toArray();
    if (next?.since != null) this.onDue(next.since + WINDOW_MS);
  }
}

/** @param {Record<string, any>} row @returns {Entry} */
function countEntry({ kind, since, count, last }) {
  const [actor, action, about] = JSON.parse(kind);
  return {
    actor,
    action: `${action}-repeated`,
    details: { ...about, count, from: since, to: last },
  };
}
