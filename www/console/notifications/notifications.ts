// The webhooks that the gateway notifies, with their state, and the test notification.

import { signal } from "@preact/signals";
import { runCall } from "../app/calls";
import { getJson, requestGateway } from "../app/gateway";
import { navigate, onLeave } from "../app/router";
import { denialReason } from "../session/session";

/** The state of a webhook. Its URL and its secret stay in the gateway. All times are UTC milliseconds. */
export interface Webhook {
  name: string;
  format: "json" | "slack" | "teams";
  /** The events that it wants. */
  events: readonly string[];
  queued: number;
  delivered: number;
  /** Notifications that failed too often. */
  dropped: number;
  /** Consecutive failures. */
  failures: number;
  retryAt: number | null;
  lastSuccess: number | null;
  lastFailure: number | null;
  /** Why the last attempt failed. */
  problem: string | null;
}

interface NotificationState {
  webhooks: readonly Webhook[];
  /** DigiCert's own webhook: events by what became of them. */
  digicert?: Readonly<Record<string, unknown>>;
}

export const notifications = signal<NotificationState | undefined>(undefined);
/** When the test notification was queued. */
export const testedAt = signal<number | undefined>(undefined);

const PATH = "/console/notifications";

export const openNotifications = () =>
  runCall("reading", async () => {
    notifications.value = undefined;
    navigate({ name: "notifications" });
    if (!denialReason("notify")) notifications.value = await getJson<NotificationState>(PATH);
  });

export const refreshNotifications = () =>
  runCall("reading", async () => {
    notifications.value = await getJson<NotificationState>(PATH);
  });

/** Sends a test notification to every webhook. */
export const sendTest = () =>
  runCall("reading", async () => {
    testedAt.value = undefined;
    const response = await requestGateway(`${PATH}/test`, "POST", {});
    notifications.value = (await response.json()) as NotificationState;
    testedAt.value = Date.now();
  });

onLeave(() => {
  testedAt.value = undefined;
});
