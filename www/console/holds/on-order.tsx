// Whether the order in view is on hold: who said so, why, and since when.

import { busy } from "../app/calls";
import { barred } from "../session/session";
import { Moment } from "../shared/moment";
import { HoldDialog } from "./dialog";
import { askHold, holdOf, holds } from "./holds";

export function HoldOnOrder({ orderId }: { orderId: string }) {
  const hold = holdOf(orderId);
  const now = holds.value;
  const why = barred("hold");
  const off = why !== "" || busy.value !== "" || now.state !== "read";
  const act = hold ? "lift" : "set";
  return (
    <section class={hold ? "notice" : undefined} aria-label="Hold" data-hold={act}>
      {hold && (
        <p>
          <strong>On hold: this order cannot be revoked here.</strong> {hold.by} set the hold on{" "}
          <Moment time={hold.time} />: <q>{hold.reason}</q>
        </p>
      )}
      {now.state === "failed" && (
        <p role="alert">
          Whether this order is on hold could not be read. The gateway looks before it sends
          anything. <span class="hint">{now.message}</span>
        </p>
      )}
      <p>
        <button
          type="button"
          aria-disabled={off}
          aria-describedby="hold-why"
          onClick={() => off || askHold({ act, orderId })}
        >
          {hold ? "Lift the hold…" : "Put on hold…"}
        </button>{" "}
        <span id="hold-why" class="hint">
          {why || (!hold && "A hold keeps everybody from revoking this order here.")}
        </span>
      </p>
      <HoldDialog />
    </section>
  );
}
