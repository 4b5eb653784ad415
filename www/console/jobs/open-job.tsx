// A link to a list.

import { busy } from "../app/calls";
import { openJob } from "./jobs";

export function OpenJob({ id }: { id: string }) {
  return (
    <button
      type="button"
      class="link"
      aria-disabled={busy.value !== ""}
      onClick={() => openJob(id)}
    >
      Open the list
    </button>
  );
}
