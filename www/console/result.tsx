// How a revoke ended, in four ways that nobody can mistake for each other.

import {
  CertCentralError,
  type Order,
  type Outcome,
  UnknownOutcomeError,
  type Warning,
} from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { CheckOrder } from "./check";
import { OtherIssues } from "./issues";
import { type Result, show, startOver } from "./model";
import { ADVICE, PROBLEMS, WARNINGS } from "./words";

export function ResultView({ order, result }: { order: Order; result: Result }) {
  return (
    <>
      {result.kind === "outcome" ? (
        <Done order={order} outcome={result.outcome} />
      ) : (
        <Failed order={order} error={result.error} />
      )}
      <OtherIssues id="result-issues" />
      <p>
        <button type="button" onClick={startOver}>
          Another order
        </button>
      </p>
    </>
  );
}

function Done({ order, outcome }: { order: Order; outcome: Outcome }) {
  switch (outcome.outcome) {
    case "revoked":
      return (
        <Panel kind="revoked" title={`Revoked: order ${order.id}`} warnings={outcome.warnings}>
          <p>
            DigiCert accepted the revocation. Every certificate on this order is revoked, or will be
            in moments. There is nothing left to approve.
          </p>
          <CheckOrder orderId={order.id} />
        </Panel>
      );
    case "requested":
      return (
        <Panel
          kind="waiting"
          title={`Waiting for approval: order ${order.id}`}
          warnings={outcome.warnings}
        >
          <p>
            <strong>Nothing is revoked yet.</strong> Request {outcome.request.id} (
            {outcome.request.status}) waits for an administrator, who has to approve it in
            CertCentral. Until then the certificates work as before.
          </p>
          <CheckOrder orderId={order.id} />
        </Panel>
      );
    default:
      return outcome satisfies never;
  }
}

function Failed({ order, error }: { order: Order; error: unknown }) {
  if (error instanceof CertCentralError && error.effect === "none")
    return <Refused order={order} error={error} />;
  const problem = error instanceof UnknownOutcomeError ? PROBLEMS[error.problem] : undefined;
  return (
    <Panel kind="unknown" title={`Unknown: order ${order.id} may be revoked, or not`}>
      <p>
        We do not know whether it was revoked: the call was sent, and no clear answer came.{" "}
        <strong>Do not send it again. Check the order first.</strong>
      </p>
      <p class="hint">{problem ?? (error instanceof Error ? error.message : String(error))}</p>
      <CheckOrder orderId={order.id} thenOpen />
    </Panel>
  );
}

function Refused({ order, error }: { order: Order; error: CertCentralError }) {
  const advice = ADVICE[error.code];
  return (
    <Panel kind="refused" title={`Refused: order ${order.id} is unchanged`}>
      <p>
        <strong>Nothing was changed.</strong>{" "}
        {error.errors.length > 0 ? "The answer was no:" : "It was not carried out:"}
      </p>
      <ul>
        {error.errors.map(({ code, message }) => (
          <li key={`${code} ${message}`}>
            {message} <code>{code}</code>
          </li>
        ))}
        {error.errors.length === 0 && <li>{error.message}</li>}
      </ul>
      {advice && <p>{advice}</p>}
      <p>
        <button type="button" class="primary" onClick={() => show(order.id)}>
          Back to the order
        </button>
      </p>
    </Panel>
  );
}

/** Told apart by shape and sign too, not by colour alone. */
const MARKS = { revoked: "✓", waiting: "…", refused: "✕", unknown: "?" };

interface PanelProps {
  kind: keyof typeof MARKS;
  title: string;
  warnings?: readonly Warning[];
  children: ComponentChildren;
}

function Panel({ kind, title, warnings = [], children }: PanelProps) {
  return (
    <section class={`panel ${kind}`} aria-labelledby="result-title" data-result={kind}>
      <div class="mark" aria-hidden="true">
        <span>{MARKS[kind]}</span>
      </div>
      <div>
        <h1 id="result-title" tabIndex={-1}>
          {title}
        </h1>
        {warnings.map((warning) => (
          <p class="notice" key={warning}>
            {WARNINGS[warning]}
          </p>
        ))}
        {children}
      </div>
    </section>
  );
}
