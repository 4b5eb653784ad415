// The witnesses of the audit log: where its heads are published, which shows whether it was rewritten.

import { Moment } from "../shared/moment";
import { UserText } from "../shared/user-text";
import { auditStatus, type Witness } from "./log";

export function AuditStatusSection() {
  const now = auditStatus.value;
  if (!now) return null;
  const { last, witnesses } = now;
  return (
    <section aria-labelledby="witnesses-title">
      <h2 id="witnesses-title">Witnesses</h2>
      <p>
        {witnesses.length === 0
          ? "The heads of this log are published nowhere else. The setting AUDIT_WITNESS names witnesses."
          : `The log has ${last} entries. Each witness keeps a copy of a head, by which a rewritten log is detected.`}
      </p>
      {witnesses.length > 0 && (
        <ul class="requests compact" aria-label="Witnesses">
          {witnesses.map((witness) => (
            <Row key={witness.name} witness={witness} last={last} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ witness, last }: { witness: Witness; last: number }) {
  const { name, seq, failures, at, since, error } = witness;
  return (
    <li data-witness={failures > 0 ? "failing" : "working"}>
      <strong>
        <UserText>{name}</UserText>
      </strong>
      <span class={failures > 0 ? "tag revoke" : "tag"}>
        {failures > 0 ? "failing" : "working"}
      </span>
      <span class="more">
        {at === undefined ? (
          "Has no head yet."
        ) : (
          <>
            Has entry {seq} of {last}, <Moment time={at} />.
          </>
        )}
      </span>
      {failures > 0 && since !== undefined && (
        <span class="more">
          Failing since <Moment time={since} />: <UserText>{error ?? ""}</UserText>
        </span>
      )}
    </li>
  );
}
