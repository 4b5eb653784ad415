// The button that reads an order or a request again, and the conclusion.

import { busy } from "../app/calls";
import { listRequests } from "../approvals/pending-requests";
import { openOrder } from "../orders/open";
import { formatClock } from "../shared/format";
import { checkOrderResult, checkRequestResult } from "./check-result";
import { checkOrder, checkRequest, followUp } from "./follow-up";

interface CheckProps {
  /** The object to read. */
  target: { orderId: string } | { requestId: string };
  label: string;
  /** Offers the way back to the form when the read does not show the change. */
  canReopen?: boolean;
}

export function Check({ target, label, canReopen = false }: CheckProps) {
  const { lastRead } = followUp.value;
  const result =
    lastRead &&
    ("order" in lastRead ? checkOrderResult(lastRead.order) : checkRequestResult(lastRead.request));
  const reading = busy.value === "reading";
  const isOrder = "orderId" in target;
  return (
    <>
      <p>
        <button
          type="button"
          class={canReopen ? "primary" : undefined}
          aria-disabled={busy.value !== ""}
          onClick={() => (isOrder ? checkOrder(target.orderId) : checkRequest(target.requestId))}
        >
          {label}
        </button>
      </p>
      <div role="status" class="check-result">
        {reading && `Reading the ${isOrder ? "order" : "request"}…`}
        {!reading && lastRead && (
          <p>
            <span class="hint">Read at {formatClock(lastRead.time)}.</span> {result?.sentence}
          </p>
        )}
      </div>
      {canReopen && result?.isUnresolved && (
        <p>
          <button
            type="button"
            aria-disabled={busy.value !== ""}
            onClick={() => (isOrder ? openOrder(target.orderId) : listRequests())}
          >
            {isOrder ? "Open the order" : "Back to approvals"}
          </button>
        </p>
      )}
    </>
  );
}
