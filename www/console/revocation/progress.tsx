// What is going on while a change is on its way, in a sentence: nobody shall wonder whether anything happens.

import { type Told, told } from "../app/connection";

/** The reads that tell what became of a change. */
const LOOK = /^\/(order\/certificate|request)\/\d+$/;

export function Progress() {
  return (
    <>
      {wordsOf(told.value)} <strong>Keep this page open</strong>: the result appears here.
    </>
  );
}

function wordsOf(told: readonly Told[]): string {
  const last = told.at(-1);
  if (!last) return "Sending…";
  const sent = told.flatMap((one) => (one.kind === "sent" ? [one.request] : []));
  const looked = sent.some(({ method, path }) => method === "GET" && LOOK.test(path));
  if (last.kind === "wait") {
    const seconds = Math.ceil(last.waitMs / 1000);
    const soon = seconds === 1 ? "in a second" : `in ${seconds} seconds`;
    return last.reason === "read-failed"
      ? `The answer was lost, and reading what became of it failed. Reading again ${soon}…`
      : `DigiCert asks to slow down. Going on ${soon}…`;
  }
  if (last.request.method === "GET")
    return "The answer was lost or unclear. Reading what became of it; that may take a few seconds…";
  return looked
    ? "Two readings showed that nothing had happened. Sent once more, waiting for the answer…"
    : "Sent. Waiting for DigiCert's answer…";
}
