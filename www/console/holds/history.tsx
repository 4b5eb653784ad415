// The history of the holds of one order, read when it is opened.

import { useSignal } from "@preact/signals";
import { getJson } from "../app/gateway";
import { messageOf } from "../shared/error-messages";
import { Moment } from "../shared/moment";
import { Quote, UserText } from "../shared/user-text";
import { HoldFacts } from "./facts";
import type { HoldEvent } from "./types";

const PAGE_SIZE = 50;

const EVENTS: Record<HoldEvent["event"], string> = {
  set: "Set",
  replaced: "Changed",
  lifted: "Lifted",
  ended: "Ended",
};

interface HistoryState {
  events: readonly HoldEvent[];
  isComplete: boolean;
}

export function HoldHistory({ orderId }: { orderId: string }) {
  const history = useSignal<HistoryState | undefined>(undefined);
  const issue = useSignal("");
  const load = async () => {
    const { events = [] } = history.value ?? {};
    const before = events.at(-1)?.n;
    const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
    if (before !== undefined) query.set("before", String(before));
    try {
      const path = `/console/holds/${orderId}/history?${query}`;
      const { history: more } = await getJson<{ history: HoldEvent[] }>(path);
      history.value = { events: [...events, ...more], isComplete: more.length < PAGE_SIZE };
      issue.value = "";
    } catch (error) {
      issue.value = messageOf(error);
    }
  };
  const { events = [], isComplete = true } = history.value ?? {};
  return (
    <details
      class="more"
      onToggle={(event) => {
        // The hold may have changed since it was read.
        history.value = undefined;
        if (event.currentTarget.open) load();
      }}
    >
      <summary>History of order {orderId}</summary>
      {issue.value && <p class="issue">Couldn't read the history. {issue.value}</p>}
      {history.value && events.length === 0 && <p>This order was never on hold.</p>}
      {events.length > 0 && (
        <ol class="entries" aria-label={`History of order ${orderId}`}>
          {events.map((event) => (
            <li key={event.n} data-event={event.event}>
              <Event {...event} />
            </li>
          ))}
        </ol>
      )}
      {!isComplete && (
        <p>
          <button type="button" onClick={load}>
            Show older changes
          </button>
        </p>
      )}
    </details>
  );
}

function Event({ event, by, time, note, hold }: HoldEvent) {
  return (
    <>
      <Moment time={time} /> <strong>{EVENTS[event]}</strong>
      {by !== undefined && (
        <>
          {" by "}
          <UserText>{by}</UserText>
        </>
      )}
      {note !== undefined && (
        <>
          : <Quote>{note}</Quote>
        </>
      )}
      <p class="hint">
        Hold: <HoldFacts hold={hold} />
      </p>
    </>
  );
}
