// The choice of the revocation reason.

import type { Signal } from "@preact/signals";
import type { RevocationReason } from "certcentral-revoke";
import { FieldIssues } from "../shared/issues";
import { REASONS } from "../shared/labels";

export function ReasonField({ reason }: { reason: Signal<RevocationReason> }) {
  return (
    <fieldset aria-describedby="reason-issues">
      <legend>Reason</legend>
      {REASONS.map(({ value, label, meaning }) => (
        <label class="choice" key={value}>
          <input
            type="radio"
            name="reason"
            value={value}
            checked={reason.value === value}
            onChange={() => {
              reason.value = value;
            }}
          />
          <span>
            <strong>{label}</strong> <span class="hint">{meaning}</span>
          </span>
        </label>
      ))}
      <FieldIssues field="revocationReason" id="reason-issues" />
    </fieldset>
  );
}
