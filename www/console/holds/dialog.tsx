// The dialog that sets, changes or lifts a hold. A reason is required.

import { useSignal } from "@preact/signals";
import { busy, isChanging, showIssue } from "../app/calls";
import { inputValueOf } from "../jobs/deadline";
import { Cancel, Dialog } from "../shared/dialog";
import { FieldIssues, isInvalid, OtherIssues } from "../shared/issues";
import { Note } from "../shared/note";
import { UserText } from "../shared/user-text";
import { HoldFacts } from "./facts";
import {
  belongsToOther,
  changeHold,
  closeHoldDialog,
  type HoldChange,
  type HoldInput,
  holdChange,
  holdOf,
} from "./holds";

export function HoldDialog() {
  const now = holdChange.value;
  return now ? <HoldForm key={now.action + now.orderId} {...now} /> : null;
}

/** The fields that show their own issues. */
const FIELDS = ["reason", "ends", "ticket"];
const NO_REASON = "Enter a reason. It's all your colleagues will see during an incident.";

function HoldForm(change: HoldChange) {
  const { action, orderId } = change;
  // Someone else may have set a hold since the dialog was opened.
  const existing = change.existing ?? holdOf(orderId);
  const sets = action === "set";
  const reason = useSignal(sets ? (change.existing?.reason ?? "") : "");
  const ticket = useSignal(change.existing?.ticket ?? "");
  const ends = useSignal(
    change.existing?.ends === undefined ? "" : inputValueOf(change.existing.ends),
  );
  const replace = useSignal(change.existing !== undefined);
  const submit = () => {
    const text = reason.value.trim();
    if (!text) return showIssue("reason", NO_REASON);
    const input: HoldInput = { reason: text };
    if (ticket.value.trim()) input.ticket = ticket.value.trim();
    if (ends.value) input.ends = new Date(ends.value).getTime();
    if (replace.value && existing) input.replace = true;
    changeHold(change, input);
  };
  return (
    <Dialog title={titleOf(change)} onSubmit={submit} onClose={closeHoldDialog}>
      <p>
        {sets
          ? "No one can revoke this order through this console or its gateway until the hold ends or is lifted. CertCentral itself can still revoke it."
          : "After that, the order can be revoked again. Lifting the hold revokes nothing."}
      </p>
      {existing && (
        <div class="notice" data-existing-hold>
          <p>
            <strong>Order {orderId} is on hold:</strong> <HoldFacts hold={existing} />
          </p>
          {!sets && belongsToOther(existing) && (
            <p>
              <strong>
                <UserText>{existing.by}</UserText> owns this hold.
              </strong>{" "}
              You request that it is lifted, and a second person must approve it.
            </p>
          )}
          {sets && belongsToOther(existing) && (
            <p>
              You can extend it, but not end it earlier: <UserText>{existing.by}</UserText> stays
              its owner.
            </p>
          )}
          {sets && change.existing === undefined && (
            <label class="choice">
              <input
                type="checkbox"
                checked={replace.value}
                onChange={(event) => {
                  replace.value = event.currentTarget.checked;
                }}
              />
              <span>Replace this hold.</span>
            </label>
          )}
        </div>
      )}
      <Note id="hold-reason" field="reason" label="Reason" text={reason} />
      {sets && (
        <>
          <label for="hold-ends">Ends (optional, {timeZone()})</label>
          <input
            id="hold-ends"
            type="datetime-local"
            value={ends.value}
            aria-describedby="hold-ends-issues"
            aria-invalid={isInvalid("ends")}
            onInput={(event) => {
              ends.value = event.currentTarget.value;
            }}
          />
          <FieldIssues field="ends" id="hold-ends-issues" />
          <label for="hold-ticket">Ticket (optional)</label>
          <input
            id="hold-ticket"
            autocomplete="off"
            maxLength={200}
            value={ticket.value}
            aria-describedby="hold-ticket-issues"
            aria-invalid={isInvalid("ticket")}
            onInput={(event) => {
              ticket.value = event.currentTarget.value;
            }}
          />
          <FieldIssues field="ticket" id="hold-ticket-issues" />
        </>
      )}
      <OtherIssues id="hold-issues" fields={FIELDS} />
      <p class="actions">
        <Cancel onClose={closeHoldDialog} />
        <button type="submit" class="primary" aria-disabled={busy.value !== ""}>
          {buttonOf(change, belongsToOther(existing))}
        </button>
      </p>
      <p class="hint" role="status">
        {isChanging() && "Sent. Waiting for the response…"}
      </p>
    </Dialog>
  );
}

const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function titleOf({ action, orderId, existing }: HoldChange) {
  if (action === "lift") return `Lift the hold on order ${orderId}?`;
  return existing ? `Change the hold on order ${orderId}?` : `Put order ${orderId} on hold?`;
}

function buttonOf({ action, existing }: HoldChange, isOther: boolean) {
  if (action === "lift") return isOther ? "Request to lift the hold" : "Lift the hold";
  return existing ? "Change the hold" : "Put on hold";
}
