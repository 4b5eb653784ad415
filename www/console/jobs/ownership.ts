// Whose a list is: the one who gave it and admins may change it. The gateway decides it; the page says it before somebody clicks.

import { barred, me } from "../session/session";
import type { Job } from "./types";

/** Why the one who is signed in may not change this list; "" if they may. */
export function barredFrom({ by }: Job): string {
  const why = barred("mass");
  const is = me.value;
  if (why || is?.id === by || is?.roles.includes("admin")) return why;
  return `The list is ${by}'s: only ${by} or an admin may change it.`;
}
