// The search for orders: by ID, or by a part of a name.

import { signal } from "@preact/signals";
import type { OrderList } from "certcentral-revoke";
import { busy, runCall } from "../app/calls";
import { connection } from "../app/connection";
import { navigate } from "../app/router";
import { loadOrder } from "./open";

const MAX_RESULTS = 50;

export const results = signal<OrderList | undefined>(undefined);

/** Shows the search, unless a call other than a wait is in flight. */
export function openSearch() {
  if (busy.value === "" || busy.value === "waiting") navigate({ name: "search" });
}

/** Opens the order if the text is an ID, and lists the matching orders otherwise. */
export const search = (text: string) =>
  runCall("reading", async () => {
    results.value = undefined;
    if (/^\d+$/.test(text)) return loadOrder(text);
    const { certcentral } = await connection;
    results.value = await certcentral.orders.list({ search: `%${text}`, limit: MAX_RESULTS });
  });

/** Discards the results. After a change their statuses may be outdated. */
export function clearResults() {
  results.value = undefined;
}
