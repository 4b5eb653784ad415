// What a revoke of an order would reach: read beside everything else, and given up when nobody looks any more.

import { computed, signal } from "@preact/signals";
import type { BlastRadius } from "certcentral-revoke";
import { connection } from "../app/connection";

type Reading =
  | { state: "reading" }
  | { state: "read"; radius: BlastRadius }
  | { state: "failed"; message: string };

export const radius = signal<Reading>({ state: "reading" });
/** Somebody has said: I go on without knowing. */
export const acknowledged = signal(false);
export const mayGoOn = computed(() => radius.value.state === "read" || acknowledged.value);

let ending: AbortController | undefined;

export function dropRadius() {
  ending?.abort();
  acknowledged.value = false;
  radius.value = { state: "reading" };
}

/** Before a change: its own reads shall not mix with these. */
export function endReading() {
  if (radius.value.state !== "reading") return;
  ending?.abort();
  radius.value = { state: "failed", message: "You went on before it was read." };
}

export async function readRadius(orderId: string) {
  dropRadius();
  const own = new AbortController();
  ending = own;
  let next: Reading;
  try {
    const { certcentral } = await connection;
    const read = await certcentral.orders.certificates(orderId, { signal: own.signal });
    next = { state: "read", radius: read };
  } catch (error) {
    next = { state: "failed", message: error instanceof Error ? error.message : String(error) };
  }
  if (!own.signal.aborted) radius.value = next;
}
