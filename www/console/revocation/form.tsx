// The form that revokes an order, with a typed confirmation.

import { useSignal } from "@preact/signals";
import type { Order, RevocationReason, RevokeOptions } from "certcentral-revoke";
import { useRef } from "preact/hooks";
import { busy, showIssue } from "../app/calls";
import { BreakGlassOption } from "../break-glass/button";
import { holdOf } from "../holds/holds";
import { mayContinue } from "../orders/blast-radius";
import { denialReason } from "../session/session";
import { FieldIssues, isInvalid, OtherIssues } from "../shared/issues";
import { ApprovalFields } from "./approval";
import { Progress } from "./progress";
import { ReasonField } from "./reason";
import { revoke } from "./revoke";

/** The fields that show their own issues. */
const FIELDS = [
  "revocationReason",
  "comment",
  "skipApproval",
  "confirm",
  "certificates",
  "justification",
];

export function RevokeForm({ order }: { order: Order }) {
  const reason = useSignal<RevocationReason>("unspecified");
  const comment = useSignal("");
  const skip = useSignal(false);
  const typed = useSignal("");
  const confirm = useRef<HTMLInputElement>(null);
  const confirmed = typed.value.trim() === order.id;
  const denial = denialReason("revoke") || holdText(order.id);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (denial) return;
    if (!confirmed) {
      showIssue("confirm", `Type the order ID ${order.id} to confirm.`);
      confirm.current?.focus();
      return;
    }
    if (!mayContinue.value) {
      showIssue("certificates", "Wait until the certificates are read, or tick the box above.");
      document.querySelector<HTMLInputElement>(".blast-radius input")?.focus();
      return;
    }
    revoke(order, optionsNow());
  };
  const optionsNow = () => {
    const options: RevokeOptions = { revocationReason: reason.value };
    if (comment.value) options.comment = comment.value;
    if (skip.value) options.skipApproval = true;
    return options;
  };

  return (
    <>
      <form onSubmit={submit} noValidate>
        {denial && <p class="notice danger">{denial}</p>}
        <ReasonField reason={reason} />
        <ApprovalFields comment={comment} skip={skip} />
        <label for="confirm">
          Type the order ID <code>{order.id}</code> to confirm
        </label>
        <input
          id="confirm"
          ref={confirm}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          aria-describedby="confirm-issues"
          aria-invalid={isInvalid("confirm")}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <FieldIssues field="confirm" id="confirm-issues" />
        <OtherIssues fields={FIELDS} id="form-issues" />
        <button
          type="submit"
          class="danger"
          aria-disabled={denial !== "" || !confirmed || !mayContinue.value || busy.value !== ""}
          aria-describedby="submit-hint"
        >
          {skip.value ? `Revoke order ${order.id} now` : `Request revocation of order ${order.id}`}
        </button>
        <p id="submit-hint" class="hint" role="status">
          {denial || <Hint confirmed={confirmed} skip={skip.value} />}
        </p>
      </form>
      <BreakGlassOption
        obstacle={denial || (confirmed ? "" : `Type the order ID ${order.id} above to confirm.`)}
        what={() => ({ kind: "order", orderId: order.id, options: optionsNow() })}
      />
    </>
  );
}

function holdText(orderId: string): string {
  const hold = holdOf(orderId);
  return hold
    ? `Order ${orderId} is on hold: “${hold.reason}”. Lift the hold before you revoke it.`
    : "";
}

function Hint({ confirmed, skip }: { confirmed: boolean; skip: boolean }) {
  if (busy.value === "revoking") return <Progress />;
  if (!mayContinue.value)
    return <>Wait until the certificates above are read, or tick the box there.</>;
  if (!confirmed) return <>Type the order ID above to enable this button.</>;
  return <>{skip ? "This can't be undone." : "Once approved, this can't be undone."}</>;
}
