// The plan of a run, as the gateway computed it.

import type { PlanTotals, Shortfall, SurveyProgress } from "certcentral-revoke/mass";
import { fingerprint } from "../approvals/proposal-labels";
import { Facts } from "../shared/facts";
import { ceilToMinute, formatDeadline, formatNumber } from "../shared/format";
import { reasonLabel } from "../shared/labels";
import { durationText } from "./duration";
import { orders, requests, SKIPS } from "./labels";
import type { JobPlan } from "./types";

export function PlanningSection({ survey }: { survey: SurveyProgress | undefined }) {
  return (
    <section aria-labelledby="planning-title">
      <h2 id="planning-title">Reading orders from DigiCert…</h2>
      <p>Nothing is changed. You can close this page and come back.</p>
      <p role="status">
        {survey &&
          `Read ${orders(survey.orders)} so far with ${requests(survey.calls)}. At most ${formatNumber(survey.callsLeft)} more to send.`}
      </p>
    </section>
  );
}

export function PlanSection({ plan }: { plan: JobPlan }) {
  const { totals, shortfall, unmatchedHolds, digest, sentUnixMs, deadlineUnixMs } = plan;
  return (
    <section class="plan" aria-labelledby="plan-title" data-plan={shortfall ? "too-late" : "ready"}>
      <h2 id="plan-title">
        The plan: {formatNumber(totals.send)} of {orders(totals.orders)} would be revoked
      </h2>
      {shortfall ? <TooLate shortfall={shortfall} /> : null}
      <Facts
        rows={[
          ["Certificates", certificatesText(totals)],
          ["Requests to DigiCert", formatNumber(plan.calls)],
          ["All sent by", `${formatDeadline(sentUnixMs)}, if it starts now and no request fails`],
          ["Confirmed by", formatDeadline(plan.confirmedUnixMs)],
          [
            "Deadline",
            deadlineUnixMs === null
              ? "none"
              : `${formatDeadline(deadlineUnixMs)}${shortfall ? "" : `: ${durationText(deadlineUnixMs - sentUnixMs)} to spare`}`,
          ],
          ["Reasons", reasonsText(totals)],
          ["Priorities", prioritiesText(totals)],
          ["Fingerprint", <code title={digest}>{fingerprint(digest)}</code>],
        ]}
      />
      <Excluded totals={totals} />
      <Warnings totals={totals} unmatchedHolds={unmatchedHolds} />
    </section>
  );
}

function TooLate({ shortfall }: { shortfall: Shortfall }) {
  const { deadlineUnixMs, neededUnixMs } = shortfall;
  return (
    <div class="notice danger" role="alert">
      <p>
        <strong>
          This can't finish by {formatDeadline(deadlineUnixMs)}, so you can't start it.
        </strong>{" "}
        At DigiCert's rate limits the last order is sent{" "}
        {durationText(neededUnixMs - deadlineUnixMs)} late. Do one of the following:
      </p>
      <ul>
        <li>Set the deadline to {formatDeadline(ceilToMinute(neededUnixMs))} or later.</li>
        {remedies(shortfall).map((remedy) => (
          <li key={remedy}>{remedy}</li>
        ))}
      </ul>
    </div>
  );
}

/** The orders that are not sent, by reason. */
function Excluded({ totals }: { totals: PlanTotals }) {
  const rows: Array<[string, number]> = [
    ["On hold", totals.held],
    ["Not marked as replaced on the list", totals.notReplaced],
    [`Skipped: ${SKIPS["already-revoked"]}`, totals.alreadyRevoked],
    [`Skipped: ${SKIPS["not-issued"]}`, totals.notIssued],
    [`Skipped: ${SKIPS["not-found"]}`, totals.notFound],
    [`Skipped: ${SKIPS.ended}`, totals.ended],
  ];
  const shown = rows.filter(([, count]) => count > 0);
  return (
    <>
      <h3>Excluded</h3>
      {shown.length === 0 ? (
        <p>None. Every order on the list would be revoked.</p>
      ) : (
        <ul data-excluded>
          {shown.map(([reason, count]) => (
            <li key={reason}>
              <strong>{formatNumber(count)}</strong> {reason}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface WarningsProps {
  totals: PlanTotals;
  unmatchedHolds: readonly string[];
}

/** The warnings about orders that are sent. */
function Warnings({ totals, unmatchedHolds }: WarningsProps) {
  const { reasonIgnored, reissuePending, unknownStatus, unread } = totals;
  const warnings: string[] = [];
  if (reasonIgnored > 0)
    warnings.push(
      `${orders(reasonIgnored)} ${reasonIgnored === 1 ? "is not a TLS/SSL product" : "are not TLS/SSL products"}. DigiCert ignores the reason.`,
    );
  if (reissuePending > 0)
    warnings.push(
      `${orders(reissuePending)} ${reissuePending === 1 ? "has" : "have"} a reissue pending. DigiCert may refuse the revocation until the reissue is complete or canceled.`,
    );
  if (unknownStatus > 0)
    warnings.push(
      `${orders(unknownStatus)} ${unknownStatus === 1 ? "has" : "have"} a status that this console doesn't know. DigiCert may refuse the revocation.`,
    );
  if (unread > 0)
    warnings.push(`${orders(unread)} could not be read. The run sends the revocation anyway.`);
  if (unmatchedHolds.length > 0)
    warnings.push(
      `${orders(unmatchedHolds.length)} on hold ${unmatchedHolds.length === 1 ? "is" : "are"} not on this list: ${unmatchedHolds.slice(0, 5).join(", ")}${unmatchedHolds.length > 5 ? "…" : ""}. Check these IDs: a hold on a mistyped ID protects nothing.`,
    );
  if (warnings.length === 0) return null;
  return (
    <>
      <h3>Warnings</h3>
      <ul data-warnings>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </>
  );
}

const certificatesText = ({ minCertificates, withDuplicates }: PlanTotals) =>
  withDuplicates > 0
    ? `at least ${formatNumber(minCertificates)}: ${orders(withDuplicates)} ${withDuplicates === 1 ? "has" : "have"} duplicates, all of which are revoked too`
    : `at least ${formatNumber(minCertificates)}`;

function reasonsText({ byReason }: PlanTotals) {
  const parts = Object.entries(byReason).map(([reason, count]) => {
    return `${reasonLabel(reason)} ${formatNumber(count)}`;
  });
  return parts.join(", ");
}

function prioritiesText({ byPriority }: PlanTotals) {
  const parts = Object.entries(byPriority).sort(([a], [b]) => Number(b) - Number(a));
  if (parts.length < 2) return "";
  return `${parts.map(([priority, count]) => `${formatNumber(count)} with priority ${priority}`).join(", ")}. The highest priority is sent first.`;
}

/** The changes that make the deadline possible. One of them is enough. */
function remedies({ ordersInTime, limits }: Shortfall): string[] {
  const texts: string[] = [];
  if (ordersInTime > 0)
    texts.push(`Reduce the list to at most ${orders(ordersInTime)}, the most urgent ones.`);
  if (limits) {
    const higher = limits.map(([allowed, ms]) => `${requests(allowed)} in ${durationText(ms)}`);
    texts.push(`Ask DigiCert for higher rate limits: ${higher.join(" and ")}.`);
  }
  return texts;
}
