// Compiled, never run: what must compile does, and what must not does not.

import {
  buildRevokeOrder,
  CertCentral,
  type Outcome,
  parseRevokeResponse,
  UnknownOutcomeError,
} from "certcentral-revoke";

export function told(result: Outcome): string {
  switch (result.outcome) {
    case "revoked":
      return "revoked";
    case "requested":
      return `waits as request ${result.request.id}, ${result.request.status}`;
    default:
      return result satisfies never;
  }
}

export async function calls() {
  const client = new CertCentral({ apiKey: "k", region: "eu" });
  const result = await client.revokeOrder(
    1n,
    { revocationReason: "keyCompromise", skipApproval: true },
    { timeoutMs: 5 },
  );
  // @ts-expect-error a request is there only if one was made
  result.request.id;
  // @ts-expect-error not one of the five
  client.revokeOrder(1, { revocationReason: "key_compromise" });
  // @ts-expect-error a typo
  client.revokeOrder(1, { skipAproval: true });
  // @ts-expect-error not a truth value
  client.revokeOrder(1, { skipApproval: "true" });
  // @ts-expect-error not an id
  client.revokeOrder({ id: 1 });
  // @ts-expect-error no settings
  new CertCentral();
  // @ts-expect-error not a region
  new CertCentral({ apiKey: "k", region: "asia" });
  const built = buildRevokeOrder("1");
  built.method satisfies "GET" | "PUT";
  parseRevokeResponse({ status: 204 }) satisfies Outcome;
  return told(result);
}

export async function life() {
  const client = new CertCentral({ apiKey: "k", retry: { reads: 2 }, deadlineMs: 5 });
  for await (const order of client.orders.list({ containerId: 5n, limit: 10 }))
    order.id satisfies string;
  const page = await client.requests.list({ status: "pending" });
  page.nextOffset satisfies number | undefined;
  const { certificates, warnings } = await client.orders.certificates(1);
  certificates[0]?.included satisfies Array<"primary" | "duplicate" | "reissue"> | undefined;
  const seen = await client.revocations.wait({ orderIds: [1, "2", 3n] }, { until: "revoked" });
  // @ts-expect-error one thing is waited for
  client.revocations.wait({ order: 1 });
  // @ts-expect-error decided by a method, not by a field
  client.requests.approve(1, { status: "approved" });
  const { attempts, proof } = await client.revokeCertificate("0C3B6F9D2A4155E8");
  // @ts-expect-error retry is off or set, and never on
  new CertCentral({ apiKey: "k", retry: true });
  return [
    warnings,
    seen.reached,
    attempts[0]?.decision,
    proof,
    (await client.me()).maySkipApproval,
  ];
}

export function tell(error: unknown) {
  if (error instanceof UnknownOutcomeError) {
    // @ts-expect-error not a problem that there is
    return error.problem === "sunspots";
  }
  return false;
}
