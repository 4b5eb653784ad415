// The requests of the last minutes against DigiCert's rate limits: the use of the shorter window, its limit, and the average
// that the longer window allows. A caption says the same as text.

import type { WindowUse } from "certcentral-revoke/mass";
import { formatNumber } from "../shared/format";
import { secondsText } from "./duration";
import type { RateSample } from "./jobs";

const WIDTH = 360;
const HEIGHT = 96;
/** The time span of the chart. */
const SPAN_MS = 180_000;

export function Chart({ samples }: { samples: readonly RateSample[] }) {
  const last = samples.at(-1);
  const [short, ...longer] = [...(last?.windows ?? [])].sort((a, b) => a.windowMs - b.windowMs);
  if (!short || !last) return null;
  const max = short.calls * 1.1;
  const y = (used: number) => HEIGHT - (Math.min(used, max) / max) * HEIGHT;
  const points = samples.flatMap(({ time, windows }) => {
    const use = windows.find(({ windowMs }) => windowMs === short.windowMs);
    const x = WIDTH - ((last.time - time) / SPAN_MS) * WIDTH;
    return use && x >= 0 ? [`${x.toFixed(1)},${y(use.used).toFixed(1)}`] : [];
  });
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={chartText(samples, short)}>
        <polyline class="used" points={points.join(" ")} />
        <line class="limit" x1={0} x2={WIDTH} y1={y(short.calls)} y2={y(short.calls)} />
        {longer.map((window) => {
          const mean = y((window.calls * short.windowMs) / window.windowMs);
          return <line class="mean" key={window.windowMs} x1={0} x2={WIDTH} y1={mean} y2={mean} />;
        })}
      </svg>
      <figcaption class="hint">
        <span class="key used" /> requests in {secondsText(short.windowMs)}, last 3 minutes ·{" "}
        <span class="key limit" /> limit: {formatNumber(short.calls)}
        {longer.map(({ calls, windowMs }) => (
          <span key={windowMs}>
            {" "}
            · <span class="key mean" /> average at the limit of {formatNumber(calls)} in{" "}
            {secondsText(windowMs)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function chartText(samples: readonly RateSample[], { calls, windowMs }: WindowUse): string {
  const used = samples.flatMap(({ windows }) =>
    windows.filter((window) => window.windowMs === windowMs).map((window) => window.used),
  );
  return `Requests in ${secondsText(windowMs)}: now ${formatNumber(used.at(-1) ?? 0)}, maximum ${formatNumber(Math.max(...used))} since this page shows the run. The limit is ${formatNumber(calls)}.`;
}
