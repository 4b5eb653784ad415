// Type tests: compiled by `tsc -p .`, never run. The project sets `exactOptionalPropertyTypes`.

import {
  type AbortedError,
  AccessDeniedError,
  type AnyCertCentralError,
  type Attempt,
  buildRevokeOrder,
  type CallInfo,
  CertCentral,
  CertCentralError,
  type DecisionResult,
  type InFlightError,
  InvalidInputError,
  type Limits,
  type NotConnectedError,
  type Order,
  type OrderList,
  type OrderStatus,
  type Outcome,
  type Pages,
  parseRevokeResponse,
  RefusedError,
  type RequestedResult,
  type RequestStatus,
  type RevokedResult,
  type RevokeResult,
  type Settings,
  type Subject,
  UnknownOutcomeError,
  type WaitTarget,
} from "certcentral-revoke";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare const env: { KEY?: string };
declare const maybe: {
  text: string | undefined;
  flag: boolean | undefined;
  count: number | undefined;
};
declare const client: CertCentral;

// Results

export function describe(result: RevokeResult): string {
  result.attempts satisfies Attempt[];
  switch (result.outcome) {
    case "revoked":
      result satisfies RevokedResult;
      // @ts-expect-error a revoked result has no request
      result.request;
      return result.proof;
    case "requested":
      result satisfies RequestedResult;
      return `request ${result.request.id}: ${result.request.status}`;
    default:
      return result satisfies never;
  }
}

export async function results() {
  const result = await client.revokeOrder(
    1n,
    { revocationReason: "keyCompromise", skipApproval: true },
    { timeoutMs: 5, priority: "bulk" },
  );
  true satisfies Equal<typeof result, RevokeResult>;
  result satisfies Outcome;
  // @ts-expect-error only a requested result has a request
  result.request.id;
  (await client.revokeCertificate("0C3B6F9D2A4155E8")) satisfies RevokeResult;
  const decision = await client.requests.approve(1);
  true satisfies Equal<typeof decision, DecisionResult>;
  decision.attempts[0]?.durationMs satisfies number | undefined;
  (await client.requests.reject(1)).status satisfies "approved" | "rejected";
}

// Arguments

export function invalidArguments() {
  // @ts-expect-error not one of the five reasons
  client.revokeOrder(1, { revocationReason: "key_compromise" });
  // @ts-expect-error a typo
  client.revokeOrder(1, { skipAproval: true });
  // @ts-expect-error not a boolean
  client.revokeOrder(1, { skipApproval: "true" });
  // @ts-expect-error not an id
  client.revokeOrder({ id: 1 });
  // @ts-expect-error not a priority
  client.revokeOrder(1, {}, { priority: "high" });
  // @ts-expect-error the decision is the method, not an option
  client.requests.approve(1, { status: "approved" });
  buildRevokeOrder("1").method satisfies "GET" | "PUT";
  parseRevokeResponse({ status: 204 }) satisfies Outcome;
  parseRevokeResponse({ status: 204, body: undefined }) satisfies Outcome;
  parseRevokeResponse({ status: 201, body: maybe.text }) satisfies Outcome;
  // @ts-expect-error a body is text or bytes, not a stream
  parseRevokeResponse(new Response(null, { status: 204 }));
  // @ts-expect-error the field is named status
  parseRevokeResponse({ statusCode: 204 });
}

// Settings

export function settings() {
  new CertCentral({ apiKey: env.KEY });
  new CertCentral({ apiKey: env.KEY, region: "us" });
  new CertCentral({ baseUrl: "/services/v2" });
  new CertCentral({ baseUrl: "https://gateway.example/services/v2", apiKey: env.KEY });
  new CertCentral({ apiKey: env.KEY, baseUrl: maybe.text });
  const shared: Settings = { apiKey: env.KEY, region: env.KEY === "eu" ? "eu" : undefined };
  new CertCentral({ ...shared, retry: { reads: 2 }, deadlineMs: 5 });
  new CertCentral({ apiKey: "k", retry: false });
  // @ts-expect-error settings are required
  new CertCentral();
  // @ts-expect-error neither apiKey nor baseUrl
  new CertCentral({});
  // @ts-expect-error neither apiKey nor baseUrl
  new CertCentral({ region: "eu" });
  // @ts-expect-error region and baseUrl exclude each other
  new CertCentral({ apiKey: "k", region: "eu", baseUrl: "/services/v2" });
  // @ts-expect-error region and baseUrl exclude each other
  new CertCentral({ region: "eu", baseUrl: "/services/v2" });
  // @ts-expect-error not a region
  new CertCentral({ apiKey: "k", region: "asia" });
  // @ts-expect-error retry is false or settings, never true
  new CertCentral({ apiKey: "k", retry: true });
  // @ts-expect-error a typo
  new CertCentral({ apiKey: "k", timeout: 5 });
}

export function undefinedIsAllowed() {
  new CertCentral({
    apiKey: undefined,
    region: undefined,
    baseUrl: undefined,
    fetch: undefined,
    timeoutMs: maybe.count,
    deadlineMs: maybe.count,
    retry: maybe.flag ? false : undefined,
    maxInFlight: maybe.count,
    limits: maybe.flag ? { windows: undefined, guardMs: maybe.count } : undefined,
    correlationToken: maybe.flag,
    onRequest: undefined,
    onResponse: undefined,
    onRetry: undefined,
    commentField: undefined,
    maxResponseBytes: maybe.count,
    dangerouslyAllowBrowser: maybe.flag,
  });
  const retry = { settleMs: maybe.count, backoffMs: maybe.count, maxBackoffMs: maybe.count };
  new CertCentral({
    apiKey: "k",
    retry: { ...retry, maxRetryAfterMs: maybe.count, reads: maybe.count },
  });
  const options = { comment: maybe.text, skipApproval: maybe.flag, revocationReason: undefined };
  const call = {
    signal: undefined,
    timeoutMs: maybe.count,
    deadlineMs: maybe.count,
    priority: undefined,
  };
  client.revokeOrder(1, options, call);
  client.requests.approve(1, { processorComment: maybe.text });
  client.orders.list({
    status: maybe.text,
    offset: maybe.count,
    limit: maybe.count,
    search: undefined,
  });
  client.requests.list({ status: undefined, type: maybe.text, search: undefined });
  client.revocations.wait(
    { orderId: 1, requestId: undefined },
    { until: undefined, pollMs: maybe.count },
  );
}

// Waits

export function waits(target: WaitTarget) {
  client.revocations.wait({ orderId: 1 }, { until: "approved" });
  client.revocations.wait({ requestId: 1 }, { until: "approved", pollMs: 50 });
  client.revocations.wait({ orderIds: [1, "2", 3n] as const }, { until: "revoked" });
  client.revocations.wait({ orderIds: [1] });
  client.revocations.wait(target);
  // @ts-expect-error one target only
  client.revocations.wait({ orderId: 1, requestId: 2 });
  // @ts-expect-error one target only
  client.revocations.wait({ orderId: 1, orderIds: [2] });
  // @ts-expect-error several orders can only wait for revoked
  client.revocations.wait({ orderIds: [1] }, { until: "approved" });
  // @ts-expect-error not a target
  client.revocations.wait({ order: 1 });
  // @ts-expect-error not a target
  client.revocations.wait({});
}

// Open unions: the documented values complete, other values compile.

export function openUnions(order: Order) {
  order.status satisfies OrderStatus;
  const other: OrderStatus = "some_new_status";
  const requested: RequestStatus = "pending";
  client.orders.list({ status: "reissue_pending" });
  client.orders.list({ status: other });
  client.requests.list({ status: requested, type: "new_request" });
  // @ts-expect-error a status is a string
  client.orders.list({ status: 1 });
  return order.requests?.[0]?.type satisfies string | undefined;
}

// Lists

export async function lists() {
  const pages = client.orders.list({ containerId: 5n, limit: 10 });
  pages satisfies Promise<OrderList> & AsyncIterable<Order>;
  true satisfies Equal<typeof pages, Pages<OrderList, Order>>;
  for await (const order of pages) order.id satisfies string;
  const page = await client.requests.list({ status: "pending" }).catch(() => undefined);
  page?.nextOffset satisfies number | undefined;
  await Promise.all([pages, client.orders.list().finally(() => {})]);
  const { certificates } = await client.orders.certificates(1);
  certificates[0]?.included satisfies Array<"primary" | "duplicate" | "reissue"> | undefined;
}

// Hooks

export function hooks(limits: Limits) {
  new CertCentral({
    apiKey: env.KEY,
    maxInFlight: 3,
    limits,
    onRequest: (request, call) => {
      request.path satisfies string;
      call satisfies CallInfo;
      call.callId satisfies string;
      call.operation satisfies "revokeOrder" | "revokeCertificate" | "me" | `${string}.${string}`;
      call.subject satisfies Subject | undefined;
      call.attempt satisfies number;
      call.elapsedMs satisfies number;
      // @ts-expect-error not an operation
      return call.operation === "orders.revoke";
    },
    onResponse: (attempt, call) => `${call.callId} ${attempt.durationMs}`,
    onRetry: async ({ waitMs, reason }, { operation }) => `${waitMs} ${reason} ${operation}`,
  });
  // @ts-expect-error a window is a pair of numbers
  new CertCentral({ apiKey: "k", limits: { windows: [[100]] } });
}

// Errors

export function narrows(error: AnyCertCentralError): unknown {
  error.subject satisfies Subject | undefined;
  switch (error.code) {
    case "invalid-input":
      error.effect satisfies "none";
      return error.issues[0]?.field;
    case "unknown-outcome":
      error.effect satisfies "unknown";
      return error.problem;
    case "read-failed":
      error.effect satisfies "none";
      return error.problem;
    case "access-denied":
    case "not-found":
    case "rate-limited":
    case "refused":
      error.effect satisfies "none";
      // @ts-expect-error these have no issues
      return error.issues;
    case "core-unavailable":
    case "timeout":
      // @ts-expect-error the effect can be unknown
      error.effect satisfies "none";
      return error;
    case "aborted":
      error satisfies AbortedError;
      return error.cause;
    case "core-crashed":
      return error.toJSON().cause?.cause?.code satisfies string | number | undefined;
    case "in-flight":
      error satisfies InFlightError;
      return error.retryable satisfies false;
    case "not-connected":
      error satisfies NotConnectedError;
      error.effect satisfies "none";
      return error.retryable satisfies true;
    default:
      return error satisfies never;
  }
}

export function notExhaustive(error: AnyCertCentralError): string {
  switch (error.code) {
    case "refused":
      return error.name satisfies "RefusedError";
    default:
      // @ts-expect-error other codes are left
      return error satisfies never;
  }
}

export function instances(error: unknown) {
  if (error instanceof UnknownOutcomeError) {
    // @ts-expect-error not a problem
    return error.problem === "sunspots";
  }
  if (error instanceof AccessDeniedError) return error.code satisfies "access-denied";
  if (error instanceof CertCentralError) return error.effect satisfies "none" | "unknown";
  return false;
}

export function construction() {
  // @ts-expect-error error objects are created by the client
  new RefusedError("nope");
  // @ts-expect-error error objects are created by the client
  new RefusedError();
  // @ts-expect-error error objects are created by the client
  new CertCentralError("nope");
  // @ts-expect-error error objects are created by the client
  new InvalidInputError({ code: "invalid-input" });
  // The classes fit where test runners take a class: `expect(call).rejects.toThrow(RefusedError)`.
  const matcher: abstract new (...args: never[]) => Error = RefusedError;
  // biome-ignore lint/suspicious/noExplicitAny: as jest and vitest declare it
  const constructable: new (...args: any[]) => any = RefusedError;
  return [matcher, constructable];
}
