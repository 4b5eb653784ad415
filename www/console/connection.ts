// The one client of the console, where it leads, and what it tells while a call is on its way.

import { signal } from "@preact/signals";
import { CertCentral, type HttpRequest, type RetrySettings, type Why } from "certcentral-revoke";

interface Config {
  environment: string;
  /** How to wait; the gateway says so with a sandbox only. */
  pace?: { retry?: RetrySettings; pollMs?: number };
}

/** One thing that a call has done on its way. */
export type Told =
  | { kind: "sent"; time: Date; request: Pick<HttpRequest, "method" | "path"> }
  | { kind: "wait"; waitMs: number; why: Why };

/** No more than this is kept of a long wait. */
const MOST_TOLD = 100;

export const environment = signal("");
/** What the call on its way has done so far. */
export const told = signal<readonly Told[]>([]);

const tell = (one: Told) => {
  told.value = [...told.value, one].slice(-MOST_TOLD);
};

/** The client, and how often it looks while it waits for a revocation. */
export const connection = fetch("/console/config")
  .then((answer) => answer.json() as Promise<Config>)
  .catch((): Config => ({ environment: "" }))
  .then(({ environment: name, pace = {} }) => {
    environment.value = name;
    const certcentral = new CertCentral({
      baseUrl: "/services/v2",
      fetch: fromConsole,
      onRequest: ({ method, path }) =>
        tell({ kind: "sent", time: new Date(), request: { method, path } }),
      onRetry: ({ waitMs, why }) => tell({ kind: "wait", waitMs, why }),
      ...(pace.retry ? { retry: pace.retry } : {}),
    });
    return { certcentral, poll: pace.pollMs === undefined ? {} : { pollMs: pace.pollMs } };
  });

/** Tells the gateway that a page of ours asks, not one of another site. */
function fromConsole(url: string, init: RequestInit) {
  const headers = new Headers(init.headers);
  headers.set("X-CertCentral-Console", "1");
  // A browser may send one PUT twice; the gateway makes it once.
  if (init.method === "PUT") headers.set("Idempotency-Key", crypto.randomUUID());
  return fetch(url, { ...init, headers });
}
