// A job as people see it: one word for where it stands, and small enough to be asked for every second. Not here: its orders
// and its report (`routes.js`).

/** @import { Snapshot, Status } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {"draft" | "planning" | "planned" | "rehearsing" | "rehearsed" | "proposed" | "running" | "paused" | "stopped" | "finished" | "cancelled"} JobState */

/**
 * @param {Job} job @param {Snapshot | undefined} now of the run, where it is in memory
 * @param {string | undefined} proposal the request that waits for a second person
 */
export function summaryOf({ id, name, by, created, orders, phase, ...job }, now, proposal) {
  const snapshot = now ?? job.snapshot;
  const state = proposal === undefined ? stateOf(phase, snapshot?.status) : "proposed";
  return { id, name, by: by.id, created, state, orders, ...(snapshot ? { snapshot } : {}) };
}

/** @param {Parameters<typeof summaryOf>} shown */
export function shownOf(...shown) {
  const [{ merged, ignored, settings, survey, plan, rehearsal, report, problem, approved }] = shown;
  const [, , proposal] = shown;
  const facts = { settings, survey, plan, rehearsal, report, problem, approved, proposal };
  const there = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { ...summaryOf(...shown), merged, ignored, ...Object.fromEntries(there) };
}

/** @param {Job["phase"]} phase @param {Status | undefined} status @returns {JobState} */
function stateOf(phase, status) {
  if (phase !== "started" && phase !== "ended") return phase;
  if (!status) return "running";
  if (status.is !== "over") return status.is;
  return status.cancelled ? "cancelled" : "finished";
}
