// The blast radius of the order in view. It is read in the background and discarded with the view.

import { computed, signal } from "@preact/signals";
import type { BlastRadius } from "certcentral-revoke";
import { connection } from "../app/connection";
import { onLeave } from "../app/router";
import { messageOf } from "../shared/error-messages";

type BlastRadiusState =
  | { state: "reading" }
  | { state: "read"; radius: BlastRadius }
  | { state: "failed"; message: string };

export const blastRadius = signal<BlastRadiusState>({ state: "reading" });
/** The user has chosen to continue without the blast radius. */
export const acknowledged = signal(false);
export const mayContinue = computed(() => blastRadius.value.state === "read" || acknowledged.value);

let controller: AbortController | undefined;

export function resetBlastRadius() {
  controller?.abort();
  acknowledged.value = false;
  blastRadius.value = { state: "reading" };
}

/** Stops the reads before a change, so that the two do not overlap. */
export function stopReading() {
  if (blastRadius.value.state !== "reading") return;
  controller?.abort();
  blastRadius.value = { state: "failed", message: "You continued before they were read." };
}

export async function readBlastRadius(orderId: string) {
  resetBlastRadius();
  const own = new AbortController();
  controller = own;
  let next: BlastRadiusState;
  try {
    const { certcentral } = await connection;
    const radius = await certcentral.orders.certificates(orderId, { signal: own.signal });
    next = { state: "read", radius };
  } catch (error) {
    next = { state: "failed", message: messageOf(error) };
  }
  if (!own.signal.aborted) blastRadius.value = next;
}

onLeave(resetBlastRadius);
