// A definition list. Rows without a value are omitted.

import type { ComponentChildren } from "preact";

interface FactsProps {
  rows: ReadonlyArray<readonly [string, ComponentChildren]>;
}

export function Facts({ rows }: FactsProps) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
