// Calls of the last minutes against DigiCert's limits: how full the shorter window was at each look, its limit, and what the
// longer one allows on average. The same in words below it.

import type { WindowUse } from "certcentral-revoke/mass";
import { number } from "../shared/labels";
import type { Beat } from "./jobs";
import { perSeconds } from "./labels";

const WIDE = 360;
const HIGH = 96;
/** So long a time is drawn. */
const SPAN_MS = 180_000;

export function Chart({ beats }: { beats: readonly Beat[] }) {
  const windows = [...(beats.at(-1)?.windows ?? [])].sort((one, other) => one.ms - other.ms);
  const [short, ...longer] = windows;
  const last = beats.at(-1);
  if (!short || !last) return null;
  const most = short.calls * 1.1;
  const y = (used: number) => HIGH - (Math.min(used, most) / most) * HIGH;
  const points = beats.flatMap(({ time, windows: then }) => {
    const use = then.find(({ ms }) => ms === short.ms);
    const x = WIDE - ((last.time - time) / SPAN_MS) * WIDE;
    return use && x >= 0 ? [`${x.toFixed(1)},${y(use.used).toFixed(1)}`] : [];
  });
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={wordsOf(beats, short)}>
        <polyline class="used" points={points.join(" ")} />
        <line class="limit" x1={0} x2={WIDE} y1={y(short.calls)} y2={y(short.calls)} />
        {longer.map((window) => {
          const mean = y((window.calls * short.ms) / window.ms);
          return <line class="mean" key={window.ms} x1={0} x2={WIDE} y1={mean} y2={mean} />;
        })}
      </svg>
      <figcaption class="hint">
        <span class="key used" /> calls in {perSeconds(short.ms)}, in the last 3 minutes ·{" "}
        <span class="key limit" /> the limit, {number(short.calls)}
        {longer.map(({ calls, ms }) => (
          <span key={ms}>
            {" "}
            · <span class="key mean" /> what {number(calls)} in {perSeconds(ms)} allow on average
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function wordsOf(beats: readonly Beat[], { calls, ms }: WindowUse): string {
  const used = beats.flatMap(({ windows }) =>
    windows.filter((window) => window.ms === ms).map((window) => window.used),
  );
  return `Calls in ${perSeconds(ms)}: now ${number(used.at(-1) ?? 0)}, at most ${number(Math.max(...used))} since this page shows it; the limit is ${number(calls)}.`;
}
