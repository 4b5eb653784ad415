// The current view. A leaf: modules with state that belongs to one view register `onLeave`.

import { batch, signal } from "@preact/signals";
import type { DecisionOutcome, Order, Outcome, RevokeOptions } from "certcentral-revoke";
import type { RefusedDecision } from "../approvals/changes";
import type { DecisionInput, ProposalDecisionInput } from "../approvals/types";
import type { Result } from "./result";

export type View =
  | { name: "search" }
  | { name: "order"; order: Order }
  | { name: "revocation"; order: Order; options: RevokeOptions; result: Result<Outcome> }
  | { name: "approvals" }
  | ({ name: "decision"; result: Result<DecisionOutcome> } & DecisionInput)
  /** `changed`: why the decision of the person was not carried out. */
  | { name: "proposal"; id: string; changed?: RefusedDecision }
  | ({ name: "proposal-decision"; result: Result<DecisionOutcome> } & ProposalDecisionInput)
  | { name: "holds" }
  | { name: "audit-log" }
  | { name: "notifications" }
  | { name: "jobs" }
  | { name: "new-job" }
  | { name: "job"; id: string };

export const view = signal<View>({ name: "search" });

const leaveHandlers: Array<() => void> = [];

/** Registers a function that discards state of the current view before the next one is shown. */
export function onLeave(handler: () => void) {
  leaveHandlers.push(handler);
}

export function navigate(next: View) {
  batch(() => {
    for (const handler of leaveHandlers) handler();
    view.value = next;
  });
}
