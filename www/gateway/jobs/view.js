// Converts jobs for the console: a single state, and a size that allows polling every second.

/** @import { Snapshot, Status } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {"draft" | "planning" | "planned" | "rehearsing" | "rehearsed" | "proposed" | "running" | "paused" | "stopped" | "finished" | "canceled"} JobState */

/**
 * @param {Job} job @param {Snapshot | undefined} current snapshot of the run, if it is in memory
 * @param {string | undefined} proposal the pending request to start the job
 */
export function toJobSummary({ id, name, by, created, orders, phase, ...job }, current, proposal) {
  const snapshot = current ?? job.snapshot;
  const state = proposal === undefined ? stateOf(phase, snapshot?.status) : "proposed";
  return { id, name, by: by.id, created, state, orders, ...(snapshot ? { snapshot } : {}) };
}

/** @param {Parameters<typeof toJobSummary>} view */
export function toJobDetails(...view) {
  const [
    { mergedRows, ignoredColumns, settings, survey, plan, rehearsal, report, problem, approved },
  ] = view;
  const [, , proposal] = view;
  const facts = { settings, survey, plan, rehearsal, report, problem, approved, proposal };
  const defined = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { ...toJobSummary(...view), mergedRows, ignoredColumns, ...Object.fromEntries(defined) };
}

/** @param {Job["phase"]} phase @param {Status | undefined} status @returns {JobState} */
function stateOf(phase, status) {
  if (phase !== "started" && phase !== "ended") return phase;
  if (!status) return "running";
  if (status.state !== "finished") return status.state;
  return status.canceled ? "canceled" : "finished";
}
