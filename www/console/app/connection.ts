// The client that every view uses, the gateway's settings for the page, and the activity of the call in flight.

import { signal } from "@preact/signals";
import {
  CertCentral,
  type HttpRequest,
  type RetrySettings,
  type WaitReason,
} from "certcentral-revoke";
import { gatewayFetch, identity, setIdentity } from "./gateway";

interface Config {
  environment?: string;
  /** Retry and poll intervals. Only a gateway in front of a sandbox sets them. */
  pace?: { retry?: RetrySettings; pollMs?: number };
  /** The persons that the user may act as. Only a gateway for local use sets them. */
  identities?: readonly Identity[];
}

export interface Identity {
  id: string;
  name: string;
}

/** One request or wait of the call in flight. */
export type ActivityEntry =
  | { kind: "sent"; time: Date; request: Pick<HttpRequest, "method" | "path"> }
  | { kind: "wait"; waitMs: number; reason: WaitReason };

/** Limits the memory of a long wait. */
const MAX_ACTIVITY = 100;

export const environment = signal("");
export const identities = signal<readonly Identity[]>([]);
/** The activity of the call in flight, or of the last call. */
export const activity = signal<readonly ActivityEntry[]>([]);

const addActivity = (entry: ActivityEntry) => {
  activity.value = [...activity.value, entry].slice(-MAX_ACTIVITY);
};

/** The client, a client whose changes carry further headers, and the interval between the reads of a wait. */
export const connection = fetch("/console/config")
  .then((response) => response.json() as Promise<Config>)
  .catch((): Config => ({}))
  .then(({ environment: name = "", pace = {}, identities: persons = [] }) => {
    environment.value = name;
    identities.value = persons;
    if (!persons.some(({ id }) => id === identity.value)) setIdentity("");
    const clientWith = (changeHeaders: Readonly<Record<string, string>>) =>
      new CertCentral({
        baseUrl: "/services/v2",
        fetch: (url: string, init: RequestInit) => {
          const headers = new Headers(init.headers);
          if (init.method === "PUT")
            for (const [name, value] of Object.entries(changeHeaders)) headers.set(name, value);
          return gatewayFetch(url, { ...init, headers });
        },
        onRequest: ({ method, path }) =>
          addActivity({ kind: "sent", time: new Date(), request: { method, path } }),
        onRetry: ({ waitMs, reason }) => addActivity({ kind: "wait", waitMs, reason }),
        ...(pace.retry ? { retry: pace.retry } : {}),
      });
    const poll = pace.pollMs === undefined ? {} : { pollMs: pace.pollMs };
    return { certcentral: clientWith({}), clientWith, poll };
  });
