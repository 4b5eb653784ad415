// The parts that all peers share: the HTTP request, the classification of responses, and the errors. Each peer has its own
// checks.

/** Builds a request and parses the response; both throw. Only this package compares a response with the options. */
export interface Peer {
  build(orderId: unknown, options?: unknown): Wire;
  parse(response: Response, options?: unknown): unknown;
}

export interface Wire {
  method: string;
  path: string;
  headers: { "Content-Type": string; Accept: string };
  body?: string;
}

export interface Response {
  status: number;
  body: string | null;
}

export interface Options {
  revocationReason?: string | undefined;
  comment?: string | undefined;
  skipApproval?: boolean | undefined;
}

/** A 201 whose fields have been checked. */
export interface CheckedRequest {
  id: number | string;
  date: string;
  type: "revoke";
  status: string;
  requester?: CheckedRequester | null | undefined;
  comments?: string | null | undefined;
}

export interface CheckedRequester {
  id: number | string;
  first_name?: string | null | undefined;
  last_name?: string | null | undefined;
  email?: string | null | undefined;
}

export interface ApiError {
  code: string;
  message?: string | undefined;
}

export const REASONS = [
  "unspecified",
  "keyCompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
] as const;

export const MAX_ID = 2n ** 64n - 1n;
const DIGITS = /^[1-9]\d{0,19}$/;

/** Only twenty digits can exceed the maximum. */
export function isDigits(text: string): boolean {
  return DIGITS.test(text) && (text.length < 20 || BigInt(text) <= MAX_ID);
}

export class Failure extends Error {
  readonly code: "invalid-input" | "refused" | "unknown-outcome";
  readonly effect: "none" | "unknown";
  readonly status: number | undefined;
  readonly errors: readonly ApiError[];

  constructor(
    code: Failure["code"],
    message: string,
    status?: number,
    errors: readonly ApiError[] = [],
  ) {
    super(message);
    this.code = code;
    this.effect = code === "unknown-outcome" ? "unknown" : "none";
    this.status = status;
    this.errors = errors;
  }
}

export function invalid(issues: readonly string[]): Failure {
  return new Failure("invalid-input", issues.join("; "));
}

export function wire(id: string, options: Options): Wire {
  return {
    method: "PUT",
    path: `/order/certificate/${id}/revoke`,
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({
      revocation_reason: options.revocationReason,
      comment: options.comment,
      skip_approval: options.skipApproval,
    }),
  };
}

/** Parses responses with two checks, each of which returns its input or undefined. */
export function reader(
  requestOf: (json: unknown) => CheckedRequest | undefined,
  errorsOf: (json: unknown) => readonly ApiError[] | undefined,
): Peer["parse"] {
  return ({ status, body }) => {
    if (status === 204 && !body) return { outcome: "revoked" };
    const json = jsonOf(body);
    if (status >= 200 && status < 300 && status !== 204) {
      const request = requestOf(json);
      if (request) return { outcome: "requested", request: renamed(request) };
    }
    if (status >= 400 && status < 500) {
      const errors = errorsOf(json);
      if (errors)
        throw new Failure(
          "refused",
          `refused with ${status}, ${errors.map(({ code }) => code).join(", ")}`,
          status,
          errors,
        );
    }
    throw new Failure("unknown-outcome", `the response is not clear (status ${status})`, status);
  };
}

function jsonOf(body: string | null): unknown {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return undefined;
  }
}

function renamed({ id, date, type, status, requester, comments }: CheckedRequest) {
  return {
    id: String(id),
    date,
    type,
    status,
    requester: requester
      ? {
          id: String(requester.id),
          firstName: requester.first_name ?? undefined,
          lastName: requester.last_name ?? undefined,
          email: requester.email ?? undefined,
        }
      : undefined,
    comments: comments ?? undefined,
  };
}
