// The operations of notifications, and of DigiCert's webhook.

import { empty, json, problem, ref } from "../responses.js";

const ID = {
  oneOf: [
    { type: "integer", minimum: 1 },
    { type: "string", pattern: "^[1-9]\\d{0,19}$" },
  ],
};
const EVENT = {
  type: "object",
  properties: {
    event: { type: "string", examples: ["certificate_revoked"] },
    data: { type: "object", properties: { order_id: ID, certificate_id: ID } },
  },
  required: ["event"],
};

/** @type {import("../types.js").Operations} */
export const notifications = {
  "GET /console/notifications": {
    ...{
      id: "getNotifications",
      tag: "Notifications",
      summary: "Returns the state of the webhooks",
    },
    responses: { 200: json("The state of each webhook.", ref("NotificationState")) },
  },
  "POST /console/notifications/test": {
    ...{ id: "sendTestNotification", tag: "Notifications", summary: "Sends a test notification" },
    responses: { 202: json("It is queued for every webhook.", ref("NotificationState")) },
  },
  "POST /webhooks/digicert": {
    ...{ id: "receiveEvent", tag: "Notifications", summary: "Receives an event of CertCentral" },
    description: "An event makes the gateway read the order. It confirms nothing by itself.",
    parameters: [
      {
        ...{ name: "X-WEBHOOK-KEY", in: "header", required: true },
        description: "The shared secret of the webhook.",
        schema: { type: "string" },
      },
    ],
    body: { required: true, content: { "application/json": { schema: EVENT } } },
    responses: {
      204: empty("The event was received, now or before."),
      400: problem("The body is not an event."),
      404: problem("No secret is set, so there is no such route."),
    },
  },
};
