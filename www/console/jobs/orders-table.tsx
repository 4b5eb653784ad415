// The orders of a run, failures first, with their state and a button that puts an order on hold.

import { useSignal } from "@preact/signals";
import type { RunOrder, Snapshot, StateName } from "certcentral-revoke/mass";
import { useEffect, useMemo } from "preact/hooks";
import { busy } from "../app/calls";
import { HoldDialog } from "../holds/dialog";
import { openHoldDialog } from "../holds/holds";
import { openOrder } from "../orders/open";
import { denialReason } from "../session/session";
import { formatClock, formatNumber, formatTime } from "../shared/format";
import { countOf, detailOf, ORDER_STATE, ORDER_STATES, orders } from "./labels";
import { OrderPages } from "./order-pages";
import { VirtualTable } from "./virtual-table";

interface OrdersProps {
  id: string;
  snapshot: Snapshot;
  canHold?: boolean;
}

const ROW_PX = 56;
const ALL_STATES = ORDER_STATES.map(({ state }) => state);

export function OrdersTable({ id, snapshot, canHold = false }: OrdersProps) {
  const state = useSignal<StateName | "">("");
  const pages = useMemo(
    () => new OrderPages(id, state.value ? [state.value] : ALL_STATES),
    [id, state.value],
  );
  useEffect(() => pages.refresh(), [pages, snapshot]);
  const onVisible = useMemo(() => pages.show.bind(pages), [pages]);
  // Subscribes to the version, so that new rows are rendered.
  const isLoaded = pages.version.value > 0;
  const total = pages.total.value ?? 0;
  const denial = canHold ? denialReason("hold") : "";
  return (
    <section aria-labelledby="orders-title">
      <h2 id="orders-title">Orders</h2>
      <label for="orders-state">Show</label>
      <select
        id="orders-state"
        value={state.value}
        onChange={(event) => {
          state.value = event.currentTarget.value as StateName | "";
        }}
      >
        <option value="">All, failures first ({formatNumber(snapshot.total)})</option>
        {ORDER_STATES.map(({ state, label }) => (
          <option key={state} value={state}>
            {label} ({formatNumber(countOf(snapshot.counts, state))})
          </option>
        ))}
      </select>
      <p role="status" class="hint">
        {isLoaded ? `${orders(total)}.` : "Reading the orders…"}
      </p>
      {pages.error.value && <p class="issue">Couldn't read the orders. {pages.error.value}</p>}
      {total > 0 && (
        <VirtualTable
          key={state.value}
          label="Orders of the list"
          columns={["Order", "State", "Sent", ...(canHold ? ["Hold"] : [])]}
          kind="orders"
          count={total}
          rowPx={ROW_PX}
          onVisible={onVisible}
          row={(index) => <Cells order={pages.at(index)} canHold={canHold} denial={denial} />}
        />
      )}
      <HoldDialog />
    </section>
  );
}

interface CellsProps {
  order: RunOrder | undefined;
  canHold: boolean;
  denial: string;
}

function Cells({ order, canHold, denial }: CellsProps) {
  if (!order) return <td colSpan={canHold ? 4 : 3}>Reading…</td>;
  const { orderId, state, sends, sentUnixMs, priority } = order;
  const detail = detailOf(order);
  const disabled = denial !== "" || busy.value !== "";
  return (
    <>
      <td>
        <button
          type="button"
          class="link"
          aria-label={`Open order ${orderId}`}
          aria-disabled={busy.value !== ""}
          onClick={() => openOrder(orderId)}
        >
          {orderId}
        </button>
        {priority > 0 && <span class="hint"> priority {priority}</span>}
      </td>
      <td title={detail}>
        <strong class={`state ${state}`}>{ORDER_STATE[state]}</strong>
        <span class="hint line">{detail}</span>
      </td>
      <td>
        {sentUnixMs !== undefined && <Sent time={new Date(sentUnixMs)} />}
        {sends > 1 && <span class="hint line">sent {sends} times</span>}
      </td>
      {canHold && (
        <td>
          {state === "waiting" && (
            <button
              type="button"
              aria-label={`Put order ${orderId} on hold`}
              aria-disabled={disabled}
              aria-description={denial || undefined}
              title={denial || undefined}
              onClick={() => disabled || openHoldDialog({ action: "set", orderId })}
            >
              Hold…
            </button>
          )}
        </td>
      )}
    </>
  );
}

/** The title contains the date, because a run may take several days. */
function Sent({ time }: { time: Date }) {
  return (
    <time dateTime={time.toISOString()} title={formatTime(time)}>
      {formatClock(time)}
    </time>
  );
}
