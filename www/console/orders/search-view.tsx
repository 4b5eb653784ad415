// The search form and its results.

import type { Order, OrderList } from "certcentral-revoke";
import { useRef } from "preact/hooks";
import { busy, issues, showIssue } from "../app/calls";
import { statusLabel } from "../shared/format";
import { isInvalid, OtherIssues } from "../shared/issues";
import { openOrder } from "./open";
import { results, search } from "./search";

export function SearchView() {
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? "";
    if (text) search(text);
    else showIssue("search", "Enter an order ID or part of a common name.");
  };
  return (
    <>
      <h1 tabIndex={-1}>Revoke an order</h1>
      <form class="search" onSubmit={submit}>
        <label for="search">Order ID or name</label>
        <div class="row">
          <input
            id="search"
            ref={input}
            type="search"
            autocomplete="off"
            spellcheck={false}
            aria-describedby="search-hint search-issues"
            aria-invalid={isInvalid("search") || isInvalid("orderId")}
          />
          <button type="submit" class="primary" aria-disabled={busy.value !== ""}>
            {busy.value ? "Searching…" : "Find"}
          </button>
        </div>
        <p id="search-hint" class="hint">
          For example 123456789, or part of a common name.
        </p>
        <OtherIssues id="search-issues" />
      </form>
      <div role="status">
        {results.value && issues.value.length === 0 && summaryOf(results.value)}
      </div>
      {results.value && results.value.orders.length > 0 && (
        <Results orders={results.value.orders} />
      )}
    </>
  );
}

function summaryOf({ orders, total = orders.length }: OrderList) {
  if (orders.length === 0) return "No orders match. Search by order ID or part of a common name.";
  if (total > orders.length)
    return `The first ${orders.length} of ${total} orders. Enter more of the name to narrow the results.`;
  return `${total} ${total === 1 ? "order" : "orders"} found`;
}

function Results({ orders }: { orders: Order[] }) {
  return (
    <ul class="found" aria-label="Orders found">
      {orders.map((order) => (
        <li key={order.id}>
          <button type="button" onClick={() => openOrder(order.id)}>
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
      <strong>{certificate?.commonName ?? "(no common name)"}</strong>
      <span class={`status ${status}`}>{statusLabel(status)}</span>
      <span class="more">{facts.filter(Boolean).join(" · ")}</span>
    </>
  );
}
