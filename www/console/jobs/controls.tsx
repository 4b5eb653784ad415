// Pause, resume and cancel: what of it can be done now, and why not where it cannot.

import { busy, isChanging } from "../app/calls";
import { askFirst, pause, resume } from "./actions";
import { barredFrom } from "./ownership";
import type { Job } from "./types";

export function Steer({ job }: { job: Job }) {
  const { id, name, state } = job;
  const why = barredFrom(job);
  const off = why !== "" || busy.value !== "";
  const runs = state === "running";
  return (
    <>
      <p class="acts">
        <button
          type="button"
          class={runs ? undefined : "primary"}
          aria-disabled={off}
          aria-describedby="steer-why"
          onClick={() => off || (runs ? pause(id) : resume(id))}
        >
          {runs ? "Pause" : "Resume"}
        </button>
        <button
          type="button"
          aria-disabled={off}
          aria-describedby="steer-why"
          onClick={() => off || askFirst({ act: "cancel", id, name })}
        >
          Cancel the run…
        </button>
      </p>
      <p id="steer-why" class="hint" role="status">
        {why ||
          (isChanging()
            ? "Sent. Waiting for the gateway…"
            : `You may close this page: the run is in the gateway${runs ? " and goes on" : ", as it is"}.`)}
      </p>
    </>
  );
}
