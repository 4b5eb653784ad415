// The two-person approvals: what the gateway keeps back, and what became of those before.

import { busy } from "../app/calls";
import { show } from "../app/model";
import { OpenJob } from "../jobs/open";
import { barred } from "../session/session";
import { Moment } from "../shared/moment";
import { DecideButtons } from "./decide-buttons";
import { ask, requestOf } from "./deciding";
import { ProposalFacts } from "./proposal-facts";
import { barredFrom, STANDS, standOf, standWords, targetOf } from "./proposal-labels";
import { type Proposal, proposals } from "./proposals";

export function ProposalsPart() {
  const now = proposals.value;
  const list = now.state === "read" ? now.list : [];
  const open = list.filter(({ status }) => status === "pending");
  const closed = list.filter(({ status }) => status !== "pending");
  return (
    <section aria-labelledby="proposals-title">
      <h2 id="proposals-title">Two-person approvals</h2>
      <p class="hint">
        Revocations that this gateway keeps back until a second person approves them. What waits
        here has not reached DigiCert.
      </p>
      <p role="status">
        {now.state === "reading" && "Reading the two-person approvals…"}
        {now.state === "read" && summaryOf(open.length)}
      </p>
      {now.state === "failed" && (
        <p role="alert" class="issue">
          They could not be read. {now.message}
        </p>
      )}
      {open.length > 0 && (
        <ul class="requests" aria-label="Two-person approvals">
          {open.map((proposal) => (
            <Open key={proposal.id} proposal={proposal} />
          ))}
        </ul>
      )}
      {closed.length > 0 && (
        <details>
          <summary>Closed ones ({closed.length})</summary>
          <ul class="requests" aria-label="Closed two-person approvals">
            {closed.map((proposal) => (
              <Closed key={proposal.id} proposal={proposal} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function summaryOf(count: number) {
  if (count === 0) return "Nothing waits for a second person.";
  return count === 1 ? "1 waits for a second person." : `${count} wait for a second person.`;
}

function Open({ proposal }: { proposal: Proposal }) {
  const { id } = proposal;
  // That nobody with this role may decide is said above the lists.
  const own = barred("decide") === "" && barredFrom("approved", proposal);
  return (
    <li class="kept-back">
      <strong>Revoke {targetOf(proposal)}</strong>
      <span class="tag revoke">two persons</span>
      <ProposalFacts proposal={proposal} />
      {own && <p class="more">{own}</p>}
      <span class="acts">
        <DecideButtons
          name={`proposal ${id}`}
          barred={(decision) => barredFrom(decision, proposal)}
          onDecide={(decision) => ask({ request: requestOf(proposal), decision, proposal })}
        />
        <OpenTarget proposal={proposal} />
      </span>
    </li>
  );
}

function Closed({ proposal }: { proposal: Proposal }) {
  const { by, time, decidedBy, decidedAt, note } = proposal;
  const stand = standOf(proposal);
  return (
    <li data-stand={stand}>
      <strong>Revoke {targetOf(proposal)}</strong>
      <span class="tag">{STANDS[stand]}</span>
      <span class="more">
        Asked for by {by}, <Moment time={time} />
        {decidedBy && `. Decided by ${decidedBy}`}
        {decidedAt !== undefined && (
          <>
            , <Moment time={decidedAt} />
          </>
        )}
      </span>
      {decidedBy && note && <q class="more">{note}</q>}
      <span class="more">{standWords(proposal)}</span>
      <span class="acts">
        <OpenTarget proposal={proposal} />
      </span>
    </li>
  );
}

function OpenTarget({ proposal: { target } }: { proposal: Proposal }) {
  const { order, job } = target;
  if (job !== undefined) return <OpenJob id={job} />;
  if (order === undefined) return null;
  return (
    <button
      type="button"
      class="link"
      aria-disabled={busy.value !== ""}
      onClick={() => show(order)}
    >
      Open order {order}
    </button>
  );
}
