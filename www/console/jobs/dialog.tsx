// The dialog that confirms the cancellation of a run or the removal of a list.

import { busy, isChanging } from "../app/calls";
import { Cancel, Dialog } from "../shared/dialog";
import { OtherIssues } from "../shared/issues";
import { type Confirmation, cancel, closeConfirmation, confirmation, remove } from "./actions";

export function JobDialog() {
  const now = confirmation.value;
  return now ? <ConfirmationForm {...now} /> : null;
}

function ConfirmationForm({ action, id, name }: Confirmation) {
  const { title, points, button } = TEXTS[action];
  return (
    <Dialog
      title={`${title} ${name}?`}
      onSubmit={() => (action === "cancel" ? cancel(id) : remove(id))}
      onClose={closeConfirmation}
    >
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <OtherIssues id="job-dialog-issues" />
      <p class="actions">
        <button type="submit" class="danger" aria-disabled={busy.value !== ""}>
          {button}
        </button>
        <Cancel onClose={closeConfirmation} label="Go back" />
      </p>
      <p class="hint" role="status">
        {isChanging() && "Sent. Waiting for the response…"}
      </p>
    </Dialog>
  );
}

const TEXTS: Record<Confirmation["action"], { title: string; points: string[]; button: string }> = {
  cancel: {
    title: "Cancel",
    points: [
      "No further order is sent. You can't resume the run. The report lists the orders that weren't sent.",
      "Revoked orders stay revoked. Nothing is undone.",
      "Orders in flight are still read, so that their results are known.",
      "Requests in CertCentral stay pending. Reject the ones that you don't want.",
    ],
    button: "Cancel the run",
  },
  remove: {
    title: "Remove",
    points: [
      "The list, its plan and its rehearsal are deleted from the gateway.",
      "Nothing was sent to DigiCert for this list, and nothing will be.",
      "The audit log keeps the upload and the removal.",
    ],
    button: "Remove the list",
  },
};
