// A table that renders only the visible rows. All rows have the same height, so that the scroll bar is exact and no row has
// to be measured.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface VirtualTableProps {
  label: string;
  columns: readonly string[];
  /** The CSS class of the variant. */
  kind: string;
  count: number;
  rowPx: number;
  /** The cells of a row. */
  row: (index: number) => ComponentChildren;
  /** Reports the rendered rows: from `from` up to, but not including, `to`. */
  onVisible?: (from: number, to: number) => void;
}

/** Additional rows above and below, for fast scrolling and for the keyboard. */
const OVERSCAN = 8;
const MAX_HEIGHT_PX = 480;

export function VirtualTable({
  label,
  columns,
  kind,
  count,
  rowPx,
  row,
  onVisible,
}: VirtualTableProps) {
  const frame = useRef<HTMLElement>(null);
  const first = useSignal(0);
  const height = Math.min(MAX_HEIGHT_PX, (count + 1) * rowPx);
  const visibleRows = Math.ceil(height / rowPx);
  const from = Math.max(0, Math.min(first.value, count - visibleRows) - OVERSCAN);
  const to = Math.min(count, Math.max(0, first.value) + visibleRows + OVERSCAN);
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    onVisible?.(from, to);
  }, [from, to, count, onVisible]);
  useLayoutEffect(() => {
    // If the row with the focus was scrolled away, the table takes the focus, so that the keyboard keeps working.
    if (focused.current?.isConnected === false && document.activeElement === document.body)
      frame.current?.focus({ preventScroll: true });
  });
  return (
    <section
      class={`virtual-table ${kind}`}
      ref={frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by the keyboard
      tabIndex={0}
      aria-label={label}
      style={{ maxHeight: `${MAX_HEIGHT_PX}px` }}
      onScroll={(event) => {
        first.value = Math.floor(event.currentTarget.scrollTop / rowPx);
      }}
      onFocusIn={({ target }) => {
        focused.current = target as Element;
      }}
      onFocusOut={({ target }) =>
        // Distinguishes leaving the row from the removal of the row, which is visible only afterwards.
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
            {Array.from({ length: to - from }, (_, index) => (
              <tr
                key={from + index}
                aria-rowindex={from + index + 2}
                style={{ height: `${rowPx}px` }}
              >
                {row(from + index)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
