// Every order of a two-person approval, with its reason, comment, priority and certificates: page by page, and searchable.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { busy } from "../app/calls";
import { view } from "../app/router";
import { openOrder } from "../orders/open";
import { formatNumber, plural } from "../shared/format";
import { reasonLabel } from "../shared/labels";
import { Quote } from "../shared/user-text";
import { causeText } from "./proposal-labels";
import {
  type OrderKind,
  orderSearch,
  orders,
  PAGE_SIZE,
  readOrders,
  searchOrders,
  turnTo,
} from "./proposal-orders";
import type { Proposal, ProposalOrder } from "./types";

const KINDS: ReadonlyArray<readonly [OrderKind, string]> = [
  ["all", "All orders"],
  ["send", "Orders to revoke"],
  ["excluded", "Excluded orders"],
  ["own-comment", "Rows with their own comment"],
];

export function ProposalOrders({ proposal }: { proposal: Proposal }) {
  const { id, kind } = proposal;
  // Opening the same page again discards the orders as well.
  useEffect(() => {
    readOrders(id);
  }, [proposal, view.value]);
  const now = orders.value;
  return (
    <section aria-labelledby="proposal-orders-title">
      <h2 id="proposal-orders-title">Orders</h2>
      {kind === "job" && <Search id={id} />}
      <p role="status">{statusText()}</p>
      {now.state === "failed" && (
        <p role="alert" class="issue">
          Couldn't read the orders. {now.message}
        </p>
      )}
      {now.state === "read" && now.rows.length > 0 && (
        <ol class="requests compact" aria-label="Orders of the approval" start={now.offset + 1}>
          {now.rows.map((row) => (
            <Row key={row.orderId} row={row} />
          ))}
        </ol>
      )}
      {now.state === "read" && now.total > PAGE_SIZE && (
        <Pages id={id} offset={now.offset} total={now.total} />
      )}
    </section>
  );
}

function statusText(): string {
  const now = orders.value;
  if (now.state === "failed") return "";
  if (now.state === "reading")
    return now.done === 0 ? "Reading the orders…" : `Searched ${plural(now.done, "order")}…`;
  const { text, kind } = orderSearch.value;
  const isAll = text === "" && kind === "all";
  if (now.total === 0)
    return isAll ? "The order of this certificate is not known." : "No order matches.";
  const range =
    now.total > PAGE_SIZE
      ? `${formatNumber(now.offset + 1)} to ${formatNumber(now.offset + now.rows.length)} of `
      : "";
  if (isAll) return `${range}${plural(now.total, "order")}.`;
  if (now.isCut) return `${range}the first ${plural(now.total, "order")} that match.`;
  return `${range}${plural(now.total, "order")} ${now.total === 1 ? "matches" : "match"}.`;
}

function Search({ id }: { id: string }) {
  const text = useSignal("");
  const kind = useSignal<OrderKind>("all");
  const search = () => searchOrders(id, { text: text.value.trim(), kind: kind.value });
  return (
    <form
      class="filter"
      aria-label="Find orders"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <label>
        Order ID, or part of it
        <input
          value={text.value}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        Show
        <select
          value={kind.value}
          onChange={(event) => {
            kind.value = event.currentTarget.value as OrderKind;
            search();
          }}
        >
          {KINDS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">Find</button>
    </form>
  );
}

function Pages({ id, offset, total }: { id: string; offset: number; total: number }) {
  const turns = [
    ["Previous orders", offset - PAGE_SIZE, offset > 0],
    ["Next orders", offset + PAGE_SIZE, offset + PAGE_SIZE < total],
  ] as const;
  return (
    <p class="actions">
      {turns.map(([label, to, isPossible]) => (
        <button
          key={label}
          type="button"
          aria-disabled={!isPossible}
          onClick={() => {
            if (isPossible) turnTo(id, to);
          }}
        >
          {label}
        </button>
      ))}
    </p>
  );
}

function Row({ row }: { row: ProposalOrder }) {
  const { orderId, disposition, revocationReason, comment, detail, priority, certificates } = row;
  const isSent = disposition === "send";
  return (
    <li data-order={orderId}>
      <button
        type="button"
        class="link"
        aria-label={`Open order ${orderId}`}
        aria-disabled={busy.value !== ""}
        onClick={() => openOrder(orderId)}
      >
        {orderId}
      </button>
      <span class={isSent ? "tag revoke" : "tag"}>
        {isSent ? "" : "excluded: "}
        {causeText(disposition)}
      </span>
      {isSent && revocationReason && <span>{reasonLabel(revocationReason)}</span>}
      {priority !== undefined && priority > 0 && <span>priority {priority}</span>}
      {isSent && certificates && (
        <span class="more">
          {plural(certificates.length, "certificate")}: {certificates.join(", ")}
        </span>
      )}
      {detail !== undefined && <Quote class="more">{detail}</Quote>}
      {isSent && comment !== undefined && (
        <span class="more">
          {row.hasOwnComment === true && <span class="tag">own comment</span>}{" "}
          <Quote>{comment}</Quote>
        </span>
      )}
    </li>
  );
}
