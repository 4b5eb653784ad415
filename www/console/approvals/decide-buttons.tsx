// The buttons "Approve" and "Reject". A disabled button describes the reason.

import type { Decision } from "certcentral-revoke";
import { busy } from "../app/calls";

interface DecideButtonsProps {
  /** The subject, for example "request 123". */
  name: string;
  /** Why the decision is denied. Empty if it is allowed. */
  denialReason: (decision: Decision) => string;
  onDecide: (decision: Decision) => void;
}

const DECISIONS = [
  ["approved", "Approve"],
  ["rejected", "Reject"],
] as const;

export function DecideButtons({ name, denialReason, onDecide }: DecideButtonsProps) {
  return (
    <>
      {DECISIONS.map(([decision, label]) => {
        const denial = denialReason(decision);
        const disabled = denial !== "" || busy.value !== "";
        return (
          <button
            key={decision}
            type="button"
            aria-label={`${label} ${name}`}
            aria-description={denial || undefined}
            title={denial || undefined}
            aria-disabled={disabled}
            onClick={() => disabled || onDecide(decision)}
          >
            {label}…
          </button>
        );
      })}
    </>
  );
}
