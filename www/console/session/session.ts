// Who is signed in, and what they may do. The gateway decides both; the page only says it before somebody clicks.

import { computed, signal } from "@preact/signals";
import { connection } from "../app/connection";
import { choose, doubts, Problem, read } from "../app/gateway";

export type Action = "read" | "revoke" | "skipApproval" | "decide" | "hold" | "record" | "mass";

export interface Me {
  id: string;
  name?: string;
  how: "access" | "development";
  roles: readonly string[];
  /** `true`, or the sentence that says why not. */
  may: Partial<Record<Action, true | string>>;
}

export type Who =
  | { state: "asking" }
  | { state: "in"; me: Me }
  /** `before`: somebody was signed in on this page. */
  | { state: "out"; problem: Problem; before: boolean };

export const who = signal<Who>({ state: "asking" });
export const me = computed(() => (who.value.state === "in" ? who.value.me : undefined));

let asking: Promise<void> | undefined;

/** Asks the gateway, once at a time. */
export const askWho = () => {
  asking ??= look().finally(() => {
    asking = undefined;
  });
  return asking;
};

async function look() {
  await connection;
  try {
    who.value = { state: "in", me: await read<Me>("/console/me") };
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(0, "No answer", String(error));
    const { value: now } = who;
    // That nothing can be reached for a moment signs nobody out.
    if (now.state === "in" && problem.unclear) return;
    const before = now.state === "in" || (now.state === "out" && now.before);
    who.value = { state: "out", problem, before };
  }
}

/** Another person of a local gateway. */
export async function actAs(id: string) {
  await asking;
  choose(id);
  who.value = { state: "asking" };
  await askWho();
}

/** Why the one who is signed in may not do this; "" if they may. */
export function barred(action: Action): string {
  const may = me.value?.may[action];
  if (may === true) return "";
  if (!me.value) return "You are not signed in.";
  return may ?? "The gateway does not say that you may do this.";
}

doubts.subscribe((count) => {
  if (count > 0 && me.value) askWho();
});
