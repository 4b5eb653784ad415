// The way back to a list after the page was closed or loaded again: its id in the address, and nothing else of it.

import { effect } from "@preact/signals";
import { view } from "../app/model";
import { me } from "../session/session";
import { openJob } from "./jobs";

const WAY = /^#list-([\w-]{1,64})$/;

/** Once it is known who is there. */
export async function comeBack() {
  const [, id] = WAY.exec(location.hash) ?? [];
  if (id && me.value) await openJob(id);
  effect(() => {
    const now = view.value;
    const way = now.at === "job" ? `#list-${now.id}` : "";
    if (location.hash !== way) history.replaceState(null, "", way || location.pathname);
  });
}
