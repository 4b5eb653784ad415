// Names and values, one below the other; what has no value is left out.

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
