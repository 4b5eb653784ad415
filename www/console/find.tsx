// Find an order: by its id, or by a part of its name.

import type { Order } from "certcentral-revoke";
import { useRef } from "preact/hooks";
import { FieldIssues } from "./issues";
import { busy, find, found, say, show } from "./model";

export function Find() {
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? "";
    if (text) find(text);
    else say("", "Type an order id or a part of a name.");
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
            aria-describedby="search-hint issues-form"
          />
          <button type="submit" class="primary" aria-disabled={busy.value}>
            {busy.value ? "Searching…" : "Find"}
          </button>
        </div>
        <p id="search-hint" class="hint">
          For example 123456789, or any part of a common name.
        </p>
        <FieldIssues field="" id="issues-form" />
        <FieldIssues field="orderId" id="issues-order-id" />
      </form>
      <div role="status">
        {found.value &&
          `${found.value.length} ${found.value.length === 1 ? "order" : "orders"} found`}
      </div>
      {found.value && found.value.length > 0 && <Found orders={found.value} />}
    </>
  );
}

function Found({ orders }: { orders: Order[] }) {
  return (
    <ul class="found">
      {orders.map((order) => (
        <li key={order.id}>
          <button type="button" onClick={() => show(order.id)}>
            <strong>{order.certificate?.commonName ?? "(no name)"}</strong>
            <span class={`status ${order.status}`}>{order.status.replaceAll("_", " ")}</span>
            <span class="more">
              Order {order.id} · {order.product?.name ?? "unknown product"}
              {order.certificate?.validTill && ` · valid till ${order.certificate.validTill}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
