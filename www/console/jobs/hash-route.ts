// Keeps the id of the list in the address, so that a reload or a link opens the same list.

import { effect } from "@preact/signals";
import { view } from "../app/router";
import { me } from "../session/session";
import { openJob } from "./jobs";

const HASH = /^#list-([\w-]{1,64})$/;

/** Opens the list in the address, then keeps the address up to date. Call it after the session is loaded. */
export async function restoreFromHash() {
  const [, id] = HASH.exec(location.hash) ?? [];
  if (id && me.value) await openJob(id);
  effect(() => {
    const now = view.value;
    const hash = now.name === "job" ? `#list-${now.id}` : "";
    if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname);
  });
}
