// The dialog that confirms the stop of all revocations, or its release.

import { useSignal } from "@preact/signals";
import { Cancel, Dialog } from "../shared/dialog";
import {
  changeFreeze,
  closeFreezeDialog,
  type FreezeAction,
  freezeDialog,
  freezeIssue,
  isSending,
} from "./freeze";

export function FreezeDialog() {
  const now = freezeDialog.value;
  return now ? <FreezeForm key={now} action={now} /> : null;
}

/** In an emergency, one click confirms. The text can be changed. */
const DEFAULT_REASON = "Emergency stop";

function FreezeForm({ action }: { action: FreezeAction }) {
  const isFreeze = action === "freeze";
  const reason = useSignal(isFreeze ? DEFAULT_REASON : "");
  const submit = () => {
    const text = reason.value.trim();
    if (text) changeFreeze(action, text);
    else freezeIssue.value = "Enter a reason. The audit log keeps it.";
  };
  return (
    <Dialog
      title={isFreeze ? "Stop all revocations?" : "Release the stop?"}
      onSubmit={submit}
      onClose={closeFreezeDialog}
      isLocked={isSending.value}
    >
      {isFreeze ? (
        <ul>
          <li>Every run pauses, and no revocation or approval is sent to DigiCert any more.</li>
          <li>Requests that were sent already are not undone.</li>
          <li>Two people with the role approver or admin must release the stop.</li>
        </ul>
      ) : (
        <ul>
          <li>Two different people must release the stop, within an hour.</li>
          <li>After the second release, revocations can be sent again.</li>
          <li>Paused runs stay paused, until a person resumes them.</li>
        </ul>
      )}
      <label for="freeze-reason">Reason</label>
      <textarea
        id="freeze-reason"
        rows={2}
        value={reason.value}
        aria-describedby="freeze-issue"
        aria-invalid={freezeIssue.value !== ""}
        onInput={(event) => {
          reason.value = event.currentTarget.value;
        }}
      />
      <div id="freeze-issue" role="alert" class={freezeIssue.value ? "issue" : undefined}>
        {freezeIssue.value && <p>{freezeIssue.value}</p>}
      </div>
      <p class="actions">
        <button
          type="submit"
          class={isFreeze ? "danger" : "primary"}
          aria-disabled={isSending.value}
        >
          {isFreeze ? "Stop all revocations" : "Release the stop"}
        </button>
        <Cancel onClose={closeFreezeDialog} label="Go back" isLocked={isSending.value} />
      </p>
      <p class="hint" role="status">
        {isSending.value && "Sent. Waiting for the response…"}
      </p>
    </Dialog>
  );
}
