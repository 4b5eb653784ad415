// What to revoke an order with, and the last question before it happens.

import { useSignal } from "@preact/signals";
import type { Order, RevocationReason, RevokeOptions } from "certcentral-revoke";
import { FieldIssues } from "./issues";
import { busy, revoke, say } from "./model";
import { REASONS } from "./words";

export function RevokeForm({ order }: { order: Order }) {
  const reason = useSignal<RevocationReason>("unspecified");
  const comment = useSignal("");
  const skip = useSignal(false);
  const typed = useSignal("");
  const confirmed = typed.value.trim() === order.id;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!confirmed) {
      say("confirm", `Type ${order.id} to confirm which order you mean.`);
      document.getElementById("confirm")?.focus();
      return;
    }
    const options: RevokeOptions = { revocationReason: reason.value };
    if (comment.value) options.comment = comment.value;
    if (skip.value) options.skipApproval = true;
    revoke(order, options);
  };

  return (
    <form onSubmit={submit} noValidate>
      <fieldset>
        <legend>Reason</legend>
        {REASONS.map(({ value, label, meaning }) => (
          <label class="choice" key={value}>
            <input
              type="radio"
              name="reason"
              value={value}
              checked={reason.value === value}
              onChange={() => (reason.value = value)}
            />
            <span>
              <strong>{label}</strong> <span class="hint">{meaning}</span>
            </span>
          </label>
        ))}
        <FieldIssues field="revocationReason" id="issues-reason" />
      </fieldset>

      <label for="comment">Comment for the approver (optional)</label>
      <textarea
        id="comment"
        rows={3}
        value={comment.value}
        aria-describedby="comment-hint issues-comment"
        onInput={(event) => (comment.value = event.currentTarget.value)}
      />
      <p id="comment-hint" class={skip.value && comment.value ? "hint strong" : "hint"}>
        {skip.value
          ? "DigiCert will not store it, because the approval is skipped. Keep it in your own records."
          : "DigiCert stores it with the request."}
      </p>
      <FieldIssues field="comment" id="issues-comment" />

      <fieldset>
        <legend>Approval</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={skip.value}
            onChange={(event) => (skip.value = event.currentTarget.checked)}
          />
          <span>
            <strong>Skip the approval and revoke now</strong>{" "}
            <span class="hint">
              Needs a key with admin privileges. Nobody looks at it first. Left off, DigiCert makes
              a request, and nothing is revoked until an administrator approves it.
            </span>
          </span>
        </label>
        <FieldIssues field="skipApproval" id="issues-skip" />
      </fieldset>

      <label for="confirm">
        Type the order id <code>{order.id}</code> to confirm
      </label>
      <input
        id="confirm"
        inputMode="numeric"
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        aria-describedby="issues-confirm confirm-hint"
        onInput={(event) => (typed.value = event.currentTarget.value)}
      />
      <FieldIssues field="confirm" id="issues-confirm" />
      <FieldIssues field="orderId" id="issues-order" />
      <FieldIssues field="" id="issues-form" />
      <button type="submit" class="danger" aria-disabled={!confirmed || busy.value}>
        {busy.value
          ? "Waiting for DigiCert…"
          : skip.value
            ? `Revoke order ${order.id} now`
            : `Request revocation of order ${order.id}`}
      </button>
      <p id="confirm-hint" class="hint">
        {confirmed ? "This cannot be undone." : "The button works once the order id is typed."}
      </p>
    </form>
  );
}
