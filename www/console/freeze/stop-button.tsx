// The button that stops all revocations, for every role on every view.

import { denialReason } from "../session/session";
import { freeze, openFreezeDialog } from "./freeze";

export function StopButton() {
  const denial = denialReason("freeze");
  const isFrozen = freeze.value?.frozen === true;
  if (isFrozen) return null;
  return (
    <button
      type="button"
      class="stop"
      aria-disabled={denial !== ""}
      aria-description={denial || undefined}
      title={denial || undefined}
      onClick={() => denial || openFreezeDialog("freeze")}
    >
      Stop all revocations…
    </button>
  );
}
