// Who may change a list: its owner and admins. The gateway enforces it; the page shows it before a click.

import { denialReason, me } from "../session/session";
import type { Job } from "./types";

/** Why the signed-in person may not change this list. Empty if they may. */
export function jobDenialReason({ by }: Job): string {
  const denial = denialReason("mass");
  const person = me.value;
  if (denial || person?.id === by || person?.roles.includes("admin")) return denial;
  return `${by} owns this list. Only ${by} or an admin may change it.`;
}
