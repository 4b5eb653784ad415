// A look at the order after a revoke: what DigiCert says of it now, and what that means.

import { busy, check, checked, show } from "./model";
import { findingOf } from "./words";

interface CheckProps {
  orderId: string;
  /** Whether there may be something to do again, once somebody has looked. */
  thenOpen?: boolean;
}

export function CheckOrder({ orderId, thenOpen = false }: CheckProps) {
  const seen = checked.value;
  const finding = seen && findingOf(seen.order);
  return (
    <>
      <p>
        <button
          type="button"
          class="primary"
          aria-disabled={busy.value !== ""}
          onClick={() => check(orderId)}
        >
          Check the order now
        </button>
      </p>
      <div role="status" class="finding">
        {busy.value && "Reading the order…"}
        {!busy.value && seen && (
          <p>
            <span class="hint">Read at {seen.time.toLocaleTimeString()}.</span> {finding?.sentence}
          </p>
        )}
      </div>
      {thenOpen && finding?.unsettled && (
        <p>
          <button type="button" onClick={() => show(orderId)}>
            Open the order
          </button>
        </p>
      )}
    </>
  );
}
