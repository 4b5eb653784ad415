// Runs one call at a time, and holds its state and the issues that it reported.

import { batch, signal } from "@preact/signals";
import { InvalidInputError, type Issue } from "certcentral-revoke";
import { messageOf } from "../shared/error-messages";
import { activity } from "./connection";
import { GatewayError } from "./gateway";
import { onLeave } from "./router";

export type CallKind =
  | "reading"
  | "revoking"
  | "deciding"
  | "changing-hold"
  | "changing-job"
  | "waiting";

/** The kind of the call in flight, if any. */
export const busy = signal<"" | CallKind>("");
/** The current issues. An issue without a field concerns the whole view. */
export const issues = signal<readonly Issue[]>([]);

/** Whether a change is in flight. The page must stay open until its response arrives. */
export const isChanging = () =>
  ["revoking", "deciding", "changing-hold", "changing-job"].includes(busy.value);

let controller = new AbortController();
let running: Promise<void> = Promise.resolve();

/** Stops waiting for a revocation. No other call can be aborted once it is sent. */
export function stopWaiting() {
  if (busy.value === "waiting") controller.abort();
}

/** Runs one call. Does nothing while another call is in flight, except that a wait is stopped first. */
export async function runCall(kind: CallKind, work: (signal: AbortSignal) => Promise<void>) {
  if (busy.value === "waiting") {
    stopWaiting();
    await running;
  }
  if (busy.value) return;
  controller = new AbortController();
  batch(() => {
    busy.value = kind;
    issues.value = [];
    activity.value = [];
  });
  running = work(controller.signal)
    .catch((error: unknown) => {
      issues.value = issuesOf(error);
    })
    .finally(() => {
      busy.value = "";
    });
  await running;
}

function issuesOf(error: unknown): readonly Issue[] {
  if (error instanceof InvalidInputError) return error.issues;
  if (error instanceof GatewayError && error.issues.length > 0) return error.issues;
  return [{ field: "", rule: "conflict", message: messageOf(error) }];
}

export function showIssue(field: string, message: string) {
  issues.value = [{ field, rule: "required", message }];
}

onLeave(() => {
  stopWaiting();
  issues.value = [];
});

addEventListener("beforeunload", (event) => {
  if (isChanging()) event.preventDefault();
});
