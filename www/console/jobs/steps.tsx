// The steps of a list, with the current one.

import type { Job, JobState } from "./types";

const STEPS = ["Settings", "Plan", "Rehearsal", "Approval", "Run", "Report"];

/** The optional step. */
const REHEARSAL = 2;

const CURRENT_STEP: Record<JobState, number> = {
  draft: 0,
  planning: 1,
  planned: 1,
  rehearsing: 2,
  rehearsed: 2,
  proposed: 3,
  starting: 4,
  running: 4,
  paused: 4,
  stopped: 4,
  finished: 5,
  canceled: 5,
};

export function Steps({ job: { state, rehearsal } }: { job: Job }) {
  const current = CURRENT_STEP[state];
  const isDone = (index: number) =>
    index < current && (index !== REHEARSAL || rehearsal !== undefined);
  return (
    <ol class="steps" aria-label="Steps">
      {STEPS.map((name, index) => (
        <li
          key={name}
          aria-current={index === current ? "step" : undefined}
          data-done={isDone(index)}
        >
          {name}
          {isDone(index) && <span class="visually-hidden"> (done)</span>}
        </li>
      ))}
    </ol>
  );
}
