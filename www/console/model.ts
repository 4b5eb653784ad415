// The state of the console and what changes it. No markup here, and no rule: those are in the package.

import { batch, signal } from "@preact/signals";
import {
  CertCentral,
  InvalidInputError,
  type Issue,
  type Order,
  type OrderList,
  type Outcome,
  type RevokeOptions,
} from "certcentral-revoke";

export type View =
  | { at: "find" }
  | { at: "order"; order: Order }
  | { at: "result"; order: Order; result: Result };

/** Whatever is thrown behind the button is a result too: nobody may take it for "not sent". */
export type Result = { kind: "outcome"; outcome: Outcome } | { kind: "error"; error: unknown };

/** How many orders a search shows. */
const SHOWN = 50;

/** Tells the gateway that a page of ours asks, not one of another site. */
const certcentral = new CertCentral({
  baseUrl: "/services/v2",
  fetch: (url, init) => {
    const headers = new Headers(init.headers);
    headers.set("X-CertCentral-Console", "1");
    return fetch(url, { ...init, headers });
  },
});

export const view = signal<View>({ at: "find" });
/** The call that is on its way, if any. */
export const busy = signal<"" | "reading" | "revoking">("");
export const found = signal<OrderList | undefined>(undefined);
/** The order as it was read again after a revoke. */
export const checked = signal<{ order: Order; time: Date } | undefined>(undefined);
/** What is wrong, by field; the field "" is the view as a whole. */
export const issues = signal<readonly Issue[]>([]);
export const environment = signal("");

fetch("/console/config")
  .then((answer) => answer.json())
  .then((config: { environment: string }) => {
    environment.value = config.environment;
  })
  .catch(() => {});

/** Runs one call; a second one waits for nobody, it is not made. */
async function once(what: "reading" | "revoking", work: () => Promise<void>) {
  if (busy.value) return;
  busy.value = what;
  issues.value = [];
  try {
    await work();
  } catch (error) {
    issues.value = issuesOf(error);
  } finally {
    busy.value = "";
  }
}

function issuesOf(error: unknown): readonly Issue[] {
  if (error instanceof InvalidInputError) return error.issues;
  const message = error instanceof Error ? error.message : String(error);
  return [{ field: "", rule: "conflict", message }];
}

/** An order by its id, or a list by a part of a name. */
export const find = (text: string) =>
  once("reading", async () => {
    found.value = undefined;
    if (/^\d+$/.test(text)) return open(text);
    found.value = await certcentral.orders.list({ search: `%${text}`, limit: SHOWN });
  });

async function open(orderId: string) {
  const order = await certcentral.orders.get(orderId);
  view.value = { at: "order", order };
}

export const show = (orderId: string) => once("reading", () => open(orderId));

/** Reads the order again, and stays where it is. */
export const check = (orderId: string) =>
  once("reading", async () => {
    checked.value = { order: await certcentral.orders.get(orderId), time: new Date() };
  });

export const revoke = (order: Order, options: RevokeOptions) =>
  once("revoking", async () => {
    const result = await certcentral.revokeOrder(order.id, options).then(
      (outcome): Result => ({ kind: "outcome", outcome }),
      (error: unknown): Result => {
        if (error instanceof InvalidInputError) throw error;
        return { kind: "error", error };
      },
    );
    batch(() => {
      // The list is of before, it would still call the order issued.
      found.value = undefined;
      checked.value = undefined;
      view.value = { at: "result", order, result };
    });
  });

/** Not while a call is on its way: its answer must find somebody. */
export function startOver() {
  if (busy.value) return;
  batch(() => {
    view.value = { at: "find" };
    issues.value = [];
  });
}

export function say(field: string, message: string) {
  issues.value = [{ field, rule: "required", message }];
}

addEventListener("beforeunload", (event) => {
  if (busy.value === "revoking") event.preventDefault();
});
