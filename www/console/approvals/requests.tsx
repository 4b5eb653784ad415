// The requests that wait in CertCentral.

import type { ApprovalRequest } from "certcentral-revoke";
import { busy } from "../app/calls";
import { show } from "../app/model";
import { barred } from "../session/session";
import { momentOf, nameOf, REQUEST_TYPES } from "../shared/labels";
import { DecideButtons } from "./decide-buttons";
import { ask, moreRequests, waiting } from "./deciding";

export function RequestsPart() {
  const list = waiting.value;
  const reading = busy.value === "reading";
  return (
    <section aria-labelledby="requests-title">
      <h2 id="requests-title">In CertCentral</h2>
      <p class="hint">Requests that DigiCert holds. Approving one lets DigiCert go on with it.</p>
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
          <button type="button" aria-disabled={busy.value !== ""} onClick={moreRequests}>
            Show more
          </button>
        </p>
      )}
    </section>
  );
}

function summaryOf({ requests, total, nextOffset }: NonNullable<typeof waiting.value>) {
  const { length } = requests;
  if (length === 0) return "No request waits for approval.";
  if (nextOffset !== undefined)
    return `The first ${length}${total ? ` of ${total}` : ""} requests.`;
  return `${length} ${length === 1 ? "request waits" : "requests wait"} for approval.`;
}

function Row({ request }: { request: ApprovalRequest }) {
  const { id, type = "", orderId, commonName, requester, date, comments, product } = request;
  const who = requester && nameOf(requester);
  const facts = [
    `Request ${id}`,
    orderId && `order ${orderId}`,
    product?.name,
    date && `made ${momentOf(date)}`,
    who && `by ${who}`,
  ];
  return (
    <li>
      <strong>{commonName ?? "(no name)"}</strong>
      <span class={`tag ${type}`}>{REQUEST_TYPES.get(type) ?? (type || "unknown type")}</span>
      <span class="more">{facts.filter(Boolean).join(" · ")}</span>
      {comments && <q class="more">{comments}</q>}
      <span class="acts">
        <DecideButtons
          name={`request ${id}`}
          barred={() => barred("decide")}
          onDecide={(decision) => ask({ request, decision })}
        />
        {orderId && (
          <button
            type="button"
            class="link"
            aria-disabled={busy.value !== ""}
            onClick={() => show(orderId)}
          >
            Open order {orderId}
          </button>
        )}
      </span>
    </li>
  );
}
