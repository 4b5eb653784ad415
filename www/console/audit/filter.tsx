// Which entries of the record are shown: by whom, what, which order, when.

import { useSignal } from "@preact/signals";
import { busy } from "../app/calls";
import { ACTIONS } from "./labels";
import { type Filter, filter, filterRecord } from "./log";

const TEXTS = [
  ["actor", "Who (exactly)"],
  ["order", "Order id"],
] as const;
const MOMENTS = [
  ["from", "From"],
  ["to", "Before"],
] as const;

export function RecordFilter() {
  const typed = useSignal(filter.value);
  const set = (more: Partial<Filter>) => {
    typed.value = { ...typed.value, ...more };
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { actor, order } = typed.value;
    filterRecord({ ...typed.value, actor: actor.trim(), order: order.trim() });
  };
  return (
    <form class="filter" onSubmit={submit} aria-label="Filter">
      {TEXTS.map(([name, label]) => (
        <label key={name}>
          {label}
          <input
            value={typed.value[name]}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => set({ [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <label>
        What
        <select
          value={typed.value.action}
          onChange={(event) => set({ action: event.currentTarget.value })}
        >
          <option value="">Everything</option>
          {[...ACTIONS].map(([action, words]) => (
            <option key={action} value={action}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {MOMENTS.map(([name, label]) => (
        <label key={name}>
          {label}
          <input
            type="datetime-local"
            value={typed.value[name]}
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
