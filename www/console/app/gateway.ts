// Requests to the gateway: the headers that all of them carry, and the gateway's own paths under /console. The package
// makes the requests to CertCentral.

import { signal } from "@preact/signals";
import type { Issue } from "certcentral-revoke";

const STORAGE_KEY = "certcentral-identity";

/** The person of a local gateway that this tab acts as. With "" the gateway chooses. */
export const identity = signal(sessionStorage.getItem(STORAGE_KEY) ?? "");
/** Increases with every response that may mean that the session has ended. */
export const sessionEpoch = signal(0);

export function setIdentity(id: string) {
  identity.value = id;
  sessionStorage.setItem(STORAGE_KEY, id);
}

/** A refusal by the gateway, or a missing response. */
export class GatewayError extends Error {
  /** 0 if no response arrived. */
  status: number;
  title: string;
  detail: string;
  /** The whole problem document. */
  body: Readonly<Record<string, unknown>>;

  constructor(status: number, title: string, detail: string, body = {}) {
    super(detail ? `${title}: ${detail}` : title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.body = body;
  }

  /** The errors that name a field of the request. */
  get issues(): Issue[] {
    const { errors } = this.body;
    if (!Array.isArray(errors)) return [];
    return errors.flatMap(({ code, message }) => {
      const [, field] = /^bad_request\|(.+)$/.exec(String(code)) ?? [];
      return field ? [{ field, rule: "conflict", message: String(message) } satisfies Issue] : [];
    });
  }

  /** The codes of the errors, for example `conflict|hold_exists`. */
  get codes(): string[] {
    const { errors } = this.body;
    return Array.isArray(errors) ? errors.map(({ code }) => String(code)) : [];
  }

  /** Whether a change that ended in this error may have been made. */
  get isUnclear() {
    return this.status === 0 || this.status >= 500;
  }
}

/** Adds the headers that prove to the gateway that a page of its own sends the request. */
export async function gatewayFetch(url: string, init: RequestInit = {}) {
  const headers = new Headers(init.headers);
  headers.set("X-CertCentral-Console", "1");
  if (identity.value) headers.set("X-CertCentral-Identity", identity.value);
  // A browser may send one change twice. The gateway executes it once.
  if (init.method !== undefined && init.method !== "GET")
    headers.set("Idempotency-Key", crypto.randomUUID());
  const response = await fetch(url, { ...init, headers });
  // After the session has ended, requests are redirected to the sign-in page.
  if (response.status === 401 || response.type === "opaqueredirect") sessionEpoch.value++;
  return response;
}

/** Sends a request to a path of the gateway. A Blob is sent unchanged, any other body as JSON. Throws `GatewayError`. */
export async function requestGateway(
  path: string,
  method = "GET",
  body?: unknown,
): Promise<Response> {
  const init: RequestInit = { method, redirect: "manual" };
  if (body instanceof Blob) init.body = body;
  else if (body !== undefined) {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const response = await gatewayFetch(path, init).catch(() => {
    throw new GatewayError(0, "Can't reach the gateway", "Check your connection and try again.");
  });
  if (response.type === "opaqueredirect")
    throw new GatewayError(
      401,
      "Not signed in",
      "Your session has ended. Reload the page to sign in.",
    );
  if (!response.ok) throw await errorOf(response);
  return response;
}

export const getJson = async <T>(path: string): Promise<T> => (await requestGateway(path)).json();

async function errorOf(response: Response) {
  const body = await response.json().catch(() => ({}));
  const text = (value: unknown, fallback: string) => (typeof value === "string" ? value : fallback);
  return new GatewayError(
    response.status,
    text(body.title, `The gateway responded with HTTP ${response.status}`),
    text(body.detail, ""),
    body,
  );
}
