// The progress of a change in flight as a sentence.

import { type ActivityEntry, activity } from "../app/connection";

/** The reads that reconcile a change after a lost response. */
const STATUS_READ = /^\/(order\/certificate|request)\/\d+$/;

export function Progress() {
  return (
    <>
      {progressText(activity.value)} <strong>Keep this page open</strong>: the result appears here.
    </>
  );
}

function waitText({ waitMs, reason }: Extract<ActivityEntry, { kind: "wait" }>): string {
  const seconds = Math.ceil(waitMs / 1000);
  const delay = seconds === 1 ? "in 1 second" : `in ${seconds} seconds`;
  switch (reason) {
    case "read-failed":
      return `The response was lost, and reading the result failed. Reading again ${delay}…`;
    case "not-connected":
      return `Couldn't connect, so this request was not sent. Trying again ${delay}…`;
    case "rate-limited":
    case "paused":
      return `DigiCert's rate limit applies. Continuing ${delay}…`;
    case "planned":
      return `Continuing ${delay}…`;
    default:
      return reason satisfies never;
  }
}

function progressText(entries: readonly ActivityEntry[]): string {
  const last = entries.at(-1);
  if (!last) return "Sending…";
  const requests = entries.flatMap((entry) => (entry.kind === "sent" ? [entry.request] : []));
  const wasRead = requests.some(({ method, path }) => method === "GET" && STATUS_READ.test(path));
  if (last.kind === "wait") return waitText(last);
  if (last.request.method === "GET")
    return "The response was lost or unclear. Reading the result. This may take a few seconds…";
  return wasRead
    ? "Two reads showed that nothing had happened. Sent once more, waiting for the response…"
    : "Sent. Waiting for DigiCert's response…";
}
