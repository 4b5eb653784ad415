// The record: what the gateway decided and tried, in order, in a Durable Object's SQLite.
//
//   const record = new Record(ctx.storage, {
//     signingKey: env.RECORD_SIGNING_KEY,                   // JWK or PKCS8 in base64; heads are unsigned without it
//     retentionDays: 730,                                   // everything is kept where it is left out
//     redact: redactorOf([env.DIGICERT_API_KEY, env.RECORD_SIGNING_KEY]),
//   });
//   await record.append({ actor, action, target, details, origin, answer, proof });   // before the deed, and after it
//   record.read({ order: "123" }, { before, limit });       // newest first, or from `after` on
//   new Response(await record.exported());                  // JSON lines, the head last
//   await record.prune();                                   // from an alarm, daily
//
// One Durable Object holds one record. A deed whose entry cannot be written must not be done: `append` throws.

import { bounded } from "./bounds.js";
import { entryLine, genesisOf, hashOf, headLine } from "./chain.js";
import { exportOf } from "./export.js";
import { opened } from "./schema.js";
import { signerFrom } from "./signing.js";

/** @typedef {import("./chain.js").Entry} Entry */
/** @typedef {{ seq: number, hash: string }} Place */
/** @typedef {Entry & { v: number, log: string, seq: number, time: number, prev: string, hash: string }} Written */

const DAY_MS = 86_400_000;
const MOST_READ = 500;
const RETENTION = "retention";
/** What entries are found by, and how. */
const FILTERS = /** @type {const} */ ({
  from: "time >= ?",
  to: "time < ?",
  actor: "actor = ?",
  action: "action = ?",
  order: '"order" = ?',
  certificate: "certificate = ?",
  request: "request = ?",
});

export class Record {
  #storage;
  #name;
  #signing;
  #retentionDays;
  #redact;
  #now;
  /** The hash of a line is awaited; appends stand in line here meanwhile, so that none takes another's place. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /**
   * @param {import("./schema.js").Storage} storage of the Durable Object
   * @param {object} settings
   * @param {string | undefined} [settings.signingKey]
   * @param {number | undefined} [settings.retentionDays]
   * @param {(text: string) => string} settings.redact takes secrets out of every text; see `redactorOf`
   * @param {() => number} [settings.now]
   */
  constructor(storage, { signingKey, retentionDays, redact, now = Date.now }) {
    if (retentionDays !== undefined && !(Number.isSafeInteger(retentionDays) && retentionDays > 0))
      throw new TypeError("retentionDays must be a whole number of days");
    this.#storage = storage;
    this.#name = opened(storage, now());
    this.#signing = signingKey;
    this.#retentionDays = retentionDays;
    this.#redact = redact;
    this.#now = now;
  }

  /** @param {Entry} entry @returns {Promise<Place>} where it stands, once it is written */
  append(entry) {
    // The verifier trusts such an entry with a missing beginning.
    if (entry.action === RETENTION) throw new TypeError("retention is noted by prune alone");
    const safe = bounded(entry, this.#redact);
    return this.#inTurn(async () => this.#write(await this.#next(safe)));
  }

  /**
   * @param {{ from?: number, to?: number, actor?: string, action?: string, order?: string, certificate?: string, request?: string }} [filter] `to` is not included
   * @param {{ after?: number, before?: number, limit?: number }} [page] oldest first from `after` on; else newest first
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
    const query = `SELECT line, hash FROM record_entries ${where} ORDER BY seq ${direction} LIMIT ?`;
    return this.#storage.sql
      .exec(query, ...values, Math.min(Math.max(1, limit), MOST_READ))
      .toArray()
      .map(({ line, hash }) => ({ ...JSON.parse(line), hash }));
  }

  /** The head by itself, as the last line of an export has it: to be kept elsewhere. */
  async head() {
    const { line } = await this.#headNow();
    return line;
  }

  /** All entries as JSON lines, the head last; as it stands now, whatever is appended meanwhile. */
  async exported() {
    const { line, first, last } = await this.#headNow();
    return exportOf(this.#storage.sql, first, last, line);
  }

  /**
   * Takes out what is older than the retention allows. What goes is noted in an entry with the hash it ended on, so that
   * the rest can be verified and cannot be cut further unnoticed.
   * @returns {Promise<number>} how many entries went
   */
  prune() {
    return this.#inTurn(async () => {
      const days = this.#retentionDays;
      if (days === undefined) return 0;
      const { sql } = this.#storage;
      const before = this.#now() - days * DAY_MS;
      const [kept] = sql
        .exec("SELECT MIN(seq) AS seq FROM record_entries WHERE time >= ?", before)
        .toArray();
      // Only what comes before the first entry that stays: clocks may have gone back, gaps there may be none.
      const [last] = sql
        .exec(
          "SELECT seq, hash FROM record_entries WHERE seq < ? ORDER BY seq DESC LIMIT 1",
          kept?.seq ?? Number.MAX_SAFE_INTEGER,
        )
        .toArray();
      if (!last) return 0;
      const [{ count } = { count: 0 }] = sql
        .exec("SELECT COUNT(*) AS count FROM record_entries WHERE seq <= ?", last.seq)
        .toArray();
      const note = await this.#next({
        actor: { id: "gateway", how: "setting" },
        action: RETENTION,
        details: { days, through: last.seq, hash: last.hash, count },
      });
      this.#storage.transactionSync(() => {
        this.#write(note);
        sql.exec("DELETE FROM record_entries WHERE seq <= ?", last.seq);
      });
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
      .exec("SELECT seq, hash FROM record_entries ORDER BY seq DESC LIMIT 1")
      .toArray();
    return /** @type {Place | undefined} */ (last) ?? { seq: 0, hash: await genesisOf(this.#name) };
  }

  /** @param {Entry} entry */
  async #next(entry) {
    const end = await this.#end();
    const time = this.#now();
    const seq = end.seq + 1;
    const line = entryLine({ log: this.#name.log, seq, time, prev: end.hash }, entry);
    return { seq, time, line, hash: await hashOf(line), entry };
  }

  /** The primary key refuses a second entry in one place. @param {{ seq: number, time: number, line: string, hash: string, entry: Entry }} written */
  #write({ seq, time, line, hash, entry: { actor, action, target = {} } }) {
    const { order = null, certificate = null, request = null } = target;
    this.#storage.sql.exec(
      "INSERT INTO record_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ...[seq, line, hash, time, actor.id, action, order, certificate, request],
    );
    return { seq, hash };
  }

  #headNow() {
    return this.#inTurn(async () => {
      const { seq: last, hash } = await this.#end();
      const [{ first } = { first: null }] = this.#storage.sql
        .exec("SELECT MIN(seq) AS first FROM record_entries")
        .toArray();
      const head = { ...this.#name, first: first ?? 1, last, hash, time: this.#now() };
      const signer = this.#signing === undefined ? undefined : await signerFrom(this.#signing);
      return { ...head, line: await headLine(head, signer) };
    });
  }
}
