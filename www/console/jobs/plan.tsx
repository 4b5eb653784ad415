// What a run would do, as the gateway has reckoned it: how many orders, what is left out and why, and when it ends.

import type { Shortfall, SurveyProgress, Totals } from "certcentral-revoke/mass";
import { SHORT_HASH } from "../approvals/proposal-labels";
import { Facts } from "../shared/facts";
import { number, REASONS } from "../shared/labels";
import { inBoth } from "./deadline";
import { calls, orders, remediesOf, SKIPS, spanOf } from "./labels";
import type { JobPlan } from "./types";

export function PlanningPart({ survey }: { survey: SurveyProgress | undefined }) {
  return (
    <section aria-labelledby="planning-title">
      <h2 id="planning-title">The orders are read</h2>
      <p>
        Page by page at DigiCert, to see what each of them is. Nothing is changed. You may close
        this page and come back.
      </p>
      <p role="status">
        {survey &&
          `${orders(survey.orders)} known after ${calls(survey.calls)}; no more than ${number(survey.callsLeft)} to go.`}
      </p>
    </section>
  );
}

export function PlanPart({ plan }: { plan: JobPlan }) {
  const { totals, shortfall, holdsElsewhere, digest, sentUnixMs, deadlineUnixMs } = plan;
  return (
    <section class="plan" aria-labelledby="plan-title" data-plan={shortfall ? "too-late" : "ready"}>
      <h2 id="plan-title">
        The plan: {number(totals.send)} of {orders(totals.orders)} would be revoked
      </h2>
      {shortfall ? <TooLate shortfall={shortfall} /> : null}
      <Facts
        rows={[
          ["Certificates", certificatesOf(totals)],
          ["Calls to DigiCert", number(plan.calls)],
          ["All sent by", `${inBoth(sentUnixMs)}, if it starts now and nothing fails`],
          ["Confirmed by", inBoth(plan.confirmedUnixMs)],
          [
            "Deadline",
            deadlineUnixMs === null
              ? "none"
              : `${inBoth(deadlineUnixMs)}${shortfall ? "" : `: ${spanOf(deadlineUnixMs - sentUnixMs)} to spare`}`,
          ],
          ["Reasons", reasonsOf(totals)],
          ["Priorities", prioritiesOf(totals)],
          ["Bound by hash", <code title={digest}>{digest.slice(0, SHORT_HASH)}…</code>],
        ]}
      />
      <LeftOut totals={totals} />
      <Concerns totals={totals} holdsElsewhere={holdsElsewhere} />
    </section>
  );
}

function TooLate({ shortfall }: { shortfall: Shortfall }) {
  const { deadlineUnixMs, neededUnixMs } = shortfall;
  return (
    <div class="notice danger" role="alert">
      <p>
        <strong>It cannot be done by {inBoth(deadlineUnixMs)}, so it cannot be started.</strong>{" "}
        DigiCert's limits let the last order through {spanOf(neededUnixMs - deadlineUnixMs)} too
        late. Any one of these would do:
      </p>
      <ul>
        <li>Set the deadline to {inBoth(neededUnixMs)} or later.</li>
        {remediesOf(shortfall).map((remedy) => (
          <li key={remedy}>{remedy}</li>
        ))}
      </ul>
    </div>
  );
}

/** What is not sent, and why. */
function LeftOut({ totals }: { totals: Totals }) {
  const rows: Array<[string, number]> = [
    ["On hold", totals.held],
    ["Not replaced, as far as the list says", totals.notReplaced],
    ["Skipped: revoked already", totals.alreadyRevoked],
    [`Skipped: ${SKIPS.notIssued}`, totals.notIssued],
    [`Skipped: ${SKIPS.notFound}`, totals.notFound],
    [`Skipped: ${SKIPS.ended}`, totals.ended],
  ];
  const left = rows.filter(([, count]) => count > 0);
  return (
    <>
      <h3>Left out</h3>
      {left.length === 0 ? (
        <p>Nothing: every order of the list is revoked.</p>
      ) : (
        <ul data-left-out>
          {left.map(([why, count]) => (
            <li key={why}>
              <strong>{number(count)}</strong> {why}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface ConcernsProps {
  totals: Totals;
  holdsElsewhere: readonly string[];
}

/** What to know of those that are sent. */
function Concerns({ totals, holdsElsewhere }: ConcernsProps) {
  const { reasonIgnored, reissuePending, unknownStatus, unread } = totals;
  const concerns: string[] = [];
  if (reasonIgnored > 0)
    concerns.push(
      `${number(reasonIgnored)} are not TLS/SSL products: DigiCert ignores the reason for them.`,
    );
  if (reissuePending > 0)
    concerns.push(
      `${number(reissuePending)} have a reissue pending: DigiCert may refuse them until it is done or cancelled.`,
    );
  if (unknownStatus > 0)
    concerns.push(
      `${number(unknownStatus)} have a status that is new to us: nobody knows what a revoke does to them.`,
    );
  if (unread > 0) concerns.push(`${number(unread)} could not be read. They are sent all the same.`);
  if (holdsElsewhere.length > 0)
    concerns.push(
      `${orders(holdsElsewhere.length)} on hold ${holdsElsewhere.length === 1 ? "is" : "are"} not on this list: ${holdsElsewhere.slice(0, 5).join(", ")}${holdsElsewhere.length > 5 ? "…" : ""}. A hold for a mistyped order keeps nothing back.`,
    );
  if (concerns.length === 0) return null;
  return (
    <>
      <h3>Good to know</h3>
      <ul data-concerns>
        {concerns.map((concern) => (
          <li key={concern}>{concern}</li>
        ))}
      </ul>
    </>
  );
}

const certificatesOf = ({ certificatesAtLeast, withDuplicates }: Totals) =>
  withDuplicates > 0
    ? `at least ${number(certificatesAtLeast)}: ${orders(withDuplicates)} ${withDuplicates === 1 ? "has" : "have"} duplicates, all of which are revoked too`
    : `at least ${number(certificatesAtLeast)}`;

function reasonsOf({ byReason }: Totals) {
  const parts = Object.entries(byReason).map(([reason, count]) => {
    const label = REASONS.find(({ value }) => value === reason)?.label ?? reason;
    return `${label} ${number(count)}`;
  });
  return parts.join(", ");
}

function prioritiesOf({ byPriority }: Totals) {
  const parts = Object.entries(byPriority).sort(([one], [other]) => Number(other) - Number(one));
  if (parts.length < 2) return "";
  return `${parts.map(([priority, count]) => `${number(count)} of priority ${priority}`).join(", ")}; the highest go first`;
}
