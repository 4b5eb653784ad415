// Break-glass: a revocation that passes the revocation limit with the approval of a second person.

import { batch, signal } from "@preact/signals";
import type { RevokeOptions } from "certcentral-revoke";
import { issues, runCall } from "../app/calls";
import { requestGateway } from "../app/gateway";
import { showProposal } from "../approvals/proposals";
import { start } from "../jobs/actions";
import { denialReason, me } from "../session/session";

/** What is revoked: an order, or the whole list. */
export type BreakGlass =
  | { kind: "order"; orderId: string; options: RevokeOptions }
  | { kind: "job"; id: string; name: string; count: number };

/** The revocation that the dialog confirms. */
export const breakGlass = signal<BreakGlass | undefined>(undefined);

function setDialog(next: BreakGlass | undefined) {
  batch(() => {
    issues.value = [];
    breakGlass.value = next;
  });
}

export const openBreakGlass = (next: BreakGlass) => setDialog(next);

export const closeBreakGlass = () => setDialog(undefined);

/** Why the signed-in person may not use it. Empty if they may. */
export function breakGlassDenialReason(): string {
  const denial = denialReason("revoke");
  if (denial || me.value?.roles.includes("admin")) return denial;
  return "Only admin may use break-glass.";
}

/** Requests the approval. Nothing is sent to DigiCert before it. */
export async function requestBreakGlass(what: BreakGlass, justification: string) {
  if (what.kind === "job") {
    await start(what.id, what.count, justification);
    if (issues.value.length === 0) closeBreakGlass();
    return;
  }
  const { orderId, options } = what;
  const { revocationReason, comment, skipApproval } = options;
  const revocation = {
    ...(revocationReason === undefined ? {} : { revocation_reason: revocationReason }),
    ...(comment === undefined ? {} : { comment }),
    ...(skipApproval === undefined ? {} : { skip_approval: skipApproval }),
  };
  await runCall("revoking", async () => {
    const body = { order: orderId, justification, revocation };
    const response = await requestGateway("/console/break-glass", "POST", body);
    const { id } = (await response.json()) as { id: number };
    closeBreakGlass();
    await showProposal(String(id));
  });
}
