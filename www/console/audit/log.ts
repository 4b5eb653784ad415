// The gateway's audit log, newest entries first, with its filter and its export.

import { signal } from "@preact/signals";
import { runCall } from "../app/calls";
import { environment } from "../app/connection";
import { getJson, requestGateway } from "../app/gateway";
import { navigate } from "../app/router";
import { denialReason } from "../session/session";
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

/** The input of the form. Empty matches everything. */
export interface Filter {
  actor: string;
  action: string;
  order: string;
  from: string;
  to: string;
}

/** A place outside the gateway that keeps a head of the log. */
export interface Witness {
  kind: string;
  name: string;
  /** The last entry that it covers. */
  seq: number;
  /** Consecutive failures. */
  failures: number;
  at?: number;
  since?: number;
  error?: string;
}

interface AuditStatus {
  /** The number of the last entry. */
  last: number;
  witnesses: readonly Witness[];
}

interface Page {
  entries: readonly Entry[];
  /** The entry before which the next page starts, if there is one. */
  next?: number;
}

const NO_FILTER: Filter = { actor: "", action: "", order: "", from: "", to: "" };
const PAGE_SIZE = 50;
/** Of the entries of one order, so that the answer to who revoked it is complete. */
const ORDER_PAGE_SIZE = 200;

export const auditLog = signal<Page | undefined>(undefined);
export const filter = signal<Filter>(NO_FILTER);
export const auditStatus = signal<AuditStatus | undefined>(undefined);
/** The file name of the last export. */
export const exportedFile = signal("");

export const openAuditLog = () =>
  runCall("reading", async () => {
    filter.value = NO_FILTER;
    auditLog.value = undefined;
    exportedFile.value = "";
    navigate({ name: "audit-log" });
    if (denialReason("auditLog")) return;
    readStatus();
    auditLog.value = await readPage();
  });

/** In the background: the log is readable without it. */
async function readStatus() {
  const status = getJson<AuditStatus>("/console/audit-log/status");
  auditStatus.value = await status.catch(() => undefined);
}

export const applyFilter = (next: Filter) =>
  runCall("reading", async () => {
    auditLog.value = undefined;
    filter.value = next;
    auditLog.value = await readPage();
  });

export const loadOlder = () =>
  runCall("reading", async () => {
    const { entries = [], next } = auditLog.value ?? {};
    if (next === undefined) return;
    const older = await readPage(next);
    auditLog.value = { ...older, entries: [...entries, ...older.entries] };
  });

function readPage(before?: number): Promise<Page> {
  const { from, to, ...texts } = filter.value;
  const limit = texts.order === "" ? PAGE_SIZE : ORDER_PAGE_SIZE;
  const query = new URLSearchParams({ limit: String(limit) });
  for (const [name, text] of Object.entries(texts)) if (text) query.set(name, text);
  // The form's times are in the browser's time zone.
  for (const [name, text] of Object.entries({ from, to }))
    if (text) query.set(name, String(new Date(text).getTime()));
  if (before !== undefined) query.set("before", String(before));
  return getJson<Page>(`/console/audit-log?${query}`);
}

/** Saves the complete audit log as a file. */
export const exportAuditLog = () =>
  runCall("reading", async () => {
    const lines = await (await requestGateway("/console/audit-log/export")).blob();
    const time = new Date().toISOString().slice(0, 19).replaceAll(":", "");
    const name = `audit-log-${environment.value || "gateway"}-${time}Z.jsonl`;
    save(lines, name);
    exportedFile.value = name;
  });
