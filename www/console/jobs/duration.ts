// Lengths of time as text.

import { formatNumber } from "../shared/format";

const UNITS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
] as const;

/** The two largest units, for example "1 hour 30 minutes". */
export function durationText(ms: number): string {
  let left = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [size, name] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0 && parts.length < 2) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
    if (count === 0 && parts.length > 0) break;
    left -= count * size;
  }
  return parts.join(" ") || (ms > 0 ? "less than a second" : "no time");
}

/** The length of a rate limit window. */
export const secondsText = (ms: number) => `${formatNumber(ms / 1000)} s`;
