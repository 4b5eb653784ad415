// The form that revokes: what was chosen, and the last question before it happens.

import { useSignal } from "@preact/signals";
import type { Order, RevocationReason, RevokeOptions } from "certcentral-revoke";
import { useRef } from "preact/hooks";
import { busy, say } from "../app/calls";
import { revoke } from "../app/model";
import { holdOf } from "../holds/holds";
import { mayGoOn } from "../orders/blast-radius";
import { barred } from "../session/session";
import { FieldIssues, isWrong, OtherIssues } from "../shared/issues";
import { ApprovalFields } from "./approval";
import { Progress } from "./progress";
import { ReasonField } from "./reason";

/** The fields that say for themselves what is wrong with them. */
const OWN = ["revocationReason", "comment", "skipApproval", "confirm", "reach"];

export function RevokeForm({ order }: { order: Order }) {
  const reason = useSignal<RevocationReason>("unspecified");
  const comment = useSignal("");
  const skip = useSignal(false);
  const typed = useSignal("");
  const confirm = useRef<HTMLInputElement>(null);
  const confirmed = typed.value.trim() === order.id;
  const why = barred("revoke") || onHold(order.id);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (why) return;
    if (!confirmed) {
      say("confirm", `Type ${order.id} to confirm which order you mean.`);
      confirm.current?.focus();
      return;
    }
    if (!mayGoOn.value) {
      say("reach", "Wait until the certificates are read, or tick the box above.");
      document.querySelector<HTMLInputElement>(".reach input")?.focus();
      return;
    }
    const options: RevokeOptions = { revocationReason: reason.value };
    if (comment.value) options.comment = comment.value;
    if (skip.value) options.skipApproval = true;
    revoke(order, options);
  };

  return (
    <form onSubmit={submit} noValidate>
      {why && <p class="notice danger">{why}</p>}
      <ReasonField reason={reason} />
      <ApprovalFields comment={comment} skip={skip} />
      <label for="confirm">
        Type the order id <code>{order.id}</code> to confirm
      </label>
      <input
        id="confirm"
        ref={confirm}
        inputMode="numeric"
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        aria-describedby="confirm-issues"
        aria-invalid={isWrong("confirm")}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
      />
      <FieldIssues field="confirm" id="confirm-issues" />
      <OtherIssues fields={OWN} id="form-issues" />
      <button
        type="submit"
        class="danger"
        aria-disabled={why !== "" || !confirmed || !mayGoOn.value || busy.value !== ""}
        aria-describedby="act-hint"
      >
        {skip.value ? `Revoke order ${order.id} now` : `Request revocation of order ${order.id}`}
      </button>
      <p id="act-hint" class="hint" role="status">
        {why || <ActHint confirmed={confirmed} skip={skip.value} />}
      </p>
    </form>
  );
}

function onHold(orderId: string): string {
  const hold = holdOf(orderId);
  return hold ? `Order ${orderId} is on hold: “${hold.reason}”. Lift the hold first.` : "";
}

function ActHint({ confirmed, skip }: { confirmed: boolean; skip: boolean }) {
  if (busy.value === "revoking") return <Progress />;
  if (!mayGoOn.value)
    return <>The button works once the certificates above are read, or the box there is ticked.</>;
  if (!confirmed) return <>The button works once the order id is typed above.</>;
  return <>{skip ? "This cannot be undone." : "Once it is approved, this cannot be undone."}</>;
}
