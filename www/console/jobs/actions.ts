// What somebody does with a list: give it, plan, rehearse, start, pause, cancel. Each is one call, and how it stands
// afterwards a reading tells, even where the answer was lost. Not here: what any of it means; the gateway decides.

import { batch, signal } from "@preact/signals";
import type { RowIssue } from "certcentral-revoke/mass";
import { issues, once } from "../app/calls";
import { ask, Problem } from "../app/gateway";
import { go } from "../app/model";
import { job, listJobs, pathOf, readJob, show } from "./jobs";
import type { Job, JobSettings, JobState } from "./types";

/** Rows that are wrong; none of the list was taken. */
export interface Rejected {
  rows: readonly RowIssue[];
  /** All that were found; not all are told. */
  total: number;
  /** What the list was called, or where it came from. */
  source: string;
}

export interface Given {
  name: string;
  /** Without it the gateway looks for itself. */
  format?: "ids";
  body: Blob;
  source: string;
}

export type Question = { act: "cancel" | "remove"; id: string; name: string };

export const rejected = signal<Rejected | undefined>(undefined);
/** What is asked before it is done, in the dialog. */
export const question = signal<Question | undefined>(undefined);

export function newJob() {
  rejected.value = undefined;
  go({ at: "new-job" });
}

/** Gives a list to the gateway: all of it is taken, or nothing. */
export const giveList = ({ name, format, body, source }: Given) =>
  once("steering", async () => {
    rejected.value = undefined;
    const query = new URLSearchParams({ name, ...(format ? { format } : {}) });
    try {
      const answer = await ask(`/console/jobs?${query}`, "POST", body);
      const made: Job = await answer.json();
      show(made);
      go({ at: "job", id: made.id });
    } catch (error) {
      const rows = error instanceof Problem ? rowsOf(error.body) : undefined;
      if (!rows) throw error;
      rejected.value = { ...rows, source };
    }
  });

function rowsOf({ rows, rowsTotal }: Readonly<Record<string, unknown>>) {
  if (!Array.isArray(rows)) return undefined;
  return {
    rows: rows as RowIssue[],
    total: typeof rowsTotal === "number" ? rowsTotal : rows.length,
  };
}

export const planJob = (id: string, settings: JobSettings) =>
  once("steering", async () => {
    await tell(`${pathOf(id)}/settings`, "PUT", settings);
    await change(id, "plan", ["planning", "planned"]);
  });

export const rehearse = (id: string) =>
  once("steering", () => change(id, "rehearse", ["rehearsing", "rehearsed"]));

export const start = (id: string, count: number) =>
  once("steering", () => change(id, "start", [...BEGUN], { count }));

export const pause = (id: string) => once("steering", () => change(id, "pause", ["paused"]));

export const resume = (id: string) => once("steering", () => change(id, "resume", ["running"]));

const BEGUN = ["proposed", "running", "paused", "stopped", "finished"] as const;

export function askFirst(what?: Question) {
  batch(() => {
    issues.value = [];
    question.value = what;
  });
}

export const cancel = (id: string) =>
  once("steering", async () => {
    await change(id, "cancel", ["cancelled", "finished"]);
    askFirst();
  });

export async function remove(id: string) {
  let gone = false;
  await once("steering", async () => {
    await tell(pathOf(id), "DELETE", {});
    askFirst();
    gone = true;
  });
  if (gone) await listJobs();
}

/** The answer is read to its end: only then its connection is free again. */
const tell = async (...call: Parameters<typeof ask>) => (await ask(...call)).text();

/** `then`: where it stands if the change was made. */
async function change(id: string, act: string, then: readonly JobState[], body: object = {}) {
  const fault = await tell(`${pathOf(id)}/${act}`, "POST", body).then(
    () => undefined,
    (error: unknown) => error,
  );
  // Where the gateway is gone for a moment, the second no says the same as the first.
  await readJob(id).catch((error: unknown) => {
    throw fault ?? error;
  });
  const lost = fault instanceof Problem && fault.unclear;
  const done = job.value !== undefined && then.includes(job.value.state);
  if (fault !== undefined && !(lost && done)) throw fault;
}
