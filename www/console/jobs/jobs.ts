// The lists that were given to the gateway: reading them, and one of them again every second while it moves and somebody
// looks. Not here: changing anything (steer.ts).

import { batch, effect, signal } from "@preact/signals";
import type { WindowUse } from "certcentral-revoke/mass";
import { messageOf, once } from "../app/calls";
import { Problem, read } from "../app/gateway";
import { go, view } from "../app/model";
import type { Job, JobState, JobSummary } from "./types";

type Jobs =
  | { state: "reading" }
  | { state: "read"; list: readonly JobSummary[] }
  | { state: "failed"; message: string };

/** How full a window was at a moment. */
export interface Beat {
  time: number;
  windows: readonly WindowUse[];
}

const EVERY_MS = 1000;
/** So much of the past is drawn: the longer of DigiCert's windows. */
const BEATS = 180;
/** What moves by itself, or by somebody else's doing. */
const MOVES: ReadonlySet<JobState> = new Set([
  "planning",
  "rehearsing",
  "proposed",
  "running",
  "paused",
  "stopped",
  "cancelled",
  "finished",
]);

export const jobs = signal<Jobs>({ state: "reading" });
/** The one in view, as it was read last. */
export const job = signal<Job | undefined>(undefined);
/** Since when the gateway does not answer, if it does not. */
export const silent = signal<{ since: number; why: string } | undefined>(undefined);
/** When `job` was read. */
export const seen = signal(0);
/** What was seen of the key's pace since the page shows this run. */
export const beats = signal<readonly Beat[]>([]);

export const pathOf = (id: string) => `/console/jobs/${encodeURIComponent(id)}`;

export const listJobs = () =>
  once("reading", async () => {
    jobs.value = { state: "reading" };
    go({ at: "jobs" });
    try {
      const { jobs: list } = await read<{ jobs: JobSummary[] }>("/console/jobs");
      jobs.value = { state: "read", list };
    } catch (error) {
      jobs.value = { state: "failed", message: messageOf(error) };
    }
  });

export const openJob = (id: string) =>
  once("reading", async () => {
    show(await read<Job>(pathOf(id)));
    go({ at: "job", id });
  });

/** Another look at the one in view, as after a change. */
export async function readJob(id: string) {
  show(await read<Job>(pathOf(id)));
}

export function show(next: Job) {
  batch(() => {
    if (job.value?.id !== next.id) beats.value = [];
    job.value = next;
    silent.value = undefined;
    seen.value = Date.now();
    const windows = next.snapshot?.windows;
    if (windows && next.state === "running")
      beats.value = [...beats.value, { time: seen.value, windows }].slice(-BEATS);
  });
}

let timer = 0;

/** While a job is in view and moves, and the page is seen. */
function watch() {
  clearTimeout(timer);
  const now = view.value;
  const one = job.value;
  if (now.at !== "job" || one?.id !== now.id || document.hidden) return;
  // The report comes last.
  if (!MOVES.has(one.state) || one.report) return;
  timer = window.setTimeout(look, EVERY_MS, now.id);
}

async function look(id: string) {
  const mine = timer;
  try {
    const next = await read<Job>(pathOf(id));
    if (mine === timer) show(next);
  } catch (error) {
    // A no will not become a yes; that nothing answers will.
    if (error instanceof Problem && !error.unclear && error.status !== 429) return;
    if (mine === timer) {
      silent.value = { since: silent.value?.since ?? Date.now(), why: messageOf(error) };
      watch();
    }
  }
}

effect(watch);

document.addEventListener("visibilitychange", () => {
  const now = view.value;
  if (document.hidden || now.at !== "job") return watch();
  clearTimeout(timer);
  look(now.id);
});
