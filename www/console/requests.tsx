// The requests that wait for a decision.

import type { ApprovalRequest } from "certcentral-revoke";
import { busy } from "./calls";
import { DecideDialog } from "./decide";
import { ask, listRequests, moreRequests, waiting } from "./deciding";
import { OtherIssues } from "./issues";
import { show } from "./model";
import { momentOf, nameOf, REQUEST_TYPES } from "./words";

export function Requests() {
  const list = waiting.value;
  const reading = busy.value === "reading";
  return (
    <>
      <h1 tabIndex={-1}>Pending requests</h1>
      <OtherIssues id="requests-issues" fields={["processorComment", "reach"]} />
      <p role="status">{reading ? "Reading the requests…" : list && summaryOf(list)}</p>
      {list && list.requests.length > 0 && (
        <ul class="requests" aria-label="Pending requests">
          {list.requests.map((request) => (
            <Row key={request.id} request={request} />
          ))}
        </ul>
      )}
      <p class="row">
        {list?.nextOffset !== undefined && (
          <button type="button" aria-disabled={busy.value !== ""} onClick={moreRequests}>
            Show more
          </button>
        )}
        <button type="button" aria-disabled={busy.value !== ""} onClick={listRequests}>
          Read again
        </button>
      </p>
      <DecideDialog />
    </>
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
  const off = busy.value !== "";
  return (
    <li>
      <strong>{commonName ?? "(no name)"}</strong>
      <span class={`tag ${type}`}>{REQUEST_TYPES.get(type) ?? (type || "unknown type")}</span>
      <span class="more">{facts.filter(Boolean).join(" · ")}</span>
      {comments && <q class="more">{comments}</q>}
      <span class="acts">
        <button
          type="button"
          aria-label={`Approve request ${id}`}
          aria-disabled={off}
          onClick={() => off || ask(request, "approved")}
        >
          Approve…
        </button>
        <button
          type="button"
          aria-label={`Reject request ${id}`}
          aria-disabled={off}
          onClick={() => off || ask(request, "rejected")}
        >
          Reject…
        </button>
        {orderId && (
          <button type="button" class="link" aria-disabled={off} onClick={() => show(orderId)}>
            Open order {orderId}
          </button>
        )}
      </span>
    </li>
  );
}
