// The state of the console and what changes it. No markup here, and no rule: those are in the package.

import { batch, signal } from "@preact/signals";
import {
  CertCentral,
  CertCentralError,
  InvalidInputError,
  type Issue,
  type Order,
  type Outcome,
  type RevokeOptions,
} from "certcentral-revoke";

export type View =
  | { at: "find" }
  | { at: "order"; order: Order }
  | { at: "result"; order: Order; result: Result };

export type Result =
  | { kind: "outcome"; outcome: Outcome }
  | { kind: "error"; error: CertCentralError };

/** Tells the gateway that a page of ours asks, not one of another site. */
const certcentral = new CertCentral({
  baseUrl: "/services/v2",
  fetch: (url, init) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), "X-CertCentral-Console": "1" },
    }),
});

export const view = signal<View>({ at: "find" });
export const busy = signal(false);
export const found = signal<Order[] | undefined>(undefined);
/** What is wrong with the form, by field; the field "" is the form as a whole. */
export const issues = signal<readonly Issue[]>([]);
export const environment = signal("");

fetch("/console/config")
  .then((answer) => answer.json())
  .then((config: { environment: string }) => {
    environment.value = config.environment;
  })
  .catch(() => {});

/** Runs one call; a second one waits for nobody, it is not made. */
async function once(work: () => Promise<void>) {
  if (busy.value) return;
  busy.value = true;
  issues.value = [];
  try {
    await work();
  } catch (error) {
    issues.value = issuesOf(error);
  } finally {
    busy.value = false;
  }
}

function issuesOf(error: unknown): readonly Issue[] {
  if (error instanceof InvalidInputError) return error.issues;
  const message = error instanceof Error ? error.message : String(error);
  return [{ field: "", rule: "conflict", message }];
}

/** An order by its id, or a list by a part of a name. */
export const find = (text: string) =>
  once(async () => {
    if (/^\d+$/.test(text)) return open(text);
    found.value = (await certcentral.orders.list({ search: `%${text}`, limit: 50 })).orders;
  });

async function open(orderId: string) {
  const order = await certcentral.orders.get(orderId);
  view.value = { at: "order", order };
}

export const show = (orderId: string) => once(() => open(orderId));

export const revoke = (order: Order, options: RevokeOptions) =>
  once(async () => {
    const result = await certcentral.revokeOrder(order.id, options).then(
      (outcome): Result => ({ kind: "outcome", outcome }),
      (error: unknown): Result => {
        if (error instanceof InvalidInputError || !(error instanceof CertCentralError)) throw error;
        return { kind: "error", error };
      },
    );
    view.value = { at: "result", order, result };
  });

export function startOver() {
  batch(() => {
    view.value = { at: "find" };
    issues.value = [];
  });
}

export function say(field: string, message: string) {
  issues.value = [{ field, rule: "required", message }];
}
