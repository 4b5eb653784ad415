// Takes a list away that was never started.

import { busy } from "../app/calls";
import { askFirst } from "./actions";
import { barredFrom } from "./ownership";
import type { Job } from "./types";

export function RemoveButton({ job }: { job: Job }) {
  const { id, name } = job;
  const why = barredFrom(job);
  const off = why !== "" || busy.value !== "";
  return (
    <p>
      <button
        type="button"
        aria-disabled={off}
        aria-description={why || undefined}
        title={why || undefined}
        onClick={() => off || askFirst({ act: "remove", id, name })}
      >
        Remove this list…
      </button>
    </p>
  );
}
