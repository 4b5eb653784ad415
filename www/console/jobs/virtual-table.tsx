// A table of very many rows, of which only those in sight are on the page. All rows are equally high: so the scroll bar tells
// the truth, and which rows are in sight needs no measuring. Not here: where the rows come from.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface WindowedProps {
  label: string;
  columns: readonly string[];
  /** Which look it has. */
  kind: string;
  count: number;
  rowPx: number;
  /** The cells of a row. */
  row: (at: number) => ComponentChildren;
  /** Which rows are on the page now: from, and before which. */
  onShown?: (from: number, to: number) => void;
}

/** So many rows above and below those in sight are there too: for a finger that is fast, and for the next key. */
const SPARE = 8;
const TALLEST_PX = 480;

export function Windowed({ label, columns, kind, count, rowPx, row, onShown }: WindowedProps) {
  const frame = useRef<HTMLElement>(null);
  const first = useSignal(0);
  const height = Math.min(TALLEST_PX, (count + 1) * rowPx);
  const inSight = Math.ceil(height / rowPx);
  const from = Math.max(0, Math.min(first.value, count - inSight) - SPARE);
  const to = Math.min(count, Math.max(0, first.value) + inSight + SPARE);
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    onShown?.(from, to);
  }, [from, to, count, onShown]);
  useLayoutEffect(() => {
    // The row with the focus was scrolled away: the table has it then, and keys go on scrolling.
    if (focused.current?.isConnected === false && document.activeElement === document.body)
      frame.current?.focus({ preventScroll: true });
  });
  return (
    <section
      class={`windowed ${kind}`}
      ref={frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={label}
      style={{ maxHeight: `${TALLEST_PX}px` }}
      onScroll={(event) => {
        first.value = Math.floor(event.currentTarget.scrollTop / rowPx);
      }}
      onFocusIn={({ target }) => {
        focused.current = target as Element;
      }}
      onFocusOut={({ target }) =>
        // Left, or taken away with its row? Only afterwards it can be told.
        queueMicrotask(() => {
          if ((target as Element).isConnected) focused.current = null;
        })
      }
    >
      <div style={{ paddingTop: `${from * rowPx}px`, paddingBottom: `${(count - to) * rowPx}px` }}>
        <table aria-rowcount={count + 1} aria-label={label}>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: to - from }, (_, nth) => (
              <tr key={from + nth} aria-rowindex={from + nth + 2} style={{ height: `${rowPx}px` }}>
                {row(from + nth)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
