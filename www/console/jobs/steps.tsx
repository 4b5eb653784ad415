// The way of a list, and where on it this one is.

import type { Job, JobState } from "./types";

const STEPS = ["Settings", "Plan", "Rehearsal", "Approval", "Run", "Report"];

/** The one that may be left out. */
const REHEARSAL = 2;

const AT: Record<JobState, number> = {
  draft: 0,
  planning: 1,
  planned: 1,
  rehearsing: 2,
  rehearsed: 2,
  proposed: 3,
  running: 4,
  paused: 4,
  stopped: 4,
  finished: 5,
  cancelled: 5,
};

export function Steps({ job: { state, rehearsal } }: { job: Job }) {
  const at = AT[state];
  const isDone = (nth: number) => nth < at && (nth !== REHEARSAL || rehearsal !== undefined);
  return (
    <ol class="way" aria-label="Steps">
      {STEPS.map((name, nth) => (
        <li key={name} aria-current={nth === at ? "step" : undefined} data-done={isDone(nth)}>
          {name}
          {isDone(nth) && <span class="unseen"> (done)</span>}
        </li>
      ))}
    </ol>
  );
}
