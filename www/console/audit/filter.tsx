// The filter of the audit log: person, action, order and time.

import { useSignal } from "@preact/signals";
import { busy } from "../app/calls";
import { ACTIONS } from "./labels";
import { applyFilter, type Filter, filter } from "./log";

const TEXTS = [
  ["actor", "User ID"],
  ["order", "Order ID"],
] as const;
const TIMES = [
  ["from", "From"],
  ["to", "Before"],
] as const;

export function AuditLogFilter() {
  const input = useSignal(filter.value);
  const set = (more: Partial<Filter>) => {
    input.value = { ...input.value, ...more };
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { actor, order } = input.value;
    applyFilter({ ...input.value, actor: actor.trim(), order: order.trim() });
  };
  return (
    <form class="filter" onSubmit={submit} aria-label="Filter">
      {TEXTS.map(([name, label]) => (
        <label key={name}>
          {label}
          <input
            value={input.value[name]}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => set({ [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <label>
        Action
        <select
          value={input.value.action}
          onChange={(event) => set({ action: event.currentTarget.value })}
        >
          <option value="">All actions</option>
          {[...ACTIONS].map(([action, label]) => (
            <option key={action} value={action}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {TIMES.map(([name, label]) => (
        <label key={name}>
          {label}
          <input
            type="datetime-local"
            value={input.value[name]}
            onInput={(event) => set({ [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <button type="submit" class="primary" aria-disabled={busy.value !== ""}>
        Filter
      </button>
    </form>
  );
}
