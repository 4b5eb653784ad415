// What is true for the whole list: why, what the approver is told, by when, and which of its orders. Making the plan sends
// nothing but reads.

import { useSignal } from "@preact/signals";
import type { RevocationReason } from "certcentral-revoke";
import { busy, isChanging, say } from "../app/calls";
import { ApprovalFields } from "../revocation/approval";
import { ReasonField } from "../revocation/reason";
import { planJob } from "./actions";
import { type Choice, DeadlineField, deadlineOf, typedOf } from "./deadline";
import { barredFrom } from "./ownership";
import type { Job } from "./types";

export function SettingsPart({ job }: { job: Job }) {
  const { id, settings } = job;
  const reason = useSignal<RevocationReason>(settings?.revocationReason ?? "unspecified");
  const comment = useSignal(settings?.comment ?? "");
  const skip = useSignal(settings?.skipApproval ?? false);
  const onlyReplaced = useSignal(settings?.onlyReplaced ?? false);
  const before = settings?.deadline;
  const choice = useSignal<Choice>(before === undefined ? "day" : before === null ? "none" : "at");
  const typed = useSignal(typeof before === "number" ? typedOf(before) : "");
  const why = barredFrom(job);
  const off = why !== "" || busy.value !== "";

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (off) return;
    const deadline = deadlineOf(choice.value, typed.value);
    if (deadline === undefined) return say("deadline", "Give the date and the time of day.");
    planJob(id, {
      revocationReason: reason.value,
      ...(comment.value ? { comment: comment.value } : {}),
      skipApproval: skip.value,
      onlyReplaced: onlyReplaced.value,
      deadline,
    });
  };

  return (
    <form onSubmit={submit} noValidate aria-label="Settings">
      <p class="hint">
        A reason or comment that a row of the list has of its own stands above these.
      </p>
      <ReasonField reason={reason} />
      <ApprovalFields comment={comment} skip={skip} />
      <DeadlineField choice={choice} typed={typed} />
      <fieldset>
        <legend>Which orders</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={onlyReplaced.value}
            onChange={(event) => {
              onlyReplaced.value = event.currentTarget.checked;
            }}
          />
          <span>
            <strong>Only orders that are replaced</strong>{" "}
            <span class="hint">
              Only those of which the list says “replaced”. The others are held back, and still work
              after it.
            </span>
          </span>
        </label>
      </fieldset>
      {why && (
        <p class="notice" id="plan-why">
          {why}
        </p>
      )}
      <button
        type="submit"
        class="primary"
        aria-disabled={off}
        aria-describedby={why ? "plan-why" : "plan-hint"}
      >
        Make the plan
      </button>
      <p class="hint" id="plan-hint" role="status">
        {isChanging()
          ? "Sent. Waiting for the gateway…"
          : "Reads the orders at DigiCert and changes nothing."}
      </p>
    </form>
  );
}
