// A run in the core, as functions: what it wants, a request and its answer, what people do to it. A request can be had only
// from `open`, which is called once the lines of `grant` are durable. Not here: doing any of it (`drive.js`).

import { moment } from "../clock.js";
import { held, on, opened, releaseWith } from "./core.js";

/** @import { Held } from "./core.js" */
/** @import { Sending } from "../transport.js" */
/** @import { Progress } from "./types.js" */
/** @typedef {{ lines: string[], progress: Progress[] }} Told for the journal, and for whoever looks on */

/** So many lines of a journal are handed over at once. */
const BLOCK = 500;
const NO_BODY = new Uint8Array();

export class SealedRun {
  #held;
  #run;
  #key;

  /** @param {Held} instance @param {number} run @param {string} [key] */
  constructor(instance, run, key) {
    this.#held = instance;
    this.#run = run;
    this.#key = key;
    releaseWith(this, instance, (glue) => glue.runDrop(run));
  }

  /** Of a plan. @param {object} arguments_ @param {string} plan @param {string} [key] @returns {Promise<{ run: SealedRun, lines: string[] }>} */
  static async start(arguments_, plan, key) {
    const instance = await held();
    const text = on(instance, (glue) =>
      glue.runStart(JSON.stringify({ ...arguments_, ...moment() }), plan),
    );
    const { run, lines } = opened(text, key);
    return { run: new SealedRun(instance, run, key), lines };
  }

  /** Of a journal. @param {AsyncIterable<string>} lines @param {object} arguments_ @param {string} [key] */
  static replay(lines, arguments_, key) {
    const text = JSON.stringify(arguments_);
    return SealedRun.#of(lines, (glue, journal) => glue.journalFinish(journal, text), key);
  }

  /** Of a journal that is only looked at. @param {AsyncIterable<string> | Iterable<string>} lines */
  static seen(lines) {
    return SealedRun.#of(lines, (glue, journal) => glue.journalSeen(journal));
  }

  /** @param {AsyncIterable<string> | Iterable<string>} lines @param {(glue: Held["glue"], journal: number) => string} finish @param {string} [key] */
  static async #of(lines, finish, key) {
    const instance = await held();
    const journal = on(instance, (glue) => glue.journalBegin());
    /** @type {string[]} */
    let block = [];
    const push = () => on(instance, (glue) => glue.journalPush(journal, block.join("\n")));
    for await (const line of lines) {
      block.push(line);
      if (block.length < BLOCK) continue;
      push();
      block = [];
    }
    push();
    const text = on(instance, (glue) => finish(glue, journal));
    return new SealedRun(instance, opened(text, key).run, key);
  }

  /** Whether its instance has crashed: the journal knows everything, this knows nothing any more. */
  get isDead() {
    return this.#held.dead;
  }

  /** @returns {Told & { next: "send" | "nothing" | "over", untilMs?: number, stands: boolean }} */
  wants() {
    return this.#ask((glue) => glue.runWants(this.#run, JSON.stringify(moment())));
  }

  /** @returns {Told & { ticket?: number }} */
  grant() {
    return this.#ask((glue) => glue.runGrant(this.#run, JSON.stringify(moment())));
  }

  /** @param {number} ticket @returns {Sending | (Told & { send?: undefined })} */
  open(ticket) {
    return this.#ask((glue) => glue.runOpen(this.#run, ticket, JSON.stringify(moment())));
  }

  /** @param {number} ticket @param {object} event @param {Uint8Array} [body] @returns {Told & { limited: boolean, retryAfterMs?: number }} */
  told(ticket, event, body = NO_BODY) {
    const what = JSON.stringify({ ...event, ...moment() });
    return this.#ask((glue) => glue.runTold(this.#run, ticket, what, body));
  }

  /** @param {object} what @returns {Told} */
  steer(what) {
    return this.#ask((glue) => glue.runSteer(this.#run, JSON.stringify({ ...what, ...moment() })));
  }

  /** @returns {number} */
  callsLeft() {
    return this.#ask((glue) => glue.runCallsLeft(this.#run));
  }

  /** @param {object} outlook @returns {import("./types.js").Snapshot} */
  snapshot(outlook) {
    const at = JSON.stringify(moment());
    return this.#ask((glue) => glue.runSnapshot(this.#run, at, JSON.stringify(outlook)));
  }

  /** @param {object} which @returns {import("./types.js").RunOrders} */
  orders(which) {
    return this.#ask((glue) => glue.runOrders(this.#run, JSON.stringify(which)));
  }

  /** @param {object} outlook @returns {import("./types.js").ReportHead} */
  report(outlook) {
    const at = JSON.stringify(moment());
    return this.#ask((glue) => glue.runReport(this.#run, at, JSON.stringify(outlook)));
  }

  /** @param {"csv" | "json"} format @param {object} at @param {object} outlook @param {readonly object[]} recorded @returns {Generator<string>} */
  *reportPieces(format, at, outlook, recorded) {
    const [when, told] = [JSON.stringify(at), JSON.stringify(outlook)];
    const record = JSON.stringify(recorded);
    const report = this.#ask((glue) => glue.reportBegin(this.#run, when, told, record));
    const piece = (/** @type {number} */ nth) =>
      on(this.#held, (glue) => glue.reportPiece(report, format === "csv", nth));
    try {
      for (let nth = 0, text = piece(0); text !== undefined; text = piece(++nth)) yield text;
    } finally {
      if (!this.isDead) on(this.#held, (glue) => glue.reportDrop(report));
    }
  }

  /** @param {(glue: Held["glue"]) => string} use @returns {any} */
  #ask(use) {
    return opened(on(this.#held, use), this.#key);
  }
}
