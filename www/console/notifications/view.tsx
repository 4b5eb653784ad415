// The view "Notifications": every webhook with its state, and the test notification.

import { busy } from "../app/calls";
import { denialReason } from "../session/session";
import { Facts } from "../shared/facts";
import { formatNumber } from "../shared/format";
import { OtherIssues } from "../shared/issues";
import { Moment } from "../shared/moment";
import { UserText } from "../shared/user-text";
import {
  notifications,
  refreshNotifications,
  sendTest,
  testedAt,
  type Webhook,
} from "./notifications";

export function NotificationsView() {
  const denial = denialReason("notify");
  return (
    <>
      <h1 tabIndex={-1}>Notifications</h1>
      <p>
        The gateway notifies these webhooks when an approval is requested or decided, a run pauses
        or stops, the revocation limit is reached, a hold ends, or settings change. The setting{" "}
        <code>WEBHOOKS</code> configures them.
      </p>
      {denial ? (
        <p class="notice">{denial}</p>
      ) : (
        <>
          <OtherIssues id="notifications-issues" />
          <Webhooks />
        </>
      )}
    </>
  );
}

function Webhooks() {
  const now = notifications.value;
  const hasNone = now?.webhooks.length === 0;
  const disabled = busy.value !== "" || hasNone || !now;
  return (
    <>
      <p role="status">{busy.value === "reading" ? "Reading…" : now && summaryOf(now.webhooks)}</p>
      {now && now.webhooks.length > 0 && (
        <ul class="requests" aria-label="Webhooks">
          {now.webhooks.map((webhook) => (
            <Row key={webhook.name} webhook={webhook} />
          ))}
        </ul>
      )}
      <p class="actions">
        <button
          type="button"
          class="primary"
          aria-disabled={disabled}
          aria-describedby="test-hint"
          onClick={() => disabled || sendTest()}
        >
          Send a test notification
        </button>
        <button type="button" aria-disabled={busy.value !== ""} onClick={refreshNotifications}>
          Refresh
        </button>
      </p>
      <p class="hint" id="test-hint" role="status">
        {testedAt.value !== undefined ? (
          <>
            Queued on <Moment time={testedAt.value} />. Refresh to see whether it was delivered.
          </>
        ) : hasNone ? (
          "There is no webhook to test."
        ) : (
          "The test goes to every webhook, and the audit log records it."
        )}
      </p>
      {now?.digicert && <DigicertEvents counts={now.digicert} />}
    </>
  );
}

function summaryOf(webhooks: readonly Webhook[]) {
  const failing = webhooks.filter(({ failures }) => failures > 0).length;
  if (webhooks.length === 0) return "No webhook is configured.";
  const count = webhooks.length === 1 ? "1 webhook" : `${webhooks.length} webhooks`;
  return failing === 0 ? `${count}, none of them failing.` : `${count}, ${failing} failing.`;
}

function Row({ webhook }: { webhook: Webhook }) {
  const { name, format, events, queued, delivered, dropped, failures, retryAt } = webhook;
  const { lastSuccess, lastFailure, problem } = webhook;
  const isFailing = failures > 0;
  return (
    <li data-webhook={isFailing ? "failing" : "working"}>
      <strong>
        <UserText>{name}</UserText>
      </strong>
      <span class="tag">{format}</span>
      <span class={isFailing ? "tag revoke" : "tag"}>{stateOf(webhook)}</span>
      <Facts
        rows={[
          ["Delivered", formatNumber(delivered)],
          ["Waiting", queued > 0 && formatNumber(queued)],
          ["Dropped", dropped > 0 && formatNumber(dropped)],
          ["Last delivery", lastSuccess !== null && <Moment time={lastSuccess} />],
          ["Last failure", lastFailure !== null && <Moment time={lastFailure} />],
          ["Problem", isFailing && problem && <UserText>{problem}</UserText>],
          ["Next attempt", isFailing && retryAt !== null && <Moment time={retryAt} />],
          ["Events", events.join(", ")],
        ]}
      />
    </li>
  );
}

function stateOf({ failures, lastSuccess }: Webhook) {
  if (failures > 0) return failures === 1 ? "1 failure" : `${failures} failures in a row`;
  return lastSuccess === null ? "nothing sent yet" : "working";
}

/** Events that DigiCert sent to the gateway. */
function DigicertEvents({ counts }: { counts: Readonly<Record<string, unknown>> }) {
  const rows = Object.entries(counts).flatMap(([name, count]) =>
    typeof count === "number" ? [[name, formatNumber(count)] as const] : [],
  );
  return (
    <section aria-labelledby="digicert-title">
      <h2 id="digicert-title">Events from DigiCert</h2>
      {rows.length === 0 ? <p>None so far.</p> : <Facts rows={rows} />}
    </section>
  );
}
