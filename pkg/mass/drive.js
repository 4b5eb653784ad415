// Drives a run: asks what it wants, takes leave from the gate, makes the intent durable, sends, and tells what came of it;
// so many at once as the run allows. It decides nothing. Every rule is in the core, and with it that a request can be had
// only after its intent is durable. Not here: how it is sent (`send.js`), and what is done about a crash (`run.js`).

import { elapsed } from "../clock.js";

/** @import { Event, Sending } from "../transport.js" */
/** @import { Gate } from "./gate.js" */
/** @import { SealedRun, Told } from "./sealed.js" */
/** @import { Progress } from "./types.js" */
/** @import { Writer } from "./writer.js" */

/**
 * @typedef {object} Means what a run is driven with
 * @property {Writer} writer
 * @property {Gate} gate
 * @property {(sending: Sending) => Promise<Event>} send tells whatever comes of it, and never rejects
 * @property {Bell} bell rung when somebody has done something to the run
 * @property {(progress: Progress[]) => void} [seen]
 * @property {() => void} [stands] no order moves before somebody does something, and nobody has asked for that
 * @property {AbortSignal} [signal] nothing new is sent from then on; what is on its way is waited for
 * @property {number} [mostCalls] no more than so many are sent
 * @property {number} [patienceMs] where it wants nothing for longer than this, it is left
 */
/**
 * @typedef {object} Left how a run was left, with nothing on its way
 * @property {boolean} over
 * @property {boolean} stands nothing moves before somebody does something, and nobody has asked for that
 * @property {number} [againMs] when to drive it again, in milliseconds from now; without it, only after somebody did something
 */

/** The longest that a timer can wait. */
const LONGEST_MS = 0x7fffffff;

/** Wakes whoever waits. */
export class Bell {
  /** @type {Set<() => void>} */
  #waiting = new Set();

  ring() {
    for (const wake of this.#waiting) wake();
  }

  /** Until it rings, or so long. @param {number} ms @returns {Promise<void>} */
  wait(ms) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer =
        ms === Number.POSITIVE_INFINITY ? undefined : setTimeout(wake, Math.min(ms, LONGEST_MS));
      this.#waiting.add(wake);
    });
  }
}

/**
 * Returns with everything that it sent told and durable. Throws what the journal, the gate or the core has thrown, once
 * nothing is on its way any more.
 * @param {SealedRun} run @param {Means} means @returns {Promise<Left>}
 */
export async function drive(run, means) {
  const { bell, signal, mostCalls = Number.POSITIVE_INFINITY } = means;
  const drive = new Drive(run, means);
  const ring = () => bell.ring();
  signal?.addEventListener("abort", ring);
  try {
    for (let calls = 0; ; ) {
      const left = drive.look();
      if (left.stands) means.stands?.();
      if (left.next === "over" || drive.failed || signal?.aborted) break;
      if (left.next === "send") {
        if (calls >= mostCalls) break;
        if (await drive.send()) calls += 1;
      } else if (
        drive.inFlight === 0 &&
        (left.againMs ?? Number.POSITIVE_INFINITY) > patience(means, left)
      ) {
        break;
      } else {
        await bell.wait(left.againMs ?? Number.POSITIVE_INFINITY);
      }
    }
  } catch (error) {
    drive.fail(error);
  } finally {
    signal?.removeEventListener("abort", ring);
  }
  return drive.end();
}

/** Where nothing would ever wake it, nobody waits. @param {Means} means @param {{ againMs?: number | undefined }} left */
const patience = ({ patienceMs = LONGEST_MS }, { againMs }) =>
  againMs === undefined ? -1 : patienceMs;

class Drive {
  /** @type {Set<Promise<void>>} */
  #flights = new Set();
  /** What has ended it. @type {{ error: unknown } | undefined} */
  failed;
  #run;
  #means;

  /** @param {SealedRun} run @param {Means} means */
  constructor(run, means) {
    this.#run = run;
    this.#means = means;
  }

  get inFlight() {
    return this.#flights.size;
  }

  /** @param {unknown} error */
  fail(error) {
    this.failed ??= { error };
    this.#means.bell.ring();
  }

  /** What the run wants now. */
  look() {
    const { next, untilMs, stands, ...told } = this.#run.wants();
    this.#note(told).catch((error) => this.fail(error));
    const againMs =
      next === "send" ? 0 : untilMs === undefined ? undefined : Math.max(0, untilMs - elapsed());
    return { next, stands, againMs };
  }

  /** One call, if it is still wanted once there is leave for it. */
  async send() {
    const { gate, signal } = this.#means;
    try {
      await gate.take(signal);
    } catch (error) {
      if (signal?.aborted) return false;
      throw error;
    }
    if (this.failed || signal?.aborted) return false;
    const { ticket, ...told } = this.#run.grant();
    const durable = this.#note(told);
    if (ticket === undefined) {
      await durable;
      return false;
    }
    const flight = this.#fly(ticket, durable)
      .catch((error) => this.fail(error))
      .finally(() => {
        this.#flights.delete(flight);
        this.#means.bell.ring();
      });
    this.#flights.add(flight);
    return true;
  }

  /** @param {number} ticket @param {Promise<void>} intent durable, before anything is sent */
  async #fly(ticket, intent) {
    await intent;
    const opened = this.#run.open(ticket);
    if (opened.send === undefined) return this.#note(opened);
    const { behind: _, body, ...event } = await this.#means.send(opened);
    const { limited, retryAfterMs, ...told } = this.#run.told(ticket, event, body);
    if (limited) this.#means.gate.refused(retryAfterMs);
    const durable = this.#note(told);
    // Its place is free for the next one, whose intent comes behind this in the journal.
    this.#means.bell.ring();
    return durable;
  }

  /** @param {Told} told */
  #note({ lines, progress }) {
    const durable = this.#means.writer.write(lines);
    if (progress.length > 0)
      durable.then(
        () => this.#means.seen?.(progress),
        () => {},
      );
    return durable;
  }

  /** @returns {Promise<Left>} */
  async end() {
    while (this.#flights.size > 0) await Promise.all(this.#flights);
    if (this.failed) throw this.failed.error;
    const { next, stands, againMs } = this.look();
    await this.#means.writer.write();
    const left = { over: next === "over", stands };
    return againMs === undefined ? left : { ...left, againMs };
  }
}
