// How far a revocation has come: accepted, approved, seen revoked. A step is marked only by what was answered or read.

import { useLayoutEffect } from "preact/hooks";
import { busy, stopWaiting } from "../app/calls";
import { told } from "../app/connection";
import { clock } from "../shared/labels";
import { follow, followed } from "./following";

export interface Step {
  words: string;
  /** `skipped`: there is no such step here. `stopped`: it goes no further. */
  state: "done" | "open" | "skipped" | "stopped";
  time?: Date | undefined;
}

const MARKS = { done: "✓", open: "○", skipped: "–", stopped: "✕" };
const SAID = { done: "Done", open: "Not yet", skipped: "Passed over", stopped: "Stopped" };

export function Timeline({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="timeline" aria-label="How far it has come">
      {steps.map(({ words, state, time }) => (
        <li key={words} data-state={state}>
          <span class="step" aria-hidden="true">
            {MARKS[state]}
          </span>
          <span class="unseen">{SAID[state]}: </span>
          <span>
            {words} {time && <time dateTime={time.toISOString()}>{clock(time)}</time>}
          </span>
        </li>
      ))}
    </ol>
  );
}

interface FollowProps {
  orderId: string;
  /** The request that has to be approved first, where there is one. */
  requestId?: string | undefined;
  /** Whether the order was seen revoked: there is nothing left to wait for. */
  seen: boolean;
}

/** Waits until the order is seen revoked, for as long as somebody wants to. */
export function Follow({ orderId, requestId, seen }: FollowProps) {
  const { ended } = followed.value;
  const waiting = busy.value === "waiting";
  useLayoutEffect(() => {
    // The button is gone, and with it the focus.
    if (seen && document.activeElement === document.body) document.querySelector("h1")?.focus();
  }, [seen]);
  return (
    <>
      {!seen && (
        <p>
          <button
            type="button"
            class={waiting ? undefined : "primary"}
            aria-disabled={busy.value !== "" && !waiting}
            onClick={() => (waiting ? stopWaiting() : follow(orderId, requestId))}
          >
            {waiting ? "Stop waiting" : "Wait until revoked"}
          </button>
          {waiting && <LastLook />}
        </p>
      )}
      <p role="status">{waiting ? "Waiting: this page looks again and again." : ended}</p>
    </>
  );
}

function LastLook() {
  const last = told.value.findLast((one) => one.kind === "sent");
  return last ? <span class="hint"> Last looked at {clock(last.time)}.</span> : null;
}
