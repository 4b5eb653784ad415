// The tables of the audit log in a Durable Object's SQLite, and the identity of a new log.

/** Incremented when the tables change. Migrations of older tables belong here. */
const SCHEMA = 2;

/** @typedef {string | number | null} SqlValue */
/** @typedef {{ exec: (query: string, ...values: SqlValue[]) => { toArray: () => Array<Record<string, any>> } }} Sql */
/** @typedef {{ sql: Sql, transactionSync: <T>(work: () => T) => T }} Storage of a Durable Object */

const TABLES = [
  "CREATE TABLE audit_meta (schema INTEGER NOT NULL, log TEXT NOT NULL, created INTEGER NOT NULL)",
  // `line` is the entry; the other columns are search keys.
  `CREATE TABLE audit_entries (
    seq INTEGER PRIMARY KEY, line TEXT NOT NULL, hash TEXT NOT NULL, time INTEGER NOT NULL,
    actor TEXT NOT NULL, action TEXT NOT NULL, certificate TEXT, request TEXT)`,
  // One entry can name many orders.
  `CREATE TABLE audit_orders (
    "order" TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY ("order", seq)) WITHOUT ROWID`,
  "CREATE INDEX audit_time ON audit_entries (time)",
  "CREATE INDEX audit_actor ON audit_entries (actor)",
  "CREATE INDEX audit_action ON audit_entries (action)",
  "CREATE INDEX audit_orders_seq ON audit_orders (seq)",
  ...["certificate", "request"].map(
    (name) => `CREATE INDEX audit_${name} ON audit_entries ("${name}") WHERE "${name}" IS NOT NULL`,
  ),
];

/** Creates the tables if they do not exist. @param {Storage} storage @param {number} now @returns {import("./chain.js").LogName} */
export function openTables(storage, now) {
  const { sql } = storage;
  const [there] = sql
    .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'audit_meta'")
    .toArray();
  if (!there) {
    storage.transactionSync(() => {
      for (const statement of TABLES) sql.exec(statement);
      sql.exec("INSERT INTO audit_meta VALUES (?, ?, ?)", SCHEMA, crypto.randomUUID(), now);
    });
  }
  const [meta] = sql.exec("SELECT schema, log, created FROM audit_meta").toArray();
  if (meta?.schema !== SCHEMA)
    throw new Error(
      `the audit log has schema ${meta?.schema}, but this version supports only ${SCHEMA}`,
    );
  return { log: meta.log, created: meta.created };
}
