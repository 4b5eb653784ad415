// The list of holds, and the form that adds one.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { busy, showIssue } from "../app/calls";
import { openOrder } from "../orders/open";
import { denialReason } from "../session/session";
import { FieldIssues, isInvalid, OtherIssues } from "../shared/issues";
import { HoldDialog } from "./dialog";
import { HoldFacts } from "./facts";
import { HoldHistory } from "./history";
import { belongsToOther, holdChange, holds, listHolds, openHoldDialog } from "./holds";
import { RequestedLift } from "./requested-lift";
import type { Hold } from "./types";

/** Further holds are shown on request. */
const PAGE_SIZE = 100;

export function HoldsView() {
  const now = holds.value;
  const denial = denialReason("hold");
  const shown = useSignal(PAGE_SIZE);
  useLayoutEffect(() => {
    // The button with the focus disappears with the hold that was lifted.
    if (document.activeElement === document.body) document.querySelector("h1")?.focus();
  }, [now, holdChange.value]);
  return (
    <>
      <h1 tabIndex={-1}>Holds</h1>
      <p>
        No one can revoke an order on hold from this console until the hold ends or is lifted.
        Lifting someone else's hold needs a second person.
      </p>
      {denial && (
        <p class="notice" id="hold-denial">
          {denial}
        </p>
      )}
      <OtherIssues id="holds-issues" fields={["reason", "ends", "ticket", "hold-order"]} />
      <RequestedLift />
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
          {now.list.slice(0, shown.value).map((hold) => (
            <Row key={hold.orderId} hold={hold} denial={denial} />
          ))}
        </ul>
      )}
      {now.state === "read" && now.list.length > shown.value && (
        <p>
          <button
            type="button"
            onClick={() => {
              shown.value += PAGE_SIZE;
            }}
          >
            Show more
          </button>
        </p>
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

function Row({ hold, denial }: RowProps) {
  const { orderId } = hold;
  const disabled = denial !== "" || busy.value !== "";
  return (
    <li data-hold-of={orderId}>
      <strong>Order {orderId}</strong>
      {belongsToOther(hold) ? null : <span class="tag">yours</span>}
      <span class="more">
        <HoldFacts hold={hold} />
      </span>
      <HoldHistory orderId={orderId} />
      <span class="actions">
        <button
          type="button"
          aria-label={`Change the hold on order ${orderId}`}
          aria-disabled={disabled}
          aria-describedby={denial ? "hold-denial" : undefined}
          onClick={() => disabled || openHoldDialog({ action: "set", orderId, existing: hold })}
        >
          Change…
        </button>
        <button
          type="button"
          aria-label={`Lift the hold on order ${orderId}`}
          aria-disabled={disabled}
          aria-describedby={denial ? "hold-denial" : undefined}
          onClick={() => disabled || openHoldDialog({ action: "lift", orderId, existing: hold })}
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
