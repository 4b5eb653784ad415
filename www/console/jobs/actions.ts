// The changes to a list: upload, plan, rehearse, start, pause, resume, cancel, remove. After each change the list is read
// again, and a change without a clear response counts as done if the list shows it.

import { batch, signal } from "@preact/signals";
import type { RowIssue } from "certcentral-revoke/mass";
import { issues, runCall } from "../app/calls";
import { GatewayError, requestGateway } from "../app/gateway";
import { navigate } from "../app/router";
import { job, listJobs, pathOf, readJob, setJob } from "./jobs";
import type { Job, JobSettings, JobState } from "./types";

/** A list that the gateway rejected because of its rows. */
export interface RejectedList {
  rows: readonly RowIssue[];
  /** The number of all issues. `rows` may contain fewer. */
  total: number;
  /** The file name, or where the rows came from. */
  source: string;
}

export interface ListUpload {
  name: string;
  /** Without a format the gateway detects it. */
  format?: "ids";
  body: Blob;
  source: string;
}

/** A change that needs a confirmation. */
export type Confirmation = { action: "cancel" | "remove"; id: string; name: string };

export const rejected = signal<RejectedList | undefined>(undefined);
/** The change that the dialog confirms. */
export const confirmation = signal<Confirmation | undefined>(undefined);

export function newJob() {
  rejected.value = undefined;
  navigate({ name: "new-job" });
}

/** Uploads a list. The gateway imports all rows or none. */
export const uploadList = ({ name, format, body, source }: ListUpload) =>
  runCall("changing-job", async () => {
    rejected.value = undefined;
    const query = new URLSearchParams({ name, ...(format ? { format } : {}) });
    try {
      const response = await requestGateway(`/console/jobs?${query}`, "POST", body);
      const created: Job = await response.json();
      setJob(created);
      navigate({ name: "job", id: created.id });
    } catch (error) {
      const rows = error instanceof GatewayError ? rowsOf(error.body) : undefined;
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
  runCall("changing-job", async () => {
    await send(`${pathOf(id)}/settings`, "PUT", settings);
    await change(id, "plan", ["planning", "planned"]);
  });

/** Creates the plan again with the same settings. */
export const planAgain = (id: string) =>
  runCall("changing-job", () => change(id, "plan", ["planning", "planned"]));

export const rehearse = (id: string) =>
  runCall("changing-job", () => change(id, "rehearse", ["rehearsing", "rehearsed"]));

/** `breakGlass`: why the run should pass the revocation limit. */
export const start = (id: string, count: number, breakGlass?: string) =>
  runCall("changing-job", () =>
    change(id, "start", STARTED_STATES, {
      count,
      ...(breakGlass === undefined ? {} : { breakGlass }),
    }),
  );

export const pause = (id: string) => runCall("changing-job", () => change(id, "pause", ["paused"]));

export const resume = (id: string) =>
  runCall("changing-job", () => change(id, "resume", ["running"]));

const STARTED_STATES = [
  ...["proposed", "starting", "running", "paused", "stopped", "finished"],
] as const;

function setConfirmation(next: Confirmation | undefined) {
  batch(() => {
    issues.value = [];
    confirmation.value = next;
  });
}

export const openConfirmation = (next: Confirmation) => setConfirmation(next);

export const closeConfirmation = () => setConfirmation(undefined);

export const cancel = (id: string) =>
  runCall("changing-job", async () => {
    await change(id, "cancel", ["canceled", "finished"]);
    closeConfirmation();
  });

export async function remove(id: string) {
  let isRemoved = false;
  await runCall("changing-job", async () => {
    await send(pathOf(id), "DELETE", {});
    closeConfirmation();
    isRemoved = true;
  });
  if (isRemoved) await listJobs();
}

/** Reads the response to its end, which releases the connection. */
const send = async (...request: Parameters<typeof requestGateway>) =>
  (await requestGateway(...request)).text();

/** `expected`: the states that prove that the change was made. */
async function change(
  id: string,
  action: string,
  expected: readonly JobState[],
  body: object = {},
) {
  const error = await send(`${pathOf(id)}/${action}`, "POST", body).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  // During an outage the read fails as well. The error of the change is the useful one.
  await readJob(id).catch((cause: unknown) => {
    throw error ?? cause;
  });
  const isUnclear = error instanceof GatewayError && error.isUnclear;
  const isDone = job.value !== undefined && expected.includes(job.value.state);
  if (error !== undefined && !(isUnclear && isDone)) throw error;
}
