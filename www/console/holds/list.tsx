// Every hold there is; one more can be set by the order's id.

import { useLayoutEffect, useRef } from "preact/hooks";
import { busy, say } from "../app/calls";
import { show } from "../app/model";
import { barred } from "../session/session";
import { FieldIssues, isWrong, OtherIssues } from "../shared/issues";
import { Moment } from "../shared/moment";
import { HoldDialog } from "./dialog";
import { askHold, changing, type Hold, holds, listHolds } from "./holds";

export function HoldsView() {
  const now = holds.value;
  const why = barred("hold");
  useLayoutEffect(() => {
    // The hold that was lifted is gone, and its button with the focus too.
    if (document.activeElement === document.body) document.querySelector("h1")?.focus();
  }, [now, changing.value]);
  return (
    <>
      <h1 tabIndex={-1}>Holds</h1>
      <p>Nobody can revoke an order on hold through this console until the hold is lifted.</p>
      {why && (
        <p class="notice" id="hold-why">
          {why}
        </p>
      )}
      <OtherIssues id="holds-issues" fields={["reason", "hold-order"]} />
      <AddHold why={why} />
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
            <Row key={hold.orderId} hold={hold} why={why} />
          ))}
        </ul>
      )}
      <p>
        <button type="button" aria-disabled={busy.value !== ""} onClick={listHolds}>
          Read again
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

function AddHold({ why }: { why: string }) {
  const input = useRef<HTMLInputElement>(null);
  const off = why !== "" || busy.value !== "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (off) return;
    const orderId = input.current?.value.trim() ?? "";
    if (/^[1-9]\d*$/.test(orderId)) askHold({ act: "set", orderId });
    else say("hold-order", "Type an order id: digits, for example 123456789.");
  };
  return (
    <form onSubmit={submit} noValidate>
      <label for="hold-order">Put an order on hold, by its id</label>
      <div class="row">
        <input
          id="hold-order"
          ref={input}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="hold-order-issues"
          aria-invalid={isWrong("hold-order")}
        />
        <button type="submit" aria-disabled={off} aria-describedby={why ? "hold-why" : undefined}>
          Put on hold…
        </button>
      </div>
      <FieldIssues field="hold-order" id="hold-order-issues" />
    </form>
  );
}

function Row({ hold: { orderId, by, reason, time }, why }: { hold: Hold; why: string }) {
  const off = why !== "" || busy.value !== "";
  return (
    <li>
      <strong>Order {orderId}</strong>
      <q class="more">{reason}</q>
      <span class="more">
        {by}, <Moment time={time} />
      </span>
      <span class="acts">
        <button
          type="button"
          aria-label={`Lift the hold on order ${orderId}`}
          aria-disabled={off}
          aria-describedby={why ? "hold-why" : undefined}
          onClick={() => off || askHold({ act: "lift", orderId })}
        >
          Lift the hold…
        </button>
        <button
          type="button"
          class="link"
          aria-disabled={busy.value !== ""}
          onClick={() => show(orderId)}
        >
          Open order {orderId}
        </button>
      </span>
    </li>
  );
}
