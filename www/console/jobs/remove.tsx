// Takes a list away that was never started.

import { busy } from "../calls";
import { barred } from "../who/who";
import type { Job } from "./shapes";
import { askFirst } from "./steer";

export function RemoveButton({ job: { id, name } }: { job: Job }) {
  const why = barred("mass");
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
