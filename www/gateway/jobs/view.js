// Converts jobs for the console: a single state, and a size that allows polling every second.

/** @import { Snapshot, Status } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").JobSummary} JobSummary */
/** @typedef {"draft" | "planning" | "planned" | "rehearsing" | "rehearsed" | "proposed" | "starting" | "running" | "paused" | "stopped" | "finished" | "canceled"} JobState */

/**
 * @param {JobSummary} job @param {Snapshot | undefined} current snapshot of the run, if it is in memory
 * @param {string | undefined} proposal the pending request to start the job
 */
export function toJobSummary({ id, name, by, created, orders, phase, ...job }, current, proposal) {
  const snapshot = current ?? job.snapshot;
  const state = proposal === undefined ? stateOf(phase, snapshot?.status) : "proposed";
  return { id, name, by: by.id, created, state, orders, ...(snapshot ? { snapshot } : {}) };
}

/** @param {Job} job @param {Snapshot | undefined} current @param {string | undefined} proposal @param {number} planMinutes how long a plan can be started */
export function toJobDetails(job, current, proposal, planMinutes) {
  const { mergedRows, ignoredColumns, settings, survey, plan, rehearsal, report } = job;
  const { problem, approved, plannedAt, figures, isCounted } = job;
  const planExpires = plannedAt === undefined ? undefined : plannedAt + planMinutes * 60_000;
  const facts = {
    ...{ settings, survey, plan, rehearsal, report, problem, approved, proposal },
    ...{ plannedAt, planExpires, figures, isCounted },
  };
  const defined = Object.entries(facts).filter(([, value]) => value !== undefined);
  return {
    ...toJobSummary(job, current, proposal),
    ...{ mergedRows, ignoredColumns },
    ...Object.fromEntries(defined),
  };
}

/** @param {Job["phase"]} phase @param {Status | undefined} status @returns {JobState} */
function stateOf(phase, status) {
  if (phase !== "started" && phase !== "ended") return phase;
  if (!status) return "running";
  if (status.state !== "finished") return status.state;
  return status.canceled ? "canceled" : "finished";
}
