// Approves, rejects or withdraws a two-person approval. A decision names the hash of what the page showed, so that it applies
// to nothing else.

import { signal } from "@preact/signals";
import { CertCentralError, type DecisionOutcome } from "certcentral-revoke";
import { runCall } from "../app/calls";
import { connection } from "../app/connection";
import { requestGateway } from "../app/gateway";
import { type Result, resultOf } from "../app/result";
import { navigate, onLeave } from "../app/router";
import { clearResults } from "../orders/search";
import { bindingNow } from "./binding-now";
import { changedParts } from "./changes";
import { findProposal, pathOfProposal, readProposal, showProposal } from "./proposals";
import type { Proposal, ProposalDecisionInput } from "./types";

/** The decision that the dialog confirms. */
export const pendingProposalDecision = signal<ProposalDecisionInput | undefined>(undefined);

/** The gateway refused the decision because it is not about what is proposed now. */
const IS_CHANGED = /^(precondition_failed|precondition_required)\||^conflict\|(changed|rules)$/;

export const closeProposalDecision = () => {
  pendingProposalDecision.value = undefined;
};

onLeave(closeProposalDecision);

export const decideProposal = ({ proposal, decision }: ProposalDecisionInput, note: string) =>
  runCall("deciding", async () => {
    const { id } = proposal;
    if (decision === "withdrawn") {
      const body = note === "" ? {} : { reason: note };
      await (await requestGateway(`${pathOfProposal(id)}/withdraw`, "POST", body)).text();
      return showProposal(id);
    }
    const { clientWith } = await connection;
    const { requests } = clientWith({ "if-match": `"${proposal.hash}"` });
    const send = decision === "approved" ? requests.approve : requests.reject;
    const options = note === "" ? {} : { processorComment: note };
    const result = await resultOf<DecisionOutcome>(send(id, options));
    clearResults();
    await readProposal(id);
    const refusal = refusalOf(result);
    if (refusal !== undefined)
      return showProposal(id, { refusal, parts: await partsChangedSince(proposal) });
    navigate({ name: "proposal-decision", proposal, decision, result });
  });

/** What the gateway said, if it refused the decision because something changed. */
function refusalOf(result: Result<DecisionOutcome>): string | undefined {
  if (result.kind !== "error") return undefined;
  const { error } = result;
  if (!(error instanceof CertCentralError) || error.effect !== "none") return undefined;
  const { errors } = error;
  if (!errors.some(({ code }) => IS_CHANGED.test(code))) return undefined;
  return errors.map(({ message }) => message).join(" ");
}

/** What is different from what the person saw: in the proposal itself, or in the account. */
async function partsChangedSince(seen: Proposal) {
  const now = findProposal(seen.id);
  const proposed = now ? changedParts(seen.binding, now.binding) : [];
  if (proposed.length > 0) return proposed;
  const binding = await bindingNow(seen);
  return binding ? changedParts(seen.binding, binding) : [];
}
