// The holds: orders that this gateway does not revoke until the hold is lifted.

import { batch, signal } from "@preact/signals";
import { issues, runCall } from "../app/calls";
import { GatewayError, getJson, requestGateway } from "../app/gateway";
import { navigate } from "../app/router";
import { messageOf } from "../shared/error-messages";

export interface Hold {
  orderId: string;
  reason: string;
  by: string;
  /** UTC milliseconds. */
  time: number;
}

type Holds =
  | { state: "reading" }
  | { state: "read"; list: readonly Hold[] }
  | { state: "failed"; message: string };

export type HoldChange = { action: "set" | "lift"; orderId: string };

export const holds = signal<Holds>({ state: "reading" });
/** The change that the dialog confirms. */
export const holdChange = signal<HoldChange | undefined>(undefined);

export function holdOf(orderId: string): Hold | undefined {
  const now = holds.value;
  return now.state === "read" ? now.list.find((hold) => hold.orderId === orderId) : undefined;
}

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

export const openHoldDialog = (change: HoldChange) => setDialog(change);

export const closeHoldDialog = () => setDialog(undefined);

export const listHolds = () =>
  runCall("reading", async () => {
    holds.value = { state: "reading" };
    navigate({ name: "holds" });
    await readHolds();
  });

/** Sets or lifts a hold. A read decides whether a change without a clear response was made. */
export const changeHold = ({ action, orderId }: HoldChange, reason: string) =>
  runCall("changing-hold", async () => {
    const method = action === "set" ? "PUT" : "DELETE";
    const error = await requestGateway(`/console/holds/${orderId}`, method, { reason }).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    await readHolds();
    const isUnclear = error instanceof GatewayError && error.isUnclear;
    const isDone =
      holds.value.state === "read" && (holdOf(orderId) !== undefined) === (action === "set");
    if (error !== undefined && !(isUnclear && isDone)) throw error;
    closeHoldDialog();
  });
