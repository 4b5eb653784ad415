// The durable queue of notifications in the account's SQLite, and the state of each webhook. A row is written together with
// the audit log entry that it announces, and removed once a webhook has accepted it, or when it is given up.

import { backoffMs, MAX_ATTEMPTS } from "./retry.js";

/** @typedef {import("./events.js").EventType} EventType */
/** @typedef {{ n: number, id: string, type: EventType, event: import("./events.js").NotificationEvent, created: number, attempts: number }} Queued */
/**
 * @typedef {object} WebhookState
 * @property {number} queued notifications that wait
 * @property {number} delivered
 * @property {number} dropped given up: expired, too many attempts, or the queue was full
 * @property {number} failures failed attempts since the last success
 * @property {number | null} retryAt the next attempt after a failure
 * @property {number | null} lastSuccess
 * @property {number | null} lastFailure
 * @property {string | null} problem of the last failure
 */

/** For each webhook and type, so that a flood of one type displaces no other. */
const MAX_QUEUED = 50;

const TABLES = [
  `CREATE TABLE IF NOT EXISTS notifications (
    n INTEGER PRIMARY KEY AUTOINCREMENT, webhook TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, event TEXT NOT NULL,
    created INTEGER NOT NULL, expires INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL)`,
  "CREATE INDEX IF NOT EXISTS notifications_next ON notifications (webhook, next)",
  `CREATE TABLE IF NOT EXISTS notification_webhooks (
    webhook TEXT PRIMARY KEY, delivered INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, retryAt INTEGER, lastSuccess INTEGER, lastFailure INTEGER, problem TEXT)`,
];

export class Outbox {
  /** @param {any} sql of a Durable Object @param {string[]} webhooks names; rows of others are removed */
  constructor(sql, webhooks) {
    this.sql = sql;
    for (const statement of TABLES) sql.exec(statement);
    const names = JSON.stringify(webhooks);
    for (const table of ["notifications", "notification_webhooks"])
      sql.exec(`DELETE FROM ${table} WHERE webhook NOT IN (SELECT value FROM json_each(?))`, names);
    for (const webhook of webhooks)
      sql.exec("INSERT OR IGNORE INTO notification_webhooks (webhook) VALUES (?)", webhook);
  }

  /**
   * Queues a notification. The oldest one of its type makes room.
   * @param {string} webhook @param {{ id: string, event: Queued["event"], expires: number }} notification @param {number} nowMs
   */
  add(webhook, { id, event, expires }, nowMs) {
    const { type } = event;
    const excess = this.sql.exec(
      `DELETE FROM notifications WHERE n IN (
        SELECT n FROM notifications WHERE webhook = ? AND type = ? ORDER BY n DESC LIMIT -1 OFFSET ?)`,
      ...[webhook, type, MAX_QUEUED - 1],
    ).rowsWritten;
    if (excess > 0) this.#drop(webhook, 1);
    this.sql.exec(
      "INSERT INTO notifications (webhook, id, type, event, created, expires, next) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ...[webhook, id, type, JSON.stringify(event), nowMs, expires, nowMs],
    );
  }

  /** Returns the next notification to send now, those with fewer attempts first. @param {string} webhook @param {number} nowMs @returns {Queued | undefined} */
  due(webhook, nowMs) {
    const { retryAt } = this.state(webhook);
    if (retryAt !== null && retryAt > nowMs) return undefined;
    const [row] = this.sql
      .exec(
        "SELECT * FROM notifications WHERE webhook = ? AND next <= ? ORDER BY attempts, n LIMIT 1",
        ...[webhook, nowMs],
      )
      .toArray();
    return row && { ...row, event: JSON.parse(row.event) };
  }

  /** @param {string} webhook @param {number} n @param {number} nowMs */
  delivered(webhook, n, nowMs) {
    this.sql.exec("DELETE FROM notifications WHERE n = ?", n);
    this.sql.exec(
      "UPDATE notification_webhooks SET delivered = delivered + 1, failures = 0, retryAt = NULL, lastSuccess = ? WHERE webhook = ?",
      ...[nowMs, webhook],
    );
  }

  /** The notification and its webhook both wait. @param {string} webhook @param {Queued} queued @param {string} problem @param {number} nowMs @param {number} random 0 to 1 */
  failed(webhook, { n, attempts }, problem, nowMs, random) {
    if (attempts + 1 >= MAX_ATTEMPTS) {
      this.sql.exec("DELETE FROM notifications WHERE n = ?", n);
      this.#drop(webhook, 1);
    } else {
      this.sql.exec(
        "UPDATE notifications SET attempts = attempts + 1, next = ? WHERE n = ?",
        ...[nowMs + backoffMs(attempts + 1, random), n],
      );
    }
    const failures = this.state(webhook).failures + 1;
    this.sql.exec(
      "UPDATE notification_webhooks SET failures = ?, retryAt = ?, lastFailure = ?, problem = ? WHERE webhook = ?",
      ...[failures, nowMs + backoffMs(failures, random), nowMs, problem, webhook],
    );
  }

  /** Gives up what has expired. @param {string} webhook @param {number} nowMs */
  expire(webhook, nowMs) {
    const [{ count }] = this.sql
      .exec(
        "SELECT COUNT(*) AS count FROM notifications WHERE webhook = ? AND expires <= ?",
        webhook,
        nowMs,
      )
      .toArray();
    if (count === 0) return;
    this.sql.exec("DELETE FROM notifications WHERE webhook = ? AND expires <= ?", webhook, nowMs);
    this.#drop(webhook, count);
  }

  /** Returns when the next notification is due, `undefined` if none waits. @returns {number | undefined} */
  nextAt() {
    const [{ at }] = this.sql
      .exec(
        `SELECT MIN(MAX(next, COALESCE(retryAt, 0))) AS at FROM notifications JOIN notification_webhooks USING (webhook)`,
      )
      .toArray();
    return at ?? undefined;
  }

  /** @param {string} webhook @returns {WebhookState} */
  state(webhook) {
    const [row] = this.sql
      .exec(
        `SELECT (SELECT COUNT(*) FROM notifications WHERE webhook = ?) AS queued, delivered, dropped, failures, retryAt,
          lastSuccess, lastFailure, problem FROM notification_webhooks WHERE webhook = ?`,
        ...[webhook, webhook],
      )
      .toArray();
    return row;
  }

  /** @param {string} webhook @param {number} count */
  #drop(webhook, count) {
    this.sql.exec(
      "UPDATE notification_webhooks SET dropped = dropped + ? WHERE webhook = ?",
      ...[count, webhook],
    );
  }
}
