// What a revoke of an order reaches: every certificate, how many there are, and what to know before.

import type { BlastRadius, Certificate } from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { concernOf, countOf, openRevokeOf } from "../revocation/findings";
import { FieldIssues } from "../shared/issues";
import { INCLUSIONS, statusOf } from "../shared/labels";
import { acknowledged, radius, readRadius } from "./blast-radius";

/** More certificates than this are folded away, and more names of one. */
const SHOWN = 12;
const NAMES_SHOWN = 6;

interface CertificatesProps {
  orderId: string;
  /** The request that is being decided on: that it waits is no news. */
  about?: string;
}

export function Certificates({ orderId, about }: CertificatesProps) {
  const now = radius.value;
  return (
    <section class="reach" aria-labelledby="reach-title" data-reach={now.state}>
      {now.state === "read" && <Reach radius={now.radius} about={about} />}
      {now.state === "reading" && (
        <>
          <h2 id="reach-title">Reading which certificates this revokes…</h2>
          <Acknowledge>Go on without waiting for it.</Acknowledge>
        </>
      )}
      {now.state === "failed" && (
        <>
          <h2 id="reach-title">Not known: which certificates this revokes</h2>
          <p role="alert">
            They could not be read. A revoke reaches every certificate on the order all the same.
          </p>
          <p class="hint">{now.message}</p>
          <p>
            <button type="button" onClick={() => readRadius(orderId)}>
              Read again
            </button>
          </p>
          <Acknowledge>Go on without knowing.</Acknowledge>
        </>
      )}
    </section>
  );
}

function Acknowledge({ children }: { children: ComponentChildren }) {
  return (
    <>
      <label class="choice">
        <input
          type="checkbox"
          checked={acknowledged.value}
          aria-describedby="reach-issues"
          onChange={(event) => {
            acknowledged.value = event.currentTarget.checked;
          }}
        />
        <span>
          {children}{" "}
          <span class="hint">
            There may be certificates on this order that nobody has thought of.
          </span>
        </span>
      </label>
      <FieldIssues field="reach" id="reach-issues" />
    </>
  );
}

function Reach({ radius, about }: { radius: BlastRadius; about: string | undefined }) {
  const { order, certificates } = radius;
  const known = about !== undefined && openRevokeOf(order)?.id === about;
  const warnings = radius.warnings.filter((one) => !(known && one === "revocation-requested"));
  return (
    <>
      <h2 id="reach-title">{countOf(certificates.length, warnings)}</h2>
      {warnings.map((warning) => (
        <p class="notice" key={warning} data-warning={warning}>
          {concernOf(warning, order)}
        </p>
      ))}
      <Rows certificates={certificates.slice(0, SHOWN)} label="Certificates on this order" />
      {certificates.length > SHOWN && (
        <details>
          <summary>{certificates.length - SHOWN} more</summary>
          <Rows certificates={certificates.slice(SHOWN)} label="More certificates" />
        </details>
      )}
    </>
  );
}

function Rows({ certificates, label }: { certificates: readonly Certificate[]; label: string }) {
  return (
    <ul class="certificates" aria-label={label}>
      {certificates.map((certificate, nth) => (
        <Row key={certificate.id ?? nth} certificate={certificate} />
      ))}
    </ul>
  );
}

function Row({ certificate }: { certificate: Certificate }) {
  const { commonName, status, archived, included = [], id, serialNumber } = certificate;
  return (
    <li>
      <strong>{commonName ?? "(no name)"}</strong>
      {included.map((why) => (
        <span class="tag" key={why}>
          {INCLUSIONS[why]}
        </span>
      ))}
      {status && <span class={`status ${status}`}>{statusOf(status)}</span>}
      {archived && <span class="status">archived</span>}
      <OtherNames {...certificate} />
      <span class="more">{expiryOf(certificate)}</span>
      <span class="more small">
        {serialNumber ? `Serial number ${serialNumber}` : id && `Certificate ${id}`}
      </span>
    </li>
  );
}

function OtherNames({ commonName, dnsNames = [] }: Certificate) {
  const others = dnsNames.filter((name) => name !== commonName);
  if (others.length === 0) return null;
  if (others.length <= NAMES_SHOWN) return <span class="names">{others.join(", ")}</span>;
  return (
    <details class="names">
      <summary>{others.length} more names</summary>
      {others.join(", ")}
    </details>
  );
}

function expiryOf({ validTill, daysRemaining }: Certificate) {
  const left = daysRemaining === 1 ? "1 day left" : `${daysRemaining} days left`;
  if (!validTill) return daysRemaining === undefined ? "no dates: probably never issued" : left;
  return `valid till ${validTill}${daysRemaining === undefined ? "" : `, ${left}`}`;
}
