// The signed-in person and their permissions. The gateway enforces both; the page shows them before a click.

import { computed, signal } from "@preact/signals";
import { connection } from "../app/connection";
import { GatewayError, getJson, sessionEpoch, setIdentity } from "../app/gateway";

export type Action =
  | "read"
  | "revoke"
  | "skipApproval"
  | "decide"
  | "hold"
  | "auditLog"
  | "mass"
  | "freeze"
  | "release"
  | "notify";

export interface Me {
  /** A service token cannot decide. */
  kind: "person" | "service";
  id: string;
  name?: string;
  how: "access" | "development";
  roles: readonly string[];
  /** `true`, or the reason for the denial. */
  may: Partial<Record<Action, true | string>>;
}

export type Session =
  | { state: "loading" }
  | { state: "signed-in"; me: Me }
  /** `wasSignedIn`: this page was used before the session ended. */
  | { state: "signed-out"; error: GatewayError; wasSignedIn: boolean };

export const session = signal<Session>({ state: "loading" });
export const me = computed(() =>
  session.value.state === "signed-in" ? session.value.me : undefined,
);

let loading: Promise<void> | undefined;

/** Loads the session from the gateway. Concurrent calls share one request. */
export const loadSession = () => {
  loading ??= fetchSession().finally(() => {
    loading = undefined;
  });
  return loading;
};

async function fetchSession() {
  await connection;
  try {
    session.value = { state: "signed-in", me: await getJson<Me>("/console/me") };
  } catch (cause) {
    const error =
      cause instanceof GatewayError
        ? cause
        : new GatewayError(0, "Can't reach the gateway", String(cause));
    const { value: now } = session;
    // A temporary failure does not end the session.
    if (now.state === "signed-in" && error.isUnclear) return;
    const wasSignedIn =
      now.state === "signed-in" || (now.state === "signed-out" && now.wasSignedIn);
    session.value = { state: "signed-out", error, wasSignedIn };
  }
}

/** Switches to another person of a local gateway. */
export async function actAs(id: string) {
  await loading;
  setIdentity(id);
  session.value = { state: "loading" };
  await loadSession();
}

/** Why the signed-in person may not do this. Empty if they may. */
export function denialReason(action: Action): string {
  const may = me.value?.may[action];
  if (may === true) return "";
  if (!me.value) return "You are not signed in.";
  return may ?? "The gateway does not grant you this permission.";
}

sessionEpoch.subscribe((epoch) => {
  if (epoch > 0 && me.value) loadSession();
});
