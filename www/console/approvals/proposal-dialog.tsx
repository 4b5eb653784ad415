// The dialog that confirms a decision about a two-person approval.

import { useSignal } from "@preact/signals";
import { busy, isChanging } from "../app/calls";
import { Progress } from "../revocation/progress";
import { Cancel, Dialog } from "../shared/dialog";
import { OtherIssues } from "../shared/issues";
import { Note } from "../shared/note";
import { closeProposalDecision, decideProposal, pendingProposalDecision } from "./decide-proposal";
import { fingerprint, targetText } from "./proposal-labels";
import type { Proposal, ProposalDecisionInput } from "./types";

export function ProposalDialog() {
  const now = pendingProposalDecision.value;
  return now ? <DecisionForm key={now.proposal.id + now.decision} {...now} /> : null;
}

const VERBS = { approved: "Approve", rejected: "Reject", withdrawn: "Withdraw" };

function DecisionForm(input: ProposalDecisionInput) {
  const note = useSignal("");
  const { proposal, decision } = input;
  const { id, hash } = proposal;
  const isApproval = decision === "approved";
  const name = `two-person approval ${id}`;
  const button = isApproval ? approvalText(proposal) : `${VERBS[decision]} ${name}`;
  return (
    <Dialog
      title={`${VERBS[decision]} ${name}?`}
      onSubmit={() => decideProposal(input, note.value.trim())}
      onClose={closeProposalDecision}
    >
      <p class={isApproval ? "notice danger" : undefined}>
        {isApproval ? (
          <Consequence proposal={proposal} />
        ) : (
          `Nothing is sent to DigiCert, and ${targetText(proposal)} stays unchanged.`
        )}
      </p>
      {isApproval && (
        <p class="hint">
          You approve exactly what this page shows, with the hash <code>{fingerprint(hash)}</code>.
          If anything is different at the gateway, it refuses the approval and sends nothing.
        </p>
      )}
      <Note
        id="decision-comment"
        field={decision === "withdrawn" ? "reason" : "processorComment"}
        label="Note (optional)"
        text={note}
      />
      <OtherIssues id="decision-issues" fields={["processorComment", "reason"]} />
      <p class="actions">
        <Cancel onClose={closeProposalDecision} />
        <button
          type="submit"
          class={isApproval ? "danger" : "primary"}
          aria-disabled={busy.value !== ""}
        >
          {button}
        </button>
      </p>
      <p class="hint" role="status">
        {isChanging() && <Progress />}
      </p>
    </Dialog>
  );
}

const isLast = ({ approvals, required }: Proposal) => approvals + 1 >= required;

function approvalText(proposal: Proposal) {
  if (!isLast(proposal)) return `Approve two-person approval ${proposal.id}`;
  return `Approve and ${proposal.kind === "hold-lift" ? "lift" : "revoke"} ${targetText(proposal)}`;
}

function Consequence({ proposal }: { proposal: Proposal }) {
  const { kind, approvals, required } = proposal;
  const target = targetText(proposal);
  if (!isLast(proposal))
    return (
      <>
        <strong>Nothing is sent to DigiCert yet.</strong> {required - approvals - 1} more{" "}
        {required - approvals - 1 === 1 ? "person" : "people"} must approve it after you.
      </>
    );
  switch (kind) {
    case "hold-lift":
      return (
        <>
          <strong>Approving lifts {target}.</strong> The order can be revoked again then. Lifting
          the hold revokes nothing.
        </>
      );
    case "job":
      return (
        <>
          <strong>
            Approving starts the run: it sends the revocation of {target} to DigiCert, with every
            certificate on them.
          </strong>{" "}
          You can pause or cancel the run, but you can't undo a revocation.
        </>
      );
    case "certificate":
      return (
        <>
          <strong>Approving sends the revocation of {target} to DigiCert.</strong> This can't be
          undone.
        </>
      );
    case "order":
      return (
        <>
          <strong>
            Approving sends the revocation of {target} to DigiCert, with every certificate on it.
          </strong>{" "}
          This can't be undone.
        </>
      );
    default:
      return kind satisfies never;
  }
}
