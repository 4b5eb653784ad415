// Everything that waits for a decision, in two parts that nobody can take for each other.

import { busy } from "../app/calls";
import { barred } from "../session/session";
import { OtherIssues } from "../shared/issues";
import { DecideDialog } from "./decide";
import { listRequests } from "./deciding";
import { ProposalsPart } from "./proposal-list";
import { RequestsPart } from "./requests";

export function Inbox() {
  const why = barred("decide");
  return (
    <>
      <h1 tabIndex={-1}>Approvals</h1>
      <OtherIssues id="requests-issues" fields={["processorComment", "reach"]} />
      {why && (
        <p class="notice" id="decide-why">
          You can read these, but not decide. {why}
        </p>
      )}
      <ProposalsPart />
      <RequestsPart />
      <p>
        <button type="button" aria-disabled={busy.value !== ""} onClick={listRequests}>
          Read again
        </button>
      </p>
      <DecideDialog />
    </>
  );
}
