// The question before a run is cancelled or a list removed: what it does, and what it does not.

import { busy, isChanging } from "../app/calls";
import { Cancel, Dialog } from "../shared/dialog";
import { OtherIssues } from "../shared/issues";
import { askFirst, cancel, type Question, question, remove } from "./actions";

export function JobDialog() {
  const now = question.value;
  return now ? <Asked {...now} /> : null;
}

function Asked({ act, id, name }: Question) {
  const leave = () => askFirst();
  const { title, points, button } = WORDS[act];
  return (
    <Dialog
      title={`${title} ${name}?`}
      onSubmit={() => (act === "cancel" ? cancel(id) : remove(id))}
      onLeave={leave}
    >
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <OtherIssues id="job-dialog-issues" />
      <p class="acts">
        <button type="submit" class="danger" aria-disabled={busy.value !== ""}>
          {button}
        </button>
        <Cancel onLeave={leave} label="Go back" />
      </p>
      <p class="hint" role="status">
        {isChanging() && "Sent. Waiting for the answer…"}
      </p>
    </Dialog>
  );
}

const WORDS: Record<Question["act"], { title: string; points: string[]; button: string }> = {
  cancel: {
    title: "Cancel",
    points: [
      "No further order is sent. It cannot be taken up again; the report says which were not sent.",
      "What is revoked stays revoked. Nothing is undone.",
      "What was on its way is still read, so that you know what became of it.",
      "Requests that wait in CertCentral go on waiting; reject them there if they are not wanted.",
    ],
    button: "Cancel the run",
  },
  remove: {
    title: "Remove",
    points: [
      "The list, its plan and its rehearsal are taken away from the gateway.",
      "Nothing was sent to DigiCert for it, and nothing is.",
      "The record keeps that it was given and removed.",
    ],
    button: "Remove the list",
  },
};
