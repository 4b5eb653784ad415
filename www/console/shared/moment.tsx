// A time in the browser's time zone. Its title shows UTC.

import { formatTime, formatUtc } from "./format";

export function Moment({ time }: { time: number }) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return <>unknown time</>;
  return (
    <time dateTime={at.toISOString()} title={formatUtc(at)}>
      {formatTime(at)}
    </time>
  );
}
