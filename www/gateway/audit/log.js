// The audit log: every decision and change of the gateway, in order, in a Durable Object's SQLite.
//
//   const auditLog = new AuditLog(ctx.storage, {
//     signingKey: env.AUDIT_SIGNING_KEY,                   // JWK or PKCS8 in base64; without it heads are unsigned
//     retentionDays: 730,                                   // unlimited by default
//     redact: createRedactor([env.DIGICERT_API_KEY, env.AUDIT_SIGNING_KEY]),
//   });
//   await auditLog.append({ actor, action, target, details, origin, answer, proof });   // before the action, and after it
//   await auditLog.appendDenial({ actor, origin, rule, action });                       // counted if it is repeated
//   auditLog.read({ order: "123" }, { before, limit });     // newest first, or from `after` on
//   new Response(await auditLog.export());                  // JSON lines, the head last
//   await auditLog.prune();                                 // from an alarm, daily
//
// One Durable Object holds one log. `append` throws if the entry cannot be written; the action must then not be performed.

import { sha256Hex } from "../sha256.js";
import { sanitize } from "./bounds.js";
import { entryLine, genesisHash, headLine } from "./chain.js";
import { denialEntry } from "./denial.js";
import { exportStream } from "./export.js";
import { ordersOf } from "./orders.js";
import { RepeatedEntries } from "./repeated.js";
import { openTables } from "./schema.js";
import { importSigner } from "./signing.js";

/** @typedef {import("./chain.js").Entry} Entry */
/** @typedef {{ seq: number, hash: string }} Place */
/** @typedef {import("./chain.js").LogName & { first: number, last: number, hash: string, time: number, line: string }} Head `line`: as in an export */
/** @typedef {{ seq: number, time: number, line: string, hash: string, entry: Entry }} Draft an entry in its place, not written yet */
/** @typedef {Entry & { v: number, log: string, seq: number, time: number, prev: string, hash: string }} Written */

const DAY_MS = 86_400_000;
const MAX_PAGE = 500;
const RETENTION = "retention";
/** The filters of `read`, as SQL conditions. */
const FILTERS = /** @type {const} */ ({
  from: "time >= ?",
  to: "time < ?",
  actor: "actor = ?",
  action: "action = ?",
  order: 'seq IN (SELECT seq FROM audit_orders WHERE "order" = ?)',
  certificate: "certificate = ?",
  request: "request = ?",
});

export class AuditLog {
  #storage;
  #signing;
  #retentionDays;
  #redact;
  #now;
  /** Serializes appends, because the hash of a line is computed asynchronously. @type {Promise<unknown>} */
  #turn = Promise.resolve();
  /** @type {Array<(entry: Entry, place: Place) => void>} */
  #listeners = [];

  /**
   * @param {import("./schema.js").Storage} storage of the Durable Object
   * @param {object} settings
   * @param {string | undefined} [settings.signingKey]
   * @param {number | undefined} [settings.retentionDays]
   * @param {(text: string) => string} settings.redact removes secrets from every string; see `createRedactor`
   * @param {() => number} [settings.now]
   */
  constructor(storage, { signingKey, retentionDays, redact, now = Date.now }) {
    if (retentionDays !== undefined && !(Number.isSafeInteger(retentionDays) && retentionDays > 0))
      throw new TypeError("retentionDays must be a positive integer");
    this.#storage = storage;
    /** Identifies the log. */
    this.name = openTables(storage, now());
    this.#signing = signingKey;
    this.#retentionDays = retentionDays;
    this.#redact = redact;
    this.#now = now;
    /** Entries that a person can repeat. `flush` writes their counts. */
    this.repeated = new RepeatedEntries(storage.sql, (entry) => this.append(entry), now);
  }

  /** Calls a function after each entry is written. It must not throw. @param {(entry: Entry, place: Place) => void} listener */
  subscribe(listener) {
    this.#listeners.push(listener);
  }

  /** Appends a denial. Repetitions within ten minutes become one entry with their number. @param {import("./denial.js").Denial} denial */
  appendDenial(denial) {
    return this.repeated.add(...denialEntry(denial));
  }

  /** Appends an entry. Resolves with its place once it is written. @param {Entry} entry @returns {Promise<Place>} */
  append(entry) {
    // The verifier accepts a missing beginning only with such an entry.
    if (entry.action === RETENTION) throw new TypeError("only prune writes retention entries");
    const safe = sanitize(entry, this.#redact);
    return this.#inTurn(async () => this.#write(await this.#next(safe)));
  }

  /**
   * @param {{ from?: number, to?: number, actor?: string, action?: string, order?: string, certificate?: string, request?: string }} [filter] `to` is exclusive
   * @param {{ after?: number, before?: number, limit?: number }} [page] with `after`: oldest first; otherwise newest first
   * @returns {Written[]}
   */
  read(filter = {}, { after, before, limit = 100 } = {}) {
    const conditions = [];
    const values = [];
    for (const [name, condition] of Object.entries(FILTERS)) {
      const value = filter[/** @type {keyof typeof FILTERS} */ (name)];
      if (value === undefined) continue;
      conditions.push(condition);
      values.push(value);
    }
    if (after !== undefined) conditions.push("seq > ?") && values.push(after);
    if (before !== undefined) conditions.push("seq < ?") && values.push(before);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
    const direction = after === undefined ? "DESC" : "ASC";
    const query = `SELECT line, hash FROM audit_entries ${where} ORDER BY seq ${direction} LIMIT ?`;
    return this.#storage.sql
      .exec(query, ...values, Math.min(Math.max(1, limit), MAX_PAGE))
      .toArray()
      .map(({ line, hash }) => ({ ...JSON.parse(line), hash }));
  }

  /** Returns the current head. Its line is the last one of an export, to be kept elsewhere. @returns {Promise<Head>} */
  head() {
    return this.#inTurn(async () => {
      const { seq: last, hash } = await this.#end();
      const [{ first } = { first: null }] = this.#storage.sql
        .exec("SELECT MIN(seq) AS first FROM audit_entries")
        .toArray();
      const head = { ...this.name, first: first ?? 1, last, hash, time: this.#now() };
      const signer = this.#signing === undefined ? undefined : await importSigner(this.#signing);
      return { ...head, line: await headLine(head, signer) };
    });
  }

  /**
   * Returns the number of the last entry, without those with certain actions; 0 if there is none.
   * @param {readonly string[]} actions @returns {number}
   */
  lastWithout(actions) {
    const marks = actions.map(() => "?").join(", ");
    const [row] = this.#storage.sql
      .exec(
        `SELECT seq FROM audit_entries WHERE action NOT IN (${marks}) ORDER BY seq DESC LIMIT 1`,
        ...actions,
      )
      .toArray();
    return row?.seq ?? 0;
  }

  /** Streams all entries as JSON lines, the head last. Later appends are not part of the export. */
  async export() {
    const { line, first, last } = await this.head();
    return exportStream(this.#storage.sql, first, last, line);
  }

  /**
   * Deletes entries older than the retention period. An entry with the last deleted hash replaces them, so that the rest
   * remains verifiable and further deletions are detectable.
   * @returns {Promise<number>} number of deleted entries
   */
  prune() {
    return this.#inTurn(async () => {
      const days = this.#retentionDays;
      if (days === undefined) return 0;
      const { sql } = this.#storage;
      const before = this.#now() - days * DAY_MS;
      const [kept] = sql
        .exec("SELECT MIN(seq) AS seq FROM audit_entries WHERE time >= ?", before)
        .toArray();
      // Only entries before the first one to keep: clocks may run backwards, but the log must have no gaps.
      const [last] = sql
        .exec(
          "SELECT seq, hash FROM audit_entries WHERE seq < ? ORDER BY seq DESC LIMIT 1",
          kept?.seq ?? Number.MAX_SAFE_INTEGER,
        )
        .toArray();
      if (!last) return 0;
      const [{ count } = { count: 0 }] = sql
        .exec("SELECT COUNT(*) AS count FROM audit_entries WHERE seq <= ?", last.seq)
        .toArray();
      const note = await this.#next({
        actor: { id: "gateway", how: "setting" },
        action: RETENTION,
        details: { days, through: last.seq, hash: last.hash, count },
      });
      this.#storage.transactionSync(() => {
        this.#insert(note);
        for (const table of ["audit_entries", "audit_orders"])
          sql.exec(`DELETE FROM ${table} WHERE seq <= ?`, last.seq);
      });
      this.#notify(note);
      return count;
    });
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** @returns {Promise<Place>} */
  async #end() {
    const [last] = this.#storage.sql
      .exec("SELECT seq, hash FROM audit_entries ORDER BY seq DESC LIMIT 1")
      .toArray();
    return (
      /** @type {Place | undefined} */ (last) ?? { seq: 0, hash: await genesisHash(this.name) }
    );
  }

  /** @param {Entry} entry @returns {Promise<Draft>} */
  async #next(entry) {
    const end = await this.#end();
    const time = this.#now();
    const seq = end.seq + 1;
    const line = entryLine({ log: this.name.log, seq, time, prev: end.hash }, entry);
    return { seq, time, line, hash: await sha256Hex(line), entry };
  }

  /** @param {Draft} draft @returns {Place} */
  #write(draft) {
    this.#storage.transactionSync(() => this.#insert(draft));
    return this.#notify(draft);
  }

  /** The primary key prevents a second entry in the same place. @param {Draft} draft */
  #insert({ seq, time, line, hash, entry }) {
    const { actor, action, target = {} } = entry;
    const { certificate = null, request = null } = target;
    const { sql } = this.#storage;
    sql.exec(
      "INSERT INTO audit_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ...[seq, line, hash, time, actor.id, action, certificate, request],
    );
    for (const order of ordersOf(entry))
      sql.exec("INSERT INTO audit_orders VALUES (?, ?)", order, seq);
  }

  /** @param {Draft} draft @returns {Place} */
  #notify({ seq, hash, entry }) {
    const place = { seq, hash };
    for (const listener of this.#listeners) listener(entry, place);
    return place;
  }
}
