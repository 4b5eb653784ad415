// Pause, resume and cancel. Disabled buttons describe the reason.

import { busy, isChanging } from "../app/calls";
import { openConfirmation, pause, resume } from "./actions";
import { jobDenialReason } from "./ownership";
import type { Job } from "./types";

export function RunControls({ job }: { job: Job }) {
  const { id, name, state } = job;
  const denial = jobDenialReason(job);
  const disabled = denial !== "" || busy.value !== "";
  const isRunning = state === "running";
  return (
    <>
      <p class="actions">
        <button
          type="button"
          class={isRunning ? undefined : "primary"}
          aria-disabled={disabled}
          aria-describedby="controls-hint"
          onClick={() => disabled || (isRunning ? pause(id) : resume(id))}
        >
          {isRunning ? "Pause" : "Resume"}
        </button>
        <button
          type="button"
          aria-disabled={disabled}
          aria-describedby="controls-hint"
          onClick={() => disabled || openConfirmation({ action: "cancel", id, name })}
        >
          Cancel the run…
        </button>
      </p>
      <p id="controls-hint" class="hint" role="status">
        {denial ||
          (isChanging()
            ? "Sent. Waiting for the gateway…"
            : `You can close this page. The run ${isRunning ? "continues" : `stays ${state}`} on the gateway.`)}
      </p>
    </>
  );
}
