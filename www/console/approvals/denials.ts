// Why the signed-in person may not decide about a two-person approval. The gateway enforces it; the page states it before a
// click.

import { denialReason, me } from "../session/session";
import { PROPOSAL_STATES, proposalState } from "./proposal-labels";
import type { Proposal, ProposalDecisionInput, ProposalSummary } from "./types";

export const isOwn = ({ by }: Pick<ProposalSummary, "by">) => by === me.value?.id;

/** Empty if the person may make this decision. */
export function proposalDenialReason(
  decision: ProposalDecisionInput["decision"],
  proposal: Proposal,
): string {
  const state = proposalState(proposal);
  if (state !== "pending") return `It is ${PROPOSAL_STATES[state]}. Only a pending one is decided.`;
  if (proposal.expires <= Date.now()) return "The time limit for the approval has passed.";
  if (decision === "withdrawn")
    return isOwn(proposal) ? "" : `Only ${proposal.by}, who requested it, can withdraw it.`;
  const denial = denialReason("decide");
  if (denial) return denial;
  if (me.value?.kind === "service")
    return "You are signed in with a service token. Only people may approve or reject.";
  if (decision === "rejected") return "";
  if (isOwn(proposal))
    return "You requested this yourself, so someone else must approve it. You can withdraw it.";
  if (proposal.approvedBy.some(({ by }) => by === me.value?.id))
    return "You approved this already. Another person must approve it as well.";
  return "";
}
