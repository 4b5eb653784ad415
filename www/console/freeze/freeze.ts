// The stop of all revocations: its state, read at the start and every few seconds, and the two actions. They do not use the
// one-call-at-a-time rule of other changes: a revocation in flight must not delay the stop.

import { batch, effect, signal } from "@preact/signals";
import { GatewayError, getJson, requestGateway } from "../app/gateway";
import { denialReason } from "../session/session";
import { messageOf } from "../shared/error-messages";

export interface Freeze {
  frozen: boolean;
  by?: string;
  reason?: string;
  /** UTC milliseconds. */
  since?: number;
  /** The first of the two people who release it. */
  release?: { by: string; time: number };
}

export type FreezeAction = "freeze" | "release";

const POLL_INTERVAL_MS = 10_000;

/** `undefined` until it is read. */
export const freeze = signal<Freeze | undefined>(undefined);
/** The action that the dialog confirms. */
export const freezeDialog = signal<FreezeAction | undefined>(undefined);
export const isSending = signal(false);
/** Why the last action failed. */
export const freezeIssue = signal("");

let latest = 0;

export async function readFreeze() {
  const own = ++latest;
  // The last known state stays during an outage. The gateway checks it before it sends anything.
  const next = await getJson<Freeze>("/console/freeze").catch(() => undefined);
  if (own === latest && next) freeze.value = next;
}

function setDialog(action: FreezeAction | undefined) {
  batch(() => {
    freezeIssue.value = "";
    freezeDialog.value = action;
  });
}

export const openFreezeDialog = (action: FreezeAction) => setDialog(action);

export const closeFreezeDialog = () => setDialog(undefined);

const PATHS = { freeze: "/console/freeze", release: "/console/freeze/release" };

/** Stops everything, or releases the stop. A read decides whether a change without a clear response was made. */
export async function changeFreeze(action: FreezeAction, reason: string) {
  if (isSending.value) return;
  batch(() => {
    isSending.value = true;
    freezeIssue.value = "";
  });
  const error = await requestGateway(PATHS[action], "POST", { reason }).then(
    async (response) => {
      latest++;
      freeze.value = await response.json();
    },
    (cause: unknown) => cause,
  );
  if (error !== undefined) await readFreeze();
  const isDone = action === "freeze" && freeze.value?.frozen === true;
  const isUnclear = error instanceof GatewayError && error.isUnclear;
  batch(() => {
    isSending.value = false;
    if (error !== undefined && !(isUnclear && isDone)) freezeIssue.value = messageOf(error);
    else closeFreezeDialog();
  });
  requestAnimationFrame(keepFocus);
}

/** The button with the focus may have disappeared: the banner replaces the stop button, and the other way round. */
function keepFocus() {
  if (document.activeElement !== document.body) return;
  (document.querySelector<HTMLElement>(".frozen p") ?? document.querySelector("h1"))?.focus();
}

let timer = 0;

effect(() => {
  clearInterval(timer);
  if (denialReason("read") !== "") return;
  readFreeze();
  timer = window.setInterval(() => {
    if (!document.hidden) readFreeze();
  }, POLL_INTERVAL_MS);
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && denialReason("read") === "") readFreeze();
});
