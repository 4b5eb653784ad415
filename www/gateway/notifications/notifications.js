// Notifies webhooks about entries of the audit log. An entry and its notifications are written together; they are sent at
// once, and again by the account's schedule. A webhook that fails delays and fails nothing else.

import { Deliveries } from "./deliveries.js";
import { eventOf } from "./events.js";
import { Outbox } from "./outbox.js";
import { Reminders } from "./reminders.js";
import { expiryOf } from "./retry.js";
import { sendNotification } from "./sender.js";
import { webhooksOf } from "./settings.js";

/** @typedef {import("../audit/chain.js").Entry} Entry */
/** @typedef {import("./events.js").NotificationEvent} NotificationEvent */

/** The task in the account's schedule. */
const NOTIFY = "notifications";
/** Delay of the task that sends what an instance could not send before it ended. */
const BACKUP_MS = 5000;
/** The same person reaches the revocation limit again within this time: no further notification. */
const QUIET_MS = 10 * 60_000;

/** @param {NotificationEvent | undefined} event @returns {event is Extract<NotificationEvent, { type: "approval-decided" }>} */
const isDecided = (event) =>
  event?.type === "approval-decided" && event.decision !== "partially-approved";

export class Notifications {
  /**
   * @param {object} account
   * @param {any} account.sql of a Durable Object
   * @param {import("../account/schedule.js").Schedule} account.schedule
   * @param {import("../worker-env.js").GatewayEnv} account.env
   * @param {() => Promise<void>} account.onEnd called when an approval has expired
   * @param {import("./deliveries.js").Send} [account.send]
   * @param {() => number} [account.now]
   * @param {() => number} [account.random]
   */
  constructor({ sql, schedule, env, onEnd, ...more }) {
    const { send = sendNotification, now = Date.now, random = Math.random } = more;
    this.webhooks = webhooksOf(env);
    this.schedule = schedule;
    this.onEnd = onEnd;
    this.now = now;
    this.outbox = new Outbox(
      sql,
      this.webhooks.map(({ name }) => name),
    );
    this.deliveries = new Deliveries({ outbox: this.outbox, send, now, random });
    this.reminders = new Reminders(sql);
    /** Until when a person's further attempts are quiet. @type {Map<string, number>} */
    this.quiet = new Map();
  }

  /** Called for each entry right after it is written. It never throws: a notification must not fail a change. @param {Entry} entry sanitized */
  onEntry(entry) {
    if (this.webhooks.length === 0) return;
    try {
      const event = eventOf(entry);
      this.#remind(entry, event);
      if (event && !this.#isQuiet(event)) this.emit(event);
    } catch {
      // The entry is the record. The state of the webhooks shows that nothing was queued.
    }
  }

  /** Queues an event for every webhook that wants it, and sends it without waiting for the result. @param {NotificationEvent} event */
  emit(event) {
    this.#queue(event);
    this.#wake();
  }

  /** @param {NotificationEvent} event */
  #queue(event) {
    const now = this.now();
    const id = `msg_${crypto.randomUUID()}`;
    const expires = expiryOf(event, now);
    for (const { name, events } of this.webhooks)
      if (event.type === "test" || events.includes(event.type))
        this.outbox.add(name, { id, event, expires }, now);
  }

  /** Sends what is due, and schedules the rest. */
  async run() {
    const { events, hasEnded } = this.reminders.take(this.now());
    for (const event of events) this.#queue(event);
    if (hasEnded) await this.onEnd();
    await Promise.all(
      this.webhooks.map(async (webhook) => {
        await this.deliveries.run(webhook);
        await this.#scheduleNext();
      }),
    );
  }

  /** Sends what is due, in an alarm. A failure of the queue must not stop the alarm's other tasks. @param {string[]} tasks of the schedule */
  async tick(tasks) {
    if (tasks.includes(NOTIFY)) await this.run().catch(() => {});
  }

  /** The state of every webhook, without URL and secret. */
  state() {
    return this.webhooks.map(({ name, format, events }) => ({
      ...{ name, format, events },
      ...this.outbox.state(name),
    }));
  }

  async #scheduleNext() {
    const times = [this.outbox.nextAt(), this.reminders.nextAt()].filter((at) => at !== undefined);
    if (times.length === 0) this.schedule.remove(NOTIFY);
    else await this.schedule.set(NOTIFY, Math.min(...times));
  }

  /** The schedule is set first, so that a crash loses nothing. */
  #wake() {
    this.schedule
      .set(NOTIFY, this.now() + BACKUP_MS)
      .then(() => this.run())
      .catch(() => {});
  }

  /** Sets and removes reminders. @param {Entry} entry @param {NotificationEvent | undefined} event */
  #remind(entry, event) {
    const { order } = entry.target ?? {};
    if (event?.type === "approval-requested" && event.expires !== undefined) {
      const { subject, by, expires } = event;
      const reminder = /** @type {const} */ ({ type: "approval-expiring", subject, by, expires });
      this.reminders.set(`approval ${subject.request}`, reminder, this.now());
    } else if (event?.type === "approval-ended" || isDecided(event)) {
      this.reminders.remove(`approval ${event.subject.request}`);
    } else if (entry.action === "hold-set" && order !== undefined) {
      this.#remindOfHold(order, entry);
    } else if (event?.type === "hold-ended") {
      this.reminders.remove(`hold ${event.subject.order}`);
    }
  }

  /** A hold without an end has no reminder. @param {string} order @param {Entry} entry */
  #remindOfHold(order, { actor, details }) {
    const until = details?.ends;
    this.reminders.remove(`hold ${order}`);
    if (typeof until !== "number") return;
    const reminder = /** @type {const} */ ({
      type: "hold-ending",
      subject: { order },
      by: actor.id,
      until,
    });
    this.reminders.set(`hold ${order}`, reminder, this.now());
    this.#wake();
  }

  /** @param {NotificationEvent} event */
  #isQuiet(event) {
    if (event.type !== "brake-tripped") return false;
    const now = this.now();
    for (const [by, until] of this.quiet) if (until <= now) this.quiet.delete(by);
    if (this.quiet.has(event.by)) return true;
    this.quiet.set(event.by, now + QUIET_MS);
    return false;
  }
}
