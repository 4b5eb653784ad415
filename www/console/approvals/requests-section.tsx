// The pending requests in CertCentral.

import type { ApprovalRequest } from "certcentral-revoke";
import { busy } from "../app/calls";
import { openOrder } from "../orders/open";
import { denialReason } from "../session/session";
import { formatTimestamp, personName } from "../shared/format";
import { REQUEST_TYPES } from "../shared/labels";
import { Quote } from "../shared/user-text";
import { openDecision } from "./decide";
import { DecideButtons } from "./decide-buttons";
import { loadMoreRequests, pendingRequests } from "./pending-requests";

export function RequestsSection() {
  const list = pendingRequests.value;
  const reading = busy.value === "reading";
  return (
    <section aria-labelledby="requests-title">
      <h2 id="requests-title">In CertCentral</h2>
      <p class="hint">Pending requests at DigiCert. If you approve one, DigiCert executes it.</p>
      <p role="status">{reading ? "Reading the requests…" : list && summaryOf(list)}</p>
      {list && list.requests.length > 0 && (
        <ul class="requests" aria-label="Requests in CertCentral">
          {list.requests.map((request) => (
            <Row key={request.id} request={request} />
          ))}
        </ul>
      )}
      {list?.nextOffset !== undefined && (
        <p>
          <button type="button" aria-disabled={busy.value !== ""} onClick={loadMoreRequests}>
            Show more
          </button>
        </p>
      )}
    </section>
  );
}

function summaryOf({ requests, total, nextOffset }: NonNullable<typeof pendingRequests.value>) {
  const { length } = requests;
  if (length === 0) return "No request waits for approval.";
  if (nextOffset !== undefined)
    return `The first ${length}${total ? ` of ${total}` : ""} requests.`;
  return `${length} ${length === 1 ? "request waits" : "requests wait"} for approval.`;
}

function Row({ request }: { request: ApprovalRequest }) {
  const { id, type = "", orderId, commonName, requester, date, comments, product } = request;
  const person = requester && personName(requester);
  const facts = [
    `Request ${id}`,
    orderId && `order ${orderId}`,
    product?.name,
    date && `created ${formatTimestamp(date)}`,
    person && `by ${person}`,
  ];
  return (
    <li>
      <strong>{commonName ?? "(no common name)"}</strong>
      <span class={`tag ${type}`}>{REQUEST_TYPES.get(type) ?? (type || "unknown type")}</span>
      <span class="more">{facts.filter(Boolean).join(" · ")}</span>
      {comments && <Quote class="more">{comments}</Quote>}
      <span class="actions">
        <DecideButtons
          name={`request ${id}`}
          denialReason={() => denialReason("decide")}
          onDecide={(decision) => openDecision({ request, decision })}
        />
        {orderId && (
          <button
            type="button"
            class="link"
            aria-disabled={busy.value !== ""}
            onClick={() => openOrder(orderId)}
          >
            Open order {orderId}
          </button>
        )}
      </span>
    </li>
  );
}
