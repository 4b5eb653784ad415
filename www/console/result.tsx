// How a revoke ended, in four ways that nobody can mistake for each other.

import {
  type CertCentralError,
  type Order,
  type Outcome,
  UnknownOutcomeError,
  type Warning,
} from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { FieldIssues } from "./issues";
import { busy, type Result, show, startOver } from "./model";
import { PROBLEMS, WARNINGS } from "./words";

export function ResultView({ order, result }: { order: Order; result: Result }) {
  return (
    <>
      {result.kind === "outcome" ? (
        <Done order={order} outcome={result.outcome} />
      ) : (
        <Failed order={order} error={result.error} />
      )}
      <FieldIssues field="" id="issues-result" />
      <p>
        <button type="button" onClick={startOver}>
          Revoke another order
        </button>
      </p>
    </>
  );
}

function Done({ order, outcome }: { order: Order; outcome: Outcome }) {
  switch (outcome.outcome) {
    case "revoked":
      return (
        <Panel kind="revoked" mark="✓" title="Revoked" warnings={outcome.warnings}>
          <p>
            DigiCert took the revocation of order {order.id}. Every certificate on it is revoked, or
            will be in moments.
          </p>
          <CheckAgain order={order} />
        </Panel>
      );
    case "requested":
      return (
        <Panel kind="waiting" mark="…" title="Waiting for approval" warnings={outcome.warnings}>
          <p>
            <strong>Nothing is revoked yet.</strong> DigiCert made request {outcome.request.id} for
            order {order.id}; its status is “{outcome.request.status}”. An administrator has to
            approve it in CertCentral.
          </p>
          <CheckAgain order={order} />
        </Panel>
      );
    default:
      return outcome satisfies never;
  }
}

function Failed({ order, error }: { order: Order; error: CertCentralError }) {
  if (error.effect === "none") {
    return (
      <Panel kind="refused" mark="✕" title="Refused: nothing was changed">
        <p>Order {order.id} is as it was. DigiCert said why:</p>
        <ul>
          {error.errors.map(({ code, message }) => (
            <li key={code}>
              {message || "(no sentence)"} <code>{code}</code>
            </li>
          ))}
          {error.errors.length === 0 && <li>{error.message}</li>}
        </ul>
      </Panel>
    );
  }
  const why = error instanceof UnknownOutcomeError ? PROBLEMS[error.problem] : undefined;
  return (
    <Panel kind="unknown" mark="?" title="We do not know">
      <p>
        <strong>Order {order.id} may be revoked, or may not be.</strong> The call was sent, and no
        clear answer came. Do not send it again before you have looked.
      </p>
      <p class="hint">{why ?? error.message}</p>
      <CheckAgain order={order} />
    </Panel>
  );
}

function CheckAgain({ order }: { order: Order }) {
  return (
    <p>
      <button
        type="button"
        class="primary"
        aria-disabled={busy.value}
        onClick={() => show(order.id)}
      >
        Check the order now
      </button>
    </p>
  );
}

interface PanelProps {
  kind: "revoked" | "waiting" | "refused" | "unknown";
  mark: string;
  title: string;
  warnings?: readonly Warning[];
  children: ComponentChildren;
}

function Panel({ kind, mark, title, warnings = [], children }: PanelProps) {
  return (
    <section class={`panel ${kind}`} aria-labelledby="result-title" data-result={kind}>
      <div class="mark" aria-hidden="true">
        <span>{mark}</span>
      </div>
      <div>
        <h1 id="result-title" tabIndex={-1}>
          {title}
        </h1>
        {children}
        {warnings.map((warning) => (
          <p class="notice" key={warning}>
            {WARNINGS[warning]}
          </p>
        ))}
      </div>
    </section>
  );
}
