// Orders on hold: nobody can revoke them through this gateway until somebody lifts the hold.

import { batch, signal } from "@preact/signals";
import { issues, messageOf, once } from "../app/calls";
import { ask, Problem, read } from "../app/gateway";
import { go } from "../app/model";

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

export type HoldChange = { act: "set" | "lift"; orderId: string };

export const holds = signal<Holds>({ state: "reading" });
/** What is about to be changed, in the dialog. */
export const changing = signal<HoldChange | undefined>(undefined);

export function holdOf(orderId: string): Hold | undefined {
  const now = holds.value;
  return now.state === "read" ? now.list.find((hold) => hold.orderId === orderId) : undefined;
}

let latest = 0;

/** Reads them all; of two readings at once the later one counts. */
export async function readHolds() {
  const mine = ++latest;
  let next: Holds;
  try {
    const { holds: list } = await read<{ holds: Hold[] }>("/console/holds");
    next = { state: "read", list: list.map((one) => ({ ...one, orderId: String(one.orderId) })) };
  } catch (error) {
    next = { state: "failed", message: messageOf(error) };
  }
  if (mine === latest) holds.value = next;
}

/** Opens the dialog, or closes it. */
export function askHold(change?: HoldChange) {
  batch(() => {
    issues.value = [];
    changing.value = change;
  });
}

export const listHolds = () =>
  once("reading", async () => {
    holds.value = { state: "reading" };
    go({ at: "holds" });
    await readHolds();
  });

/** Sets or lifts a hold. Whatever the answer was: how it stands, a reading tells. */
export const changeHold = ({ act, orderId }: HoldChange, reason: string) =>
  once("holding", async () => {
    const method = act === "set" ? "PUT" : "DELETE";
    const fault = await ask(`/console/holds/${orderId}`, method, { reason }).then(
      () => undefined,
      (error: unknown) => error,
    );
    await readHolds();
    const lost = fault instanceof Problem && fault.unclear;
    const done =
      holds.value.state === "read" && (holdOf(orderId) !== undefined) === (act === "set");
    if (fault !== undefined && !(lost && done)) throw fault;
    askHold();
  });
