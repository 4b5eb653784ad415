// The list of holds, and the form that adds one.

import { useLayoutEffect, useRef } from "preact/hooks";
import { busy, showIssue } from "../app/calls";
import { openOrder } from "../orders/open";
import { denialReason } from "../session/session";
import { FieldIssues, isInvalid, OtherIssues } from "../shared/issues";
import { Moment } from "../shared/moment";
import { HoldDialog } from "./dialog";
import { type Hold, holdChange, holds, listHolds, openHoldDialog } from "./holds";

export function HoldsView() {
  const now = holds.value;
  const denial = denialReason("hold");
  useLayoutEffect(() => {
    // The button with the focus disappears with the hold that was lifted.
    if (document.activeElement === document.body) document.querySelector("h1")?.focus();
  }, [now, holdChange.value]);
  return (
    <>
      <h1 tabIndex={-1}>Holds</h1>
      <p>No one can revoke an order on hold from this console until the hold is lifted.</p>
      {denial && (
        <p class="notice" id="hold-denial">
          {denial}
        </p>
      )}
      <OtherIssues id="holds-issues" fields={["reason", "hold-order"]} />
      <AddHold denial={denial} />
      <p role="status">
        {now.state === "read" ? summaryOf(now.list.length) : "Reading the holds…"}
      </p>
      {now.state === "failed" && (
        <p role="alert" class="issue">
          {now.message}
        </p>
      )}
      {now.state === "read" && now.list.length > 0 && (
        <ul class="requests" aria-label="Holds">
          {now.list.map((hold) => (
            <Row key={hold.orderId} hold={hold} denial={denial} />
          ))}
        </ul>
      )}
      <p>
        <button type="button" aria-disabled={busy.value !== ""} onClick={listHolds}>
          Refresh
        </button>
      </p>
      <HoldDialog />
    </>
  );
}

function summaryOf(count: number) {
  if (count === 0) return "No order is on hold.";
  return count === 1 ? "1 order is on hold." : `${count} orders are on hold.`;
}

function AddHold({ denial }: { denial: string }) {
  const input = useRef<HTMLInputElement>(null);
  const disabled = denial !== "" || busy.value !== "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (disabled) return;
    const orderId = input.current?.value.trim() ?? "";
    if (/^[1-9]\d*$/.test(orderId)) openHoldDialog({ action: "set", orderId });
    else showIssue("hold-order", "Enter an order ID in digits, for example 123456789.");
  };
  return (
    <form onSubmit={submit} noValidate>
      <label for="hold-order">Order ID to put on hold</label>
      <div class="row">
        <input
          id="hold-order"
          ref={input}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="hold-order-issues"
          aria-invalid={isInvalid("hold-order")}
        />
        <button
          type="submit"
          aria-disabled={disabled}
          aria-describedby={denial ? "hold-denial" : undefined}
        >
          Put on hold…
        </button>
      </div>
      <FieldIssues field="hold-order" id="hold-order-issues" />
    </form>
  );
}

interface RowProps {
  hold: Hold;
  denial: string;
}

function Row({ hold: { orderId, by, reason, time }, denial }: RowProps) {
  const disabled = denial !== "" || busy.value !== "";
  return (
    <li>
      <strong>Order {orderId}</strong>
      <q class="more">{reason}</q>
      <span class="more">
        {by}, <Moment time={time} />
      </span>
      <span class="actions">
        <button
          type="button"
          aria-label={`Lift the hold on order ${orderId}`}
          aria-disabled={disabled}
          aria-describedby={denial ? "hold-denial" : undefined}
          onClick={() => disabled || openHoldDialog({ action: "lift", orderId })}
        >
          Lift the hold…
        </button>
        <button
          type="button"
          class="link"
          aria-disabled={busy.value !== ""}
          onClick={() => openOrder(orderId)}
        >
          Open order {orderId}
        </button>
      </span>
    </li>
  );
}
