// The dialog that sets or lifts a hold. A reason is required.

import { useSignal } from "@preact/signals";
import { busy, isChanging, showIssue } from "../app/calls";
import { Cancel, Dialog } from "../shared/dialog";
import { OtherIssues } from "../shared/issues";
import { Note } from "../shared/note";
import { changeHold, closeHoldDialog, type HoldChange, holdChange } from "./holds";

export function HoldDialog() {
  const now = holdChange.value;
  return now ? <HoldForm key={now.action + now.orderId} {...now} /> : null;
}

function HoldForm({ action, orderId }: HoldChange) {
  const reason = useSignal("");
  const sets = action === "set";
  const submit = () => {
    if (reason.value.trim()) changeHold({ action, orderId }, reason.value.trim());
    else
      showIssue("reason", "Enter a reason. It's all your colleagues will see during an incident.");
  };
  return (
    <Dialog
      title={sets ? `Put order ${orderId} on hold?` : `Lift the hold on order ${orderId}?`}
      onSubmit={submit}
      onClose={closeHoldDialog}
    >
      <p>
        {sets
          ? "No one can revoke this order through this console or its gateway until the hold is lifted. CertCentral itself can still revoke it."
          : "After that, the order can be revoked again. Lifting the hold revokes nothing."}
      </p>
      <Note id="hold-reason" field="reason" label="Reason" text={reason} />
      <OtherIssues id="hold-issues" fields={["reason"]} />
      <p class="actions">
        <Cancel onClose={closeHoldDialog} />
        <button type="submit" class="primary" aria-disabled={busy.value !== ""}>
          {sets ? "Put on hold" : "Lift the hold"}
        </button>
      </p>
      <p class="hint" role="status">
        {isChanging() && "Sent. Waiting for the response…"}
      </p>
    </Dialog>
  );
}
