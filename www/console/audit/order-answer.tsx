// Shows who revoked the order that the filter names.

import { OpenJob } from "../jobs/open-job";
import { Moment } from "../shared/moment";
import { UserText } from "../shared/user-text";
import { auditLog, filter } from "./log";
import { type Revocation, revocationsIn } from "./revocations";

const RESULTS: Record<Revocation["kind"], string> = {
  revoked: "DigiCert revoked it.",
  requested: "DigiCert created a request. It is revoked once that request is approved.",
  unknown: "No clear response arrived, so the result is unknown.",
  "approved-at-digicert": "The request at DigiCert was approved, which revokes it.",
  confirmed: "DigiCert's webhook confirmed the revocation.",
  listed: "A run of a list was allowed to revoke it. The report of the list has the result.",
};

export function OrderAnswer() {
  const { order, ...others } = filter.value;
  const page = auditLog.value;
  if (order === "" || !page) return null;
  const revocations = revocationsIn(page.entries);
  const isPart = page.next !== undefined || Object.values(others).some((text) => text !== "");
  return (
    <section class="notice" aria-labelledby="answer-title" data-answer>
      <h2 id="answer-title">Who revoked order {order}?</h2>
      {revocations.length === 0 ? (
        <p>No entry below shows a revocation of order {order} by this gateway.</p>
      ) : (
        <ul>
          {revocations.map((revocation) => (
            <Row key={revocation.seq} revocation={revocation} />
          ))}
        </ul>
      )}
      {isPart && (
        <p class="hint">
          Only the entries below are considered. Remove the other filters, or show older entries.
        </p>
      )}
    </section>
  );
}

function Row({ revocation }: { revocation: Revocation }) {
  const { seq, time, requestedBy, approvedBy, kind, job } = revocation;
  return (
    <li data-revocation={kind}>
      <Moment time={time} />:{" "}
      {requestedBy !== undefined && (
        <>
          <strong>
            <UserText>{requestedBy}</UserText>
          </strong>{" "}
          requested it.{" "}
        </>
      )}
      {approvedBy !== undefined && (
        <>
          <strong>
            <UserText>{approvedBy}</UserText>
          </strong>{" "}
          approved it.{" "}
        </>
      )}
      {RESULTS[kind]} <span class="hint">Entry {seq}.</span>{" "}
      {job !== undefined && <OpenJob id={job} />}
    </li>
  );
}
