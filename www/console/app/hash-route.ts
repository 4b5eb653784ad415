// Keeps the id of the list or the two-person approval in the address, so that a reload or a link opens the same one.

import { effect } from "@preact/signals";
import { openProposal } from "../approvals/proposals";
import { openJob } from "../jobs/jobs";
import { me } from "../session/session";
import { type View, view } from "./router";

const HASH = /^#(list|approval)-([\w-]{1,64})$/;

/** Opens what the address names, then keeps the address up to date. Call it after the session is loaded. */
export async function restoreFromHash() {
  const [, kind, id] = HASH.exec(location.hash) ?? [];
  if (id && me.value) await (kind === "list" ? openJob(id) : openProposal(id));
  effect(() => {
    const hash = hashOf(view.value);
    if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname);
  });
}

function hashOf(now: View): string {
  if (now.name === "job") return `#list-${now.id}`;
  return now.name === "proposal" ? `#approval-${now.id}` : "";
}
