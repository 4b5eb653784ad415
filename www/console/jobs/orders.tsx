// The orders of a run, the failures first: what is known of each, and a hold from its row.

import { useSignal } from "@preact/signals";
import type { RunOrder, Snapshot, StateName } from "certcentral-revoke/mass";
import { useEffect, useMemo } from "preact/hooks";
import { busy } from "../app/calls";
import { show } from "../app/model";
import { HoldDialog } from "../holds/dialog";
import { askHold } from "../holds/holds";
import { barred } from "../session/session";
import { clock, number } from "../shared/labels";
import { countOf, detailOf, ORDER_STATE, ORDER_STATES, orders } from "./labels";
import { Pages } from "./pages";
import { Windowed } from "./virtual-table";

interface OrdersProps {
  id: string;
  snapshot: Snapshot;
  mayHold?: boolean;
}

const ROW_PX = 56;
const ALL = ORDER_STATES.map(({ state }) => state);

export function OrdersTable({ id, snapshot, mayHold = false }: OrdersProps) {
  const state = useSignal<StateName | "">("");
  const pages = useMemo(() => new Pages(id, state.value ? [state.value] : ALL), [id, state.value]);
  useEffect(() => pages.refresh(), [pages, snapshot]);
  const shown = useMemo(() => pages.show.bind(pages), [pages]);
  // Read here, so that rows that come in are shown.
  const fresh = pages.news.value > 0;
  const total = pages.total.value ?? 0;
  const why = mayHold ? barred("hold") : "";
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
        <option value="">All, failures first ({number(snapshot.total)})</option>
        {ORDER_STATES.map((one) => (
          <option key={one.state} value={one.state}>
            {one.label} ({number(countOf(snapshot.counts, one.state))})
          </option>
        ))}
      </select>
      <p role="status" class="hint">
        {fresh ? `${orders(total)}.` : "Reading the orders…"}
      </p>
      {pages.fault.value && <p class="issue">Orders could not be read. {pages.fault.value}</p>}
      {total > 0 && (
        <Windowed
          key={state.value}
          label="Orders of the list"
          columns={["Order", "State", "Sent", ...(mayHold ? ["Hold"] : [])]}
          kind="orders"
          count={total}
          rowPx={ROW_PX}
          onShown={shown}
          row={(at) => <Cells order={pages.at(at)} mayHold={mayHold} why={why} />}
        />
      )}
      <HoldDialog />
    </section>
  );
}

interface CellsProps {
  order: RunOrder | undefined;
  mayHold: boolean;
  why: string;
}

function Cells({ order, mayHold, why }: CellsProps) {
  if (!order) return <td colSpan={mayHold ? 4 : 3}>Reading…</td>;
  const { orderId, state, sends, sentUnixMs, priority } = order;
  const detail = detailOf(order);
  const off = why !== "" || busy.value !== "";
  return (
    <>
      <td>
        <button
          type="button"
          class="link"
          aria-label={`Open order ${orderId}`}
          aria-disabled={busy.value !== ""}
          onClick={() => show(orderId)}
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
      {mayHold && (
        <td>
          {state === "waiting" && (
            <button
              type="button"
              aria-label={`Put order ${orderId} on hold`}
              aria-disabled={off}
              aria-description={why || undefined}
              title={why || undefined}
              onClick={() => off || askHold({ act: "set", orderId })}
            >
              Hold…
            </button>
          )}
        </td>
      )}
    </>
  );
}

/** The day is in its title: a run may take several. */
function Sent({ time }: { time: Date }) {
  return (
    <time dateTime={time.toISOString()} title={time.toLocaleString()}>
      {clock(time)}
    </time>
  );
}
