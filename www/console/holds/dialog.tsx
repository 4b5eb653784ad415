// The question before a hold is set or lifted: why.

import { useSignal } from "@preact/signals";
import { busy, isChanging, say } from "../app/calls";
import { Cancel, Dialog } from "../shared/dialog";
import { OtherIssues } from "../shared/issues";
import { Note } from "../shared/note";
import { askHold, changeHold, changing, type HoldChange } from "./holds";

export function HoldDialog() {
  const now = changing.value;
  return now ? <Question key={now.act + now.orderId} {...now} /> : null;
}

function Question({ act, orderId }: HoldChange) {
  const reason = useSignal("");
  const sets = act === "set";
  const leave = () => askHold();
  const submit = () => {
    if (reason.value.trim()) changeHold({ act, orderId }, reason.value.trim());
    else say("reason", "Say why: whoever meets the hold in an incident has only this sentence.");
  };
  return (
    <Dialog
      title={sets ? `Put order ${orderId} on hold?` : `Lift the hold on order ${orderId}?`}
      onSubmit={submit}
      onLeave={leave}
    >
      <p>
        {sets
          ? "Nobody can revoke this order through this console or gateway until the hold is lifted. In CertCentral itself it can still be revoked."
          : "After that the order can be revoked again. Nothing is revoked by lifting the hold."}
      </p>
      <Note id="hold-reason" field="reason" label="Reason" text={reason} />
      <OtherIssues id="hold-issues" fields={["reason"]} />
      <p class="acts">
        <Cancel onLeave={leave} />
        <button type="submit" class="primary" aria-disabled={busy.value !== ""}>
          {sets ? "Put on hold" : "Lift the hold"}
        </button>
      </p>
      <p class="hint" role="status">
        {isChanging() && "Sent. Waiting for the answer…"}
      </p>
    </Dialog>
  );
}
