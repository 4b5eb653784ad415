// The hold of the order in view, and the button that sets or lifts it.

import { busy } from "../app/calls";
import { denialReason } from "../session/session";
import { HoldDialog } from "./dialog";
import { HoldFacts } from "./facts";
import { HoldHistory } from "./history";
import { holdOf, holds, openHoldDialog } from "./holds";
import { RequestedLift } from "./requested-lift";

export function HoldOnOrder({ orderId }: { orderId: string }) {
  const hold = holdOf(orderId);
  const now = holds.value;
  const denial = denialReason("hold");
  const disabled = denial !== "" || busy.value !== "" || now.state !== "read";
  const action = hold ? "lift" : "set";
  return (
    <section class={hold ? "notice" : undefined} aria-label="Hold" data-hold={action}>
      {hold && (
        <p>
          <strong>On hold: this order can't be revoked here.</strong> <HoldFacts hold={hold} />
        </p>
      )}
      {now.state === "failed" && (
        <p role="alert">
          Couldn't read whether this order is on hold. The gateway checks it before it sends
          anything. <span class="hint">{now.message}</span>
        </p>
      )}
      <p>
        <button
          type="button"
          aria-disabled={disabled}
          aria-describedby="hold-denial"
          onClick={() => disabled || openHoldDialog({ action, orderId, existing: hold })}
        >
          {hold ? "Lift the hold…" : "Put on hold…"}
        </button>{" "}
        {hold && (
          <button
            type="button"
            aria-disabled={disabled}
            aria-describedby="hold-denial"
            onClick={() => disabled || openHoldDialog({ action: "set", orderId, existing: hold })}
          >
            Change the hold…
          </button>
        )}{" "}
        <span id="hold-denial" class="hint">
          {denial ||
            (!hold && "While an order is on hold, no one can revoke it from this console.")}
        </span>
      </p>
      <RequestedLift />
      <HoldHistory orderId={orderId} />
      <HoldDialog />
    </section>
  );
}
