// The gateway's record in pages, newest first, filtered; and its export. What the entries mean: words.ts here.

import { signal } from "@preact/signals";
import { once } from "../app/calls";
import { environment } from "../app/connection";
import { ask, read } from "../app/gateway";
import { go } from "../app/model";
import { barred } from "../session/session";
import { save } from "../shared/save";

export interface Entry {
  seq: number;
  /** UTC milliseconds. */
  time: number;
  actor: { id: string; how: string };
  action: string;
  target?: { order?: string; certificate?: string; request?: string };
  details?: Record<string, unknown>;
  origin?: Record<string, string>;
  answer?: { status?: number; outcome?: string; effect?: string };
  proof?: string;
  hash: string;
}

/** As typed; "" is any. */
export interface Filter {
  actor: string;
  action: string;
  order: string;
  from: string;
  to: string;
}

interface Page {
  entries: readonly Entry[];
  /** Before which entry the next page begins, if there is one. */
  next?: number;
}

export const ANY: Filter = { actor: "", action: "", order: "", from: "", to: "" };
const SHOWN = 50;

export const record = signal<Page | undefined>(undefined);
export const filter = signal<Filter>(ANY);
/** The name under which the last export was saved. */
export const exported = signal("");

export const openRecord = () =>
  once("reading", async () => {
    filter.value = ANY;
    record.value = undefined;
    exported.value = "";
    go({ at: "record" });
    if (!barred("record")) record.value = await page();
  });

export const filterRecord = (next: Filter) =>
  once("reading", async () => {
    record.value = undefined;
    filter.value = next;
    record.value = await page();
  });

export const moreRecord = () =>
  once("reading", async () => {
    const { entries = [], next } = record.value ?? {};
    if (next === undefined) return;
    const more = await page(next);
    record.value = { ...more, entries: [...entries, ...more.entries] };
  });

function page(before?: number): Promise<Page> {
  const { from, to, ...texts } = filter.value;
  const query = new URLSearchParams({ limit: String(SHOWN) });
  for (const [name, text] of Object.entries(texts)) if (text) query.set(name, text);
  // Typed in this browser's time.
  for (const [name, text] of Object.entries({ from, to }))
    if (text) query.set(name, String(new Date(text).getTime()));
  if (before !== undefined) query.set("before", String(before));
  return read<Page>(`/console/record?${query}`);
}

/** Saves the whole record as a file. */
export const exportRecord = () =>
  once("reading", async () => {
    const lines = await (await ask("/console/record/export")).blob();
    const day = new Date().toISOString().slice(0, 19).replaceAll(":", "");
    const name = `record-${environment.value || "gateway"}-${day}Z.jsonl`;
    save(lines, name);
    exported.value = name;
  });
