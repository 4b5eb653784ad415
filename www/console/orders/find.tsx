// Find an order: by its id, or by a part of its name.

import type { Order, OrderList } from "certcentral-revoke";
import { useRef } from "preact/hooks";
import { busy, issues, say } from "../app/calls";
import { find, found, show } from "../app/model";
import { isWrong, OtherIssues } from "../shared/issues";
import { statusOf } from "../shared/labels";

export function Find() {
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? "";
    if (text) find(text);
    else say("search", "Type an order id or a part of a name.");
  };
  return (
    <>
      <h1 tabIndex={-1}>Revoke an order</h1>
      <form class="search" onSubmit={submit}>
        <label for="search">Order id or name</label>
        <div class="row">
          <input
            id="search"
            ref={input}
            type="search"
            autocomplete="off"
            spellcheck={false}
            aria-describedby="search-hint search-issues"
            aria-invalid={isWrong("search") || isWrong("orderId")}
          />
          <button type="submit" class="primary" aria-disabled={busy.value !== ""}>
            {busy.value ? "Searching…" : "Find"}
          </button>
        </div>
        <p id="search-hint" class="hint">
          For example 123456789, or any part of a common name.
        </p>
        <OtherIssues id="search-issues" />
      </form>
      <div role="status">{found.value && issues.value.length === 0 && summaryOf(found.value)}</div>
      {found.value && found.value.orders.length > 0 && <Found orders={found.value.orders} />}
    </>
  );
}

function summaryOf({ orders, total = orders.length }: OrderList) {
  if (orders.length === 0) return "No order has that in its name.";
  if (total > orders.length)
    return `The first ${orders.length} of ${total} orders. Type more of the name to see fewer.`;
  return `${total} ${total === 1 ? "order" : "orders"} found`;
}

function Found({ orders }: { orders: Order[] }) {
  return (
    <ul class="found" aria-label="Orders found">
      {orders.map((order) => (
        <li key={order.id}>
          <button type="button" onClick={() => show(order.id)}>
            <Row order={order} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Row({ order: { id, status, certificate, product, hasDuplicates } }: { order: Order }) {
  const others = (certificate?.dnsNames ?? []).filter((name) => name !== certificate?.commonName);
  const facts = [
    `Order ${id}`,
    product?.name ?? "unknown product",
    others.length > 0 && `${others.length} more ${others.length === 1 ? "name" : "names"}`,
    hasDuplicates && "has duplicates",
    certificate?.validTill && `valid till ${certificate.validTill}`,
  ];
  return (
    <>
      <strong>{certificate?.commonName ?? "(no name)"}</strong>
      <span class={`status ${status}`}>{statusOf(status)}</span>
      <span class="more">{facts.filter(Boolean).join(" · ")}</span>
    </>
  );
}
