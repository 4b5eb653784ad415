// The settings of a list, and the button that creates its plan. A plan only sends reads.

import { useSignal } from "@preact/signals";
import type { RevocationReason } from "certcentral-revoke";
import { busy, isChanging, showIssue } from "../app/calls";
import { ApprovalFields } from "../revocation/approval";
import { ReasonField } from "../revocation/reason";
import { planJob } from "./actions";
import { type DeadlineChoice, DeadlineField, deadlineOf, inputValueOf } from "./deadline";
import { jobDenialReason } from "./ownership";
import type { Job } from "./types";

export function SettingsSection({ job }: { job: Job }) {
  const { id, settings } = job;
  const reason = useSignal<RevocationReason>(settings?.revocationReason ?? "unspecified");
  const comment = useSignal(settings?.comment ?? "");
  const skip = useSignal(settings?.skipApproval ?? false);
  const onlyReplaced = useSignal(settings?.onlyReplaced ?? false);
  const deadline = settings?.deadline;
  const choice = useSignal<DeadlineChoice>(
    deadline === undefined ? "day" : deadline === null ? "none" : "at",
  );
  const input = useSignal(typeof deadline === "number" ? inputValueOf(deadline) : "");
  const denial = jobDenialReason(job);
  const disabled = denial !== "" || busy.value !== "";

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (disabled) return;
    const deadline = deadlineOf(choice.value, input.value);
    if (deadline === undefined) return showIssue("deadline", "Enter a date and a time.");
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
      <p class="hint">A reason or comment in a row overrides these settings for that order.</p>
      <ReasonField reason={reason} />
      <ApprovalFields comment={comment} skip={skip} />
      <DeadlineField choice={choice} input={input} />
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
            <strong>Only replaced orders</strong>{" "}
            <span class="hint">
              Revoke only rows marked <code>replaced=yes</code>. The rest are held back and keep
              working.
            </span>
          </span>
        </label>
      </fieldset>
      {denial && (
        <p class="notice" id="plan-denial">
          {denial}
        </p>
      )}
      <button
        type="submit"
        class="primary"
        aria-disabled={disabled}
        aria-describedby={denial ? "plan-denial" : "plan-hint"}
      >
        Create the plan
      </button>
      <p class="hint" id="plan-hint" role="status">
        {isChanging()
          ? "Sent. Waiting for the gateway…"
          : "Reads the orders from DigiCert and changes nothing."}
      </p>
    </form>
  );
}
