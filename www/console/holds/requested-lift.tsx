// The notice that a second person must approve that a hold is lifted.

import { busy } from "../app/calls";
import { openProposal } from "../approvals/proposals";
import { requestedLift } from "./holds";

export function RequestedLift() {
  const now = requestedLift.value;
  return (
    <div role="status" class={now ? "notice" : undefined} data-requested-lift={now !== undefined}>
      {now && (
        <>
          <p>
            <strong>The hold on order {now.orderId} stays for now.</strong> It belongs to another
            person, so a second person must approve that it is lifted (two-person approval{" "}
            {now.proposalId}).
          </p>
          <p>
            <button
              type="button"
              aria-disabled={busy.value !== ""}
              onClick={() => openProposal(now.proposalId)}
            >
              Open the approval
            </button>
          </p>
        </>
      )}
    </div>
  );
}
