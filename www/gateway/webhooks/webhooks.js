// The account's webhooks: outgoing notifications and DigiCert's incoming events, with their tasks and routes.

import { Hono } from "hono";
import { Notifications } from "../notifications/notifications.js";
import { notificationRoutes } from "../notifications/routes.js";
import { Confirmations } from "./confirmations.js";
import { ReceivedEvents } from "./received.js";
import { digicertRoutes } from "./routes.js";

export class Webhooks {
  /**
   * @param {object} account
   * @param {any} account.sql of a Durable Object
   * @param {import("../worker-env.js").GatewayEnv} account.env
   * @param {import("../account/schedule.js").Schedule} account.schedule
   * @param {import("../audit/log.js").AuditLog} account.auditLog its entries notify
   * @param {(text: string) => string} account.redact
   * @param {(path: string) => Promise<Response>} account.read sends a read within the rate limit
   * @param {() => Promise<void>} account.onEnd called when an approval has expired
   * @param {(order: string) => void} account.onConfirmed called when a read shows that an order is revoked
   * @param {(job: string) => Promise<void>} account.confirmRun brings the confirming read of a run forward
   */
  constructor({ sql, env, schedule, auditLog, redact, read, onEnd, ...runs }) {
    this.notifications = new Notifications({ sql, schedule, env, onEnd });
    auditLog.subscribe((entry) => this.notifications.onEntry(entry));
    const received = new ReceivedEvents(sql);
    this.confirmations = new Confirmations({ received, auditLog, schedule, read, ...runs });
    this.routes = new Hono()
      .route("/notifications", notificationRoutes(this.notifications, received, auditLog, redact))
      .route("/webhooks/digicert", digicertRoutes(this.confirmations));
  }

  /** Does what is due, in an alarm. @param {string[]} tasks of the schedule */
  async tick(tasks) {
    await Promise.all([this.confirmations.tick(tasks), this.notifications.tick(tasks)]);
  }
}
