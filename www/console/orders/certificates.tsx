// The blast radius of an order: its certificates, their number, and the warnings.

import type { BlastRadius, Certificate } from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { statusLabel } from "../shared/format";
import { FieldIssues } from "../shared/issues";
import { INCLUSIONS } from "../shared/labels";
import { acknowledged, blastRadius, readBlastRadius } from "./blast-radius";
import { certificateCount, openRevokeRequest, warningText } from "./warnings";

/** Further certificates, and further names of one certificate, are collapsed. */
const MAX_CERTIFICATES = 12;
const MAX_NAMES = 6;

interface CertificatesProps {
  orderId: string;
  /** The request that is being decided on. The warning that it is pending is omitted. */
  requestId?: string;
}

export function Certificates({ orderId, requestId }: CertificatesProps) {
  const now = blastRadius.value;
  return (
    <section
      class="blast-radius"
      aria-labelledby="blast-radius-title"
      data-blast-radius={now.state}
    >
      {now.state === "read" && <BlastRadiusDetails radius={now.radius} requestId={requestId} />}
      {now.state === "reading" && (
        <>
          <h2 id="blast-radius-title">Reading the certificates that this revokes…</h2>
          <Acknowledge>Continue without waiting.</Acknowledge>
        </>
      )}
      {now.state === "failed" && (
        <>
          <h2 id="blast-radius-title">Unknown: the certificates that this revokes</h2>
          <p role="alert">
            The certificates could not be read. Revoking the order still revokes all of them.
          </p>
          <p class="hint">{now.message}</p>
          <p>
            <button type="button" onClick={() => readBlastRadius(orderId)}>
              Try again
            </button>
          </p>
          <Acknowledge>Continue without knowing.</Acknowledge>
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
          aria-describedby="certificates-issues"
          onChange={(event) => {
            acknowledged.value = event.currentTarget.checked;
          }}
        />
        <span>
          {children}{" "}
          <span class="hint">This order may have certificates that you don't know about.</span>
        </span>
      </label>
      <FieldIssues field="certificates" id="certificates-issues" />
    </>
  );
}

interface BlastRadiusDetailsProps {
  radius: BlastRadius;
  requestId: string | undefined;
}

function BlastRadiusDetails({ radius, requestId }: BlastRadiusDetailsProps) {
  const { order, certificates } = radius;
  const isKnown = requestId !== undefined && openRevokeRequest(order)?.id === requestId;
  const warnings = radius.warnings.filter(
    (warning) => !(isKnown && warning === "revocation-requested"),
  );
  return (
    <>
      <h2 id="blast-radius-title">{certificateCount(certificates.length, warnings, order)}</h2>
      {warnings.map((warning) => (
        <p class="notice" key={warning} data-warning={warning}>
          {warningText(warning, order)}
        </p>
      ))}
      <Rows
        certificates={certificates.slice(0, MAX_CERTIFICATES)}
        label="Certificates on this order"
      />
      {certificates.length > MAX_CERTIFICATES && (
        <details>
          <summary>{certificates.length - MAX_CERTIFICATES} more</summary>
          <Rows certificates={certificates.slice(MAX_CERTIFICATES)} label="More certificates" />
        </details>
      )}
    </>
  );
}

function Rows({ certificates, label }: { certificates: readonly Certificate[]; label: string }) {
  return (
    <ul class="certificates" aria-label={label}>
      {certificates.map((certificate, index) => (
        <Row key={certificate.id ?? index} certificate={certificate} />
      ))}
    </ul>
  );
}

function Row({ certificate }: { certificate: Certificate }) {
  const { commonName, status, archived, included = [], id, serialNumber } = certificate;
  return (
    <li>
      <strong>{commonName ?? "(no common name)"}</strong>
      {included.map((inclusion) => (
        <span class="tag" key={inclusion}>
          {INCLUSIONS[inclusion]}
        </span>
      ))}
      {status && <span class={`status ${status}`}>{statusLabel(status)}</span>}
      {archived && <span class="status">archived</span>}
      <OtherNames {...certificate} />
      <span class="more">{validityText(certificate)}</span>
      <span class="more small">
        {serialNumber ? `Serial number ${serialNumber}` : id && `Certificate ${id}`}
      </span>
    </li>
  );
}

function OtherNames({ commonName, dnsNames = [] }: Certificate) {
  const others = dnsNames.filter((name) => name !== commonName);
  if (others.length === 0) return null;
  if (others.length <= MAX_NAMES) return <span class="names">{others.join(", ")}</span>;
  return (
    <details class="names">
      <summary>{others.length} more names</summary>
      {others.join(", ")}
    </details>
  );
}

function validityText({ validTill, daysRemaining }: Certificate) {
  const left = daysRemaining === 1 ? "1 day left" : `${daysRemaining} days left`;
  if (!validTill) return daysRemaining === undefined ? "not issued" : left;
  return `valid till ${validTill}${daysRemaining === undefined ? "" : `, ${left}`}`;
}
