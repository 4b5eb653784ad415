// The lists in the gateway. The list in view is polled every second while it can change and the page is visible.

import { batch, effect, signal } from "@preact/signals";
import type { WindowUse } from "certcentral-revoke/mass";
import { runCall } from "../app/calls";
import { GatewayError, getJson } from "../app/gateway";
import { navigate, view } from "../app/router";
import { messageOf } from "../shared/error-messages";
import type { Job, JobState, JobSummary } from "./types";

type Jobs =
  | { state: "reading" }
  | { state: "read"; list: readonly JobSummary[]; total: number }
  | { state: "failed"; message: string };

/** The use of the rate limit windows at one moment. */
export interface RateSample {
  time: number;
  windows: readonly WindowUse[];
}

const PAGE_SIZE = 50;
const POLL_INTERVAL_MS = 1000;
/** Covers the longer of DigiCert's two windows, at one sample a second. */
const MAX_SAMPLES = 180;
/** The states in which a list changes without an action on this page. */
const POLLED_STATES: ReadonlySet<JobState> = new Set([
  "planning",
  "rehearsing",
  "proposed",
  "starting",
  "running",
  "paused",
  "stopped",
  "canceled",
  "finished",
]);

export const jobs = signal<Jobs>({ state: "reading" });
/** The list in view, at the last read. */
export const job = signal<Job | undefined>(undefined);
/** Set while the gateway does not respond. */
export const outage = signal<{ since: number; message: string } | undefined>(undefined);
/** The samples of the run in view since the page shows it. */
export const rateSamples = signal<readonly RateSample[]>([]);

export const pathOf = (id: string) => `/console/jobs/${encodeURIComponent(id)}`;

export const listJobs = () =>
  runCall("reading", async () => {
    jobs.value = { state: "reading" };
    navigate({ name: "jobs" });
    try {
      const { jobs: list, total } = await readPage(0);
      jobs.value = { state: "read", list, total };
    } catch (error) {
      jobs.value = { state: "failed", message: messageOf(error) };
    }
  });

export const loadMoreJobs = () =>
  runCall("reading", async () => {
    const now = jobs.value;
    if (now.state !== "read") return;
    const { jobs: more, total } = await readPage(now.list.length);
    // A new list moves the others to the next page.
    const known = new Set(now.list.map(({ id }) => id));
    const list = [...now.list, ...more.filter(({ id }) => !known.has(id))];
    jobs.value = { state: "read", list, total };
  });

const readPage = (offset: number) =>
  getJson<{ jobs: JobSummary[]; total: number }>(
    `/console/jobs?offset=${offset}&limit=${PAGE_SIZE}`,
  );

export const openJob = (id: string) =>
  runCall("reading", async () => {
    await readJob(id);
    navigate({ name: "job", id });
  });

/** Reads a list again, for example after a change. */
export async function readJob(id: string) {
  setJob(await getJson<Job>(pathOf(id)));
}

export function setJob(next: Job) {
  batch(() => {
    if (job.value?.id !== next.id) rateSamples.value = [];
    job.value = next;
    outage.value = undefined;
    const windows = next.snapshot?.windows;
    if (windows && next.state === "running")
      rateSamples.value = [...rateSamples.value, { time: Date.now(), windows }].slice(-MAX_SAMPLES);
  });
}

let timer = 0;

function schedulePoll() {
  clearTimeout(timer);
  const now = view.value;
  const current = job.value;
  if (now.name !== "job" || current?.id !== now.id || document.hidden) return;
  // The report arrives after the last state change.
  if (!POLLED_STATES.has(current.state) || current.report) return;
  timer = window.setTimeout(poll, POLL_INTERVAL_MS, now.id);
}

async function poll(id: string) {
  const own = timer;
  try {
    const next = await getJson<Job>(pathOf(id));
    if (own === timer) setJob(next);
  } catch (error) {
    // A refusal is final. An outage and a rate limit are temporary.
    if (error instanceof GatewayError && !error.isUnclear && error.status !== 429) return;
    if (own === timer) {
      outage.value = { since: outage.value?.since ?? Date.now(), message: messageOf(error) };
      schedulePoll();
    }
  }
}

effect(schedulePoll);

document.addEventListener("visibilitychange", () => {
  const now = view.value;
  if (document.hidden || now.name !== "job") return schedulePoll();
  clearTimeout(timer);
  poll(now.id);
});
