// Approve or reject: two buttons that say why they do not work, where they do not.

import type { Decision } from "certcentral-revoke";
import { busy } from "../app/calls";

interface DecideButtonsProps {
  /** What is decided upon, as in "request 123". */
  name: string;
  /** Why not; "" if it may be done. */
  barred: (decision: Decision) => string;
  onDecide: (decision: Decision) => void;
}

const DECISIONS = [
  ["approved", "Approve"],
  ["rejected", "Reject"],
] as const;

export function DecideButtons({ name, barred, onDecide }: DecideButtonsProps) {
  return (
    <>
      {DECISIONS.map(([decision, label]) => {
        const why = barred(decision);
        const off = why !== "" || busy.value !== "";
        return (
          <button
            key={decision}
            type="button"
            aria-label={`${label} ${name}`}
            aria-description={why || undefined}
            title={why || undefined}
            aria-disabled={off}
            onClick={() => off || onDecide(decision)}
          >
            {label}…
          </button>
        );
      })}
    </>
  );
}
