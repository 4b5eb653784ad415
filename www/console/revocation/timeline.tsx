// The steps of a revocation: accepted, approved, confirmed as revoked. Only a response or a read completes a step.

import { useLayoutEffect } from "preact/hooks";
import { busy, stopWaiting } from "../app/calls";
import { activity } from "../app/connection";
import { formatClock } from "../shared/format";
import { followUp, waitUntilRevoked } from "./follow-up";

export interface Step {
  text: string;
  /** `skipped`: the step does not apply. `stopped`: the revocation ends here. */
  state: "done" | "open" | "skipped" | "stopped";
  time?: Date | undefined;
}

const MARKS = { done: "✓", open: "○", skipped: "–", stopped: "✕" };
const STATES = { done: "Done", open: "Open", skipped: "Skipped", stopped: "Stopped" };

export function Timeline({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="timeline" aria-label="Progress">
      {steps.map(({ text, state, time }) => (
        <li key={text} data-state={state}>
          <span class="step" aria-hidden="true">
            {MARKS[state]}
          </span>
          <span class="visually-hidden">{STATES[state]}: </span>
          <span>
            {text} {time && <time dateTime={time.toISOString()}>{formatClock(time)}</time>}
          </span>
        </li>
      ))}
    </ol>
  );
}

interface WaitProps {
  orderId: string;
  /** The request that must be approved first, if any. */
  requestId?: string | undefined;
  /** A read showed the order as revoked. */
  isConfirmed: boolean;
}

/** Polls until the order is revoked, or until the user stops it. */
export function WaitUntilRevoked({ orderId, requestId, isConfirmed }: WaitProps) {
  const { ended } = followUp.value;
  const waiting = busy.value === "waiting";
  useLayoutEffect(() => {
    // The button with the focus disappears after the confirmation.
    if (isConfirmed && document.activeElement === document.body)
      document.querySelector("h1")?.focus();
  }, [isConfirmed]);
  return (
    <>
      {!isConfirmed && (
        <p>
          <button
            type="button"
            class={waiting ? undefined : "primary"}
            aria-disabled={busy.value !== "" && !waiting}
            onClick={() => (waiting ? stopWaiting() : waitUntilRevoked(orderId, requestId))}
          >
            {waiting ? "Stop checking" : "Keep checking until revoked"}
          </button>
          {waiting && <LastCheck />}
        </p>
      )}
      <p role="status">{waiting ? "Checking every few seconds…" : ended}</p>
    </>
  );
}

function LastCheck() {
  const last = activity.value.findLast((entry) => entry.kind === "sent");
  return last ? <span class="hint"> Last checked at {formatClock(last.time)}.</span> : null;
}
