// One look at an order or a request, and what it tells.

import { busy } from "../app/calls";
import { show } from "../app/model";
import { listRequests } from "../approvals/deciding";
import { clock } from "../shared/labels";
import { findingOf, findingOfRequest } from "./findings";
import { check, checkRequest, followed } from "./following";

interface CheckProps {
  /** What is looked at. */
  target: { orderId: string } | { requestId: string };
  label: string;
  /** Whether there may be something to do again, once somebody has looked. */
  thenOpen?: boolean;
}

export function Check({ target, label, thenOpen = false }: CheckProps) {
  const look = followed.value.look;
  const finding =
    look && ("order" in look ? findingOf(look.order) : findingOfRequest(look.request));
  const reading = busy.value === "reading";
  const isOrder = "orderId" in target;
  return (
    <>
      <p>
        <button
          type="button"
          class={thenOpen ? "primary" : undefined}
          aria-disabled={busy.value !== ""}
          onClick={() => (isOrder ? check(target.orderId) : checkRequest(target.requestId))}
        >
          {label}
        </button>
      </p>
      <div role="status" class="finding">
        {reading && `Reading the ${isOrder ? "order" : "request"}…`}
        {!reading && look && (
          <p>
            <span class="hint">Read at {clock(look.time)}.</span> {finding?.sentence}
          </p>
        )}
      </div>
      {thenOpen && finding?.unsettled && (
        <p>
          <button
            type="button"
            aria-disabled={busy.value !== ""}
            onClick={() => (isOrder ? show(target.orderId) : listRequests())}
          >
            {isOrder ? "Open the order" : "Back to the approvals"}
          </button>
        </p>
      )}
    </>
  );
}
