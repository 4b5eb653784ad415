// The rehearsal of a run against a model of CertCentral. It looks different from a real run on purpose.

import { busy } from "../app/calls";
import { Facts } from "../shared/facts";
import { formatDeadline } from "../shared/format";
import { rehearse } from "./actions";
import { CountsTable } from "./counts-table";
import { deadlineText } from "./labels";
import { jobDenialReason } from "./ownership";
import type { Job } from "./types";

export function RehearsalSection({ job }: { job: Job }) {
  const { id, state, rehearsal } = job;
  const denial = jobDenialReason(job);
  const disabled = denial !== "" || busy.value !== "" || state === "rehearsing";
  return (
    <section class="rehearsal" aria-labelledby="rehearsal-title" data-rehearsal={state}>
      <h2 id="rehearsal-title">Rehearsal</h2>
      <p>
        <strong>A rehearsal sends nothing to DigiCert.</strong> It runs the whole list against a
        simulated CertCentral, so you can see the report first.
      </p>
      <p role="status">{state === "rehearsing" && "Rehearsing…"}</p>
      {rehearsal && state !== "rehearsing" && (
        <>
          <p class="tag">Rehearsed: no order was revoked</p>
          <CountsTable {...rehearsal.summary} total={rehearsal.summary.orders} />
          <Facts
            rows={[
              ["In time", deadlineText(rehearsal)],
              ["Would be done by", rehearsal.doneUnixMs && formatDeadline(rehearsal.doneUnixMs)],
            ]}
          />
        </>
      )}
      <p class="actions">
        <button
          type="button"
          aria-disabled={disabled}
          aria-description={denial || undefined}
          onClick={() => disabled || rehearse(id)}
        >
          {rehearsal ? "Rehearse again" : "Rehearse"}
        </button>
        {denial && <span>{denial}</span>}
      </p>
    </section>
  );
}
