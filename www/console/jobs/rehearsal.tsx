// The rehearsal: the whole run against a model of CertCentral, and what it came to. It must not be taken for the run.

import { busy } from "../app/calls";
import { Facts } from "../shared/facts";
import { rehearse } from "./actions";
import { inBoth } from "./deadline";
import { inTimeOf } from "./labels";
import { OutcomeRows } from "./outcome";
import { barredFrom } from "./ownership";
import type { Job } from "./types";

export function RehearsalPart({ job }: { job: Job }) {
  const { id, state, rehearsal } = job;
  const why = barredFrom(job);
  const off = why !== "" || busy.value !== "" || state === "rehearsing";
  return (
    <section class="rehearsal" aria-labelledby="rehearsal-title" data-rehearsal={state}>
      <h2 id="rehearsal-title">Rehearsal</h2>
      <p>
        <strong>Nothing is sent to DigiCert in a rehearsal.</strong> The gateway goes the whole way
        with a model of CertCentral, so that you see the report before anything is real.
      </p>
      <p role="status">{state === "rehearsing" && "It is being rehearsed…"}</p>
      {rehearsal && state !== "rehearsing" && (
        <>
          <p class="tag">Rehearsed: no order was revoked</p>
          <OutcomeRows {...rehearsal.summary} total={rehearsal.summary.orders} />
          <Facts
            rows={[
              ["In time", inTimeOf(rehearsal)],
              ["Would be done by", rehearsal.doneUnixMs && inBoth(rehearsal.doneUnixMs)],
            ]}
          />
        </>
      )}
      <p class="acts">
        <button
          type="button"
          aria-disabled={off}
          aria-description={why || undefined}
          onClick={() => off || rehearse(id)}
        >
          {rehearsal ? "Rehearse again" : "Rehearse it"}
        </button>
        {why && <span>{why}</span>}
      </p>
    </section>
  );
}
