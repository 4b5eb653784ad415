// The holds: orders that this gateway does not revoke until the hold ends or is lifted.

import { batch, signal } from "@preact/signals";
import { issues, runCall } from "../app/calls";
import { GatewayError, getJson, requestGateway } from "../app/gateway";
import { navigate, onLeave } from "../app/router";
import { me } from "../session/session";
import { messageOf } from "../shared/error-messages";
import type { Hold } from "./types";

type Holds =
  | { state: "reading" }
  | { state: "read"; list: readonly Hold[] }
  | { state: "failed"; message: string };

/** `existing`: the hold that is changed or lifted. */
export type HoldChange =
  | { action: "set"; orderId: string; existing?: Hold | undefined }
  | { action: "lift"; orderId: string; existing: Hold | undefined };

export interface HoldInput {
  reason: string;
  ticket?: string;
  /** UTC milliseconds. */
  ends?: number;
  /** The person saw the existing hold and wants to replace it. */
  replace?: boolean;
}

export const holds = signal<Holds>({ state: "reading" });
/** The change that the dialog confirms. */
export const holdChange = signal<HoldChange | undefined>(undefined);
/** The order whose hold a second person must lift, and the two-person approval. */
export const requestedLift = signal<{ orderId: string; proposalId: string } | undefined>(undefined);

export function holdOf(orderId: string): Hold | undefined {
  const now = holds.value;
  return now.state === "read" ? now.list.find((hold) => hold.orderId === orderId) : undefined;
}

/** Whether a second person must approve that the signed-in person lifts it. */
export const belongsToOther = (hold: Hold | undefined) =>
  hold !== undefined && hold.by !== me.value?.id;

let latest = 0;

/** Reads all holds. Of two concurrent reads the later one is used. */
export async function readHolds() {
  const own = ++latest;
  let next: Holds;
  try {
    const { holds: list } = await getJson<{ holds: Hold[] }>("/console/holds");
    next = {
      state: "read",
      list: list.map((hold) => ({ ...hold, orderId: String(hold.orderId) })),
    };
  } catch (error) {
    next = { state: "failed", message: messageOf(error) };
  }
  if (own === latest) holds.value = next;
}

function setDialog(change: HoldChange | undefined) {
  batch(() => {
    issues.value = [];
    holdChange.value = change;
  });
}

export function openHoldDialog(change: HoldChange) {
  requestedLift.value = undefined;
  setDialog(change);
}

export const closeHoldDialog = () => setDialog(undefined);

export const listHolds = () =>
  runCall("reading", async () => {
    holds.value = { state: "reading" };
    navigate({ name: "holds" });
    await readHolds();
  });

/** Sets, replaces or lifts a hold. A read decides whether a change without a clear response was made. */
export const changeHold = ({ action, orderId, existing }: HoldChange, input: HoldInput) =>
  runCall("changing-hold", async () => {
    const method = action === "set" ? "PUT" : "DELETE";
    const body = action === "set" ? input : { reason: input.reason };
    const result = await requestGateway(`/console/holds/${orderId}`, method, body).catch(
      (cause: unknown) => cause,
    );
    await readHolds();
    if (!(result instanceof Response)) {
      if (result instanceof GatewayError && result.codes.includes("conflict|hold_exists"))
        throw new Error(existsText(orderId));
      const isUnclear = result instanceof GatewayError && result.isUnclear;
      if (!isUnclear || !isDone(action, orderId, input, existing)) throw result;
    } else if (result.status === 201) {
      const { id } = (await result.json()) as { id: number };
      requestedLift.value = { orderId, proposalId: String(id) };
    }
    closeHoldDialog();
  });

/** Someone set a hold since the dialog was opened. */
function existsText(orderId: string) {
  const { by = "someone else" } = holdOf(orderId) ?? {};
  return `Order ${orderId} is on hold already, by ${by}. To change that hold, tick “Replace this hold”.`;
}

/** Whether the holds show that the change was made. */
function isDone(
  action: HoldChange["action"],
  orderId: string,
  { reason }: HoldInput,
  existing: Hold | undefined,
) {
  if (holds.value.state !== "read") return false;
  const now = holdOf(orderId);
  if (action === "lift") return now === undefined;
  return now !== undefined && (existing === undefined || now.reason === reason);
}

onLeave(() => {
  requestedLift.value = undefined;
});
