// The button that removes a list that was never started.

import { busy } from "../app/calls";
import { openConfirmation } from "./actions";
import { jobDenialReason } from "./ownership";
import type { Job } from "./types";

export function RemoveButton({ job }: { job: Job }) {
  const { id, name } = job;
  const denial = jobDenialReason(job);
  const disabled = denial !== "" || busy.value !== "";
  return (
    <p>
      <button
        type="button"
        aria-disabled={disabled}
        aria-description={denial || undefined}
        title={denial || undefined}
        onClick={() => disabled || openConfirmation({ action: "remove", id, name })}
      >
        Remove this list…
      </button>
    </p>
  );
}
