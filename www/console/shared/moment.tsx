// A moment: in this browser's time, and in UTC for whoever points at it.

export function Moment({ time }: { time: number }) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return <>unknown time</>;
  const iso = at.toISOString();
  return (
    <time dateTime={iso} title={`${iso.slice(0, 19).replace("T", " ")} UTC`}>
      {at.toLocaleString()}
    </time>
  );
}
