// The view "Approvals": two-person approvals of the gateway, and requests in CertCentral.

import { busy } from "../app/calls";
import { denialReason } from "../session/session";
import { OtherIssues } from "../shared/issues";
import { DecisionDialog } from "./decision-dialog";
import { listRequests } from "./pending-requests";
import { ProposalsSection } from "./proposals-section";
import { RequestsSection } from "./requests-section";

export function ApprovalsView() {
  const denial = denialReason("decide");
  return (
    <>
      <h1 tabIndex={-1}>Approvals</h1>
      <OtherIssues id="requests-issues" fields={["processorComment", "certificates"]} />
      {denial && (
        <p class="notice" id="decide-denial">
          You can view these, but you can't approve or reject them. {denial}
        </p>
      )}
      <ProposalsSection />
      <RequestsSection />
      <p>
        <button type="button" aria-disabled={busy.value !== ""} onClick={listRequests}>
          Refresh
        </button>
      </p>
      <DecisionDialog />
    </>
  );
}
