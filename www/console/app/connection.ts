// The one client of the console, where it leads, and what it tells while a call is on its way.

import { signal } from "@preact/signals";
import {
  CertCentral,
  type HttpRequest,
  type RetrySettings,
  type WaitReason,
} from "certcentral-revoke";
import { choose, chosen, fromConsole } from "./gateway";

interface Config {
  environment?: string;
  /** How to wait; the gateway says so with a sandbox only. */
  pace?: { retry?: RetrySettings; pollMs?: number };
  /** Whom one may act as; a gateway for local use only says so. */
  identities?: readonly Identity[];
}

export interface Identity {
  id: string;
  name: string;
}

/** One thing that a call has done on its way. */
export type Told =
  | { kind: "sent"; time: Date; request: Pick<HttpRequest, "method" | "path"> }
  | { kind: "wait"; waitMs: number; reason: WaitReason };

/** No more than this is kept of a long wait. */
const MOST_TOLD = 100;

export const environment = signal("");
export const identities = signal<readonly Identity[]>([]);
/** What the call on its way has done so far. */
export const told = signal<readonly Told[]>([]);

const tell = (one: Told) => {
  told.value = [...told.value, one].slice(-MOST_TOLD);
};

/** The client, and how often it looks while it waits for a revocation. */
export const connection = fetch("/console/config")
  .then((answer) => answer.json() as Promise<Config>)
  .catch((): Config => ({}))
  .then(({ environment: name = "", pace = {}, identities: persons = [] }) => {
    environment.value = name;
    identities.value = persons;
    if (!persons.some(({ id }) => id === chosen.value)) choose("");
    const certcentral = new CertCentral({
      baseUrl: "/services/v2",
      fetch: fromConsole,
      onRequest: ({ method, path }) =>
        tell({ kind: "sent", time: new Date(), request: { method, path } }),
      onRetry: ({ waitMs, reason }) => tell({ kind: "wait", waitMs, reason }),
      ...(pace.retry ? { retry: pace.retry } : {}),
    });
    return { certcentral, poll: pace.pollMs === undefined ? {} : { pollMs: pace.pollMs } };
  });
