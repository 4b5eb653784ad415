// Calls to the gateway: what every one of them carries, and the gateway's own paths under /console. Not here: calls to
// CertCentral, which the package makes (connection.ts).

import { signal } from "@preact/signals";
import type { Issue } from "certcentral-revoke";

const KEPT = "certcentral-identity";

/** Whom of the persons of a local gateway this tab acts as; "" leaves it to the gateway. */
export const chosen = signal(sessionStorage.getItem(KEPT) ?? "");
/** Grows with every answer that may mean that nobody is signed in any more. */
export const doubts = signal(0);

export function choose(id: string) {
  chosen.value = id;
  sessionStorage.setItem(KEPT, id);
}

/** A no of the gateway, or no answer at all. */
export class Problem extends Error {
  /** 0 where no answer came. */
  status: number;
  title: string;
  detail: string;
  /** What else it says, of any form. */
  body: Readonly<Record<string, unknown>>;

  constructor(status: number, title: string, detail: string, body = {}) {
    super(detail ? `${title}: ${detail}` : title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.body = body;
  }

  /** What it says about a field of what was sent. */
  get issues(): Issue[] {
    const { errors } = this.body;
    if (!Array.isArray(errors)) return [];
    return errors.flatMap(({ code, message }) => {
      const [, field] = /^bad_request\|(.+)$/.exec(String(code)) ?? [];
      return field ? [{ field, rule: "conflict", message: String(message) } satisfies Issue] : [];
    });
  }

  /** A change that ended in this may have been made all the same. */
  get unclear() {
    return this.status === 0 || this.status >= 500;
  }
}

/** Tells the gateway that a page of ours asks, not one of another site. */
export async function fromConsole(url: string, init: RequestInit = {}) {
  const headers = new Headers(init.headers);
  headers.set("X-CertCentral-Console", "1");
  if (chosen.value) headers.set("X-CertCentral-Identity", chosen.value);
  // A browser may send one PUT twice; the gateway makes it once.
  if (init.method === "PUT") headers.set("Idempotency-Key", crypto.randomUUID());
  const answer = await fetch(url, { ...init, headers });
  // Where a session has ended, the way to the gateway leads to the sign-in instead.
  if (answer.status === 401 || answer.type === "opaqueredirect") doubts.value++;
  return answer;
}

/**
 * What the gateway answers under one of its own paths; every no is thrown as a `Problem`. A file is sent as it is,
 * anything else as JSON.
 */
export async function ask(path: string, method = "GET", body?: unknown): Promise<Response> {
  const init: RequestInit = { method, redirect: "manual" };
  if (body instanceof Blob) init.body = body;
  else if (body !== undefined) {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const answer = await fromConsole(path, init).catch(() => {
    throw new Problem(0, "No answer", "The gateway could not be reached. Check your connection.");
  });
  if (answer.type === "opaqueredirect")
    throw new Problem(401, "Not signed in", "Your session has ended. Reload the page to sign in.");
  if (!answer.ok) throw await problemIn(answer);
  return answer;
}

export const read = async <T>(path: string): Promise<T> => (await ask(path)).json();

async function problemIn(answer: Response) {
  const body = await answer.json().catch(() => ({}));
  const { title, detail } = body;
  const text = (given: unknown, otherwise: string) =>
    typeof given === "string" ? given : otherwise;
  return new Problem(
    answer.status,
    text(title, `The gateway answered ${answer.status}`),
    text(detail, ""),
    body,
  );
}
